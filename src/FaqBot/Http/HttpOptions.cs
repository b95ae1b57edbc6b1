namespace FaqBot.Http;

/// <summary>Limits of requests, and who may send them.</summary>
internal sealed class HttpOptions
{
    private const int LeastKeyLength = 16;
    private const int Mebibyte = 1024 * 1024;

    public int MaxBodyBytes { get; set; } = 64 * 1024;

    public int MaxEmbeddingBodyBytes { get; set; } = 2 * Mebibyte;

    public bool TruncateEmbeddingTexts { get; set; }

    public int MaxEntryBodyBytes { get; set; } = 4 * Mebibyte;

    public int MaxImportBodyBytes { get; set; } = 100 * Mebibyte;

    public string? ApiKey { get; set; }

    public string[] CorsOrigins { get; set; } = [];

    public string[] TrustedProxies { get; set; } = [];

    public int TrustedHops { get; set; } = 1;

    public bool TrustLocal { get; set; } = true;

    public string? PublicUrl { get; set; }

    public string? PathBase { get; set; }

    public IEnumerable<string> Faults()
    {
        if (MaxBodyBytes is < 1024 or > Mebibyte)
        {
            yield return $"MaxBodyBytes is {MaxBodyBytes}, expected 1024 to {Mebibyte}";
        }

        if (MaxEmbeddingBodyBytes is < 1024 or > 64 * Mebibyte)
        {
            yield return $"MaxEmbeddingBodyBytes is {MaxEmbeddingBodyBytes}, expected 1024 to {64 * Mebibyte}";
        }

        if (MaxEntryBodyBytes is < 1024 or > 64 * Mebibyte)
        {
            yield return $"MaxEntryBodyBytes is {MaxEntryBodyBytes}, expected 1024 to {64 * Mebibyte}";
        }

        if (MaxImportBodyBytes is < 1024 or > 256 * Mebibyte)
        {
            yield return $"MaxImportBodyBytes is {MaxImportBodyBytes}, expected 1024 to {256 * Mebibyte}";
        }

        if (ApiKey is { Length: < LeastKeyLength })
        {
            yield return $"ApiKey has {ApiKey.Length} characters, expected {LeastKeyLength} or more, or none at all";
        }

        foreach (string origin in CorsOrigins.Where(origin => !IsOrigin(origin)))
        {
            yield return $"CorsOrigins holds '{origin}', expected an origin such as https://shop.example, or * for all";
        }

        foreach (string proxy in TrustedProxies.Where(proxy => !Http.TrustedProxies.IsAddressOrNetwork(proxy)))
        {
            yield return $"TrustedProxies holds '{proxy}', expected an address such as 10.0.0.5 or a network such as 10.0.0.0/8";
        }

        if (TrustedHops is < 1 or > 10)
        {
            yield return $"TrustedHops is {TrustedHops}, expected 1 to 10";
        }

        if (PublicUrl is not null && !IsAddress(PublicUrl))
        {
            yield return "PublicUrl is no address, expected for example https://faq.example or https://shop.example/faq";
        }

        if (PathBase is { Length: > 0 } && !IsPath(PathBase))
        {
            yield return $"PathBase is '{PathBase}', expected a path such as /faq";
        }
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https") && address.Query.Length == 0
            && address.Fragment.Length == 0 && address.UserInfo.Length == 0;

    private static bool IsPath(string text) =>
        text[0] == '/' && text.Length > 1 && text[^1] != '/' && !text.Contains("//", StringComparison.Ordinal)
            && text.All(character => char.IsAsciiLetterOrDigit(character) || "/-._~".Contains(character, StringComparison.Ordinal));

    private static bool IsOrigin(string origin) => origin == "*"
        || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme is "http" or "https")
            && uri.GetLeftPart(UriPartial.Authority) == origin);
}
