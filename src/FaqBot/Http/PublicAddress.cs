namespace FaqBot.Http;

/// <summary>The service's address as others see it.</summary>
internal sealed class PublicAddress(HttpOptions options)
{
    /// <summary>The configured address, or the one that a request was sent to; without a slash at its end.</summary>
    public string Of(HttpRequest request) =>
        options.PublicUrl?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}".TrimEnd('/');

    /// <summary>The configured address where there is one, else the path that a request's proxy puts in front; "/" at least.</summary>
    public string BaseOf(HttpRequest request) =>
        options.PublicUrl?.TrimEnd('/') ?? (request.PathBase.HasValue ? request.PathBase.ToUriComponent() : "/");

    /// <summary>Whether this service served the page of an origin; without a configured address the scheme may have changed at a
    /// proxy.</summary>
    public bool IsOwn(HttpRequest request, string origin) => options.PublicUrl is { } url
        ? new Uri(url).GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase)
        : Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
            && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
