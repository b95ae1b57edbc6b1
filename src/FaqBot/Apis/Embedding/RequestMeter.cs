namespace FaqBot.Apis.Embedding;

/// <summary>Measures the requests of a group of routes.</summary>
internal sealed class RequestMeter(TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        string route = (context.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        long started = time.GetTimestamp();
        EmbeddingMetrics.Began(route);
        try
        {
            object? result = await next(context);
            if (result is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest })
            {
                EmbeddingMetrics.Failed("refused");
            }
            else
            {
                EmbeddingMetrics.Succeeded(route, time.GetElapsedTime(started));
            }

            return result;
        }
        catch (Exception exception)
        {
            EmbeddingMetrics.Failed(exception.GetType().Name.Replace("Exception", "", StringComparison.Ordinal));
            throw;
        }
    }
}
