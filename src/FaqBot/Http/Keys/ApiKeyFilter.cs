namespace FaqBot.Http.Keys;

/// <summary>Lets a request pass with the API key as bearer token or as <c>api-key</c>, or any while none is set.</summary>
internal sealed class ApiKeyFilter(HttpOptions options) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpRequest request = context.HttpContext.Request;
        if (options.ApiKey is not { } key || BearerKey.IsIn(request, key) || BearerKey.IsInAzureHeader(request, key))
        {
            return next(context);
        }

        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return ValueTask.FromResult<object?>(
            TypedResults.Problem("Send the API key as 'Authorization: Bearer …'.", statusCode: StatusCodes.Status401Unauthorized));
    }
}
