namespace FaqBot.Http.Keys;

/// <summary>Lets a request pass only with the admin key as bearer token.</summary>
internal sealed class AdminKeyFilter(AdminOptions options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (options.Key is not { } key)
        {
            return TypedResults.Problem("The admin routes are closed: set FaqBot:Admin:Key.", statusCode: StatusCodes.Status403Forbidden);
        }

        if (BearerKey.IsIn(context.HttpContext.Request, key))
        {
            return await next(context);
        }

        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("Send the admin key as 'Authorization: Bearer …'.", statusCode: StatusCodes.Status401Unauthorized);
    }
}
