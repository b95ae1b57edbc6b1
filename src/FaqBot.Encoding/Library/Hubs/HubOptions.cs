namespace FaqBot.Encoding.Library.Hubs;

/// <summary>Where a hub is and how it is used.</summary>
public sealed record HubOptions
{
    /// <summary>Address of the hub or of a mirror, without a path below it. Files may come over http only if this is http.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Name of the environment variable that holds the token; messages name it.</summary>
    public required string TokenVariable { get; init; }

    /// <summary>Secret for models that need an agreement, or null. Sent to <see cref="Endpoint"/> alone, and over https or to this machine
    /// only.</summary>
    public string? Token { get; init; }

    /// <summary>Nothing may be asked of the hub.</summary>
    public bool Offline { get; init; }

    /// <summary>How long a connection may bring nothing before it counts as cut. Default: 60 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Failures in a row, without a byte gained, after which a request is given up, 1 to 20. Default: 6.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Longest wait that a server may ask for. Default: 5 min.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The Hugging Face hub, or the mirror that <c>HF_ENDPOINT</c> names; <c>HF_TOKEN</c>, <c>HF_HUB_OFFLINE</c>.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>The options.</returns>
    /// <exception cref="HubException">A variable cannot be used.</exception>
    public static HubOptions HuggingFace(Func<string, string?> environment) =>
        Read(environment, "HF_ENDPOINT", "https://huggingface.co", "HF_TOKEN");

    /// <summary>ModelScope, or the address that <c>MODELSCOPE_ENDPOINT</c> names; <c>MODELSCOPE_API_TOKEN</c>,
    /// <c>HF_HUB_OFFLINE</c>.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>The options.</returns>
    /// <exception cref="HubException">A variable cannot be used.</exception>
    public static HubOptions ModelScope(Func<string, string?> environment) =>
        Read(environment, "MODELSCOPE_ENDPOINT", "https://modelscope.cn", "MODELSCOPE_API_TOKEN");

    private static HubOptions Read(Func<string, string?> environment, string endpointVariable, string endpoint, string tokenVariable)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string named = environment(endpointVariable) is { } set && !string.IsNullOrWhiteSpace(set) ? set.Trim() : endpoint;
        if (!Uri.TryCreate(named.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http")
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new HubException($"{endpointVariable} is no address of a hub, expected for example {endpoint}; correct it or unset it.");
        }

        string? token = environment(tokenVariable)?.Trim();
        if (token?.Any(c => c is <= ' ' or > '~') == true)
        {
            throw new HubException($"{tokenVariable} has characters that no token has; set it again.");
        }

        return new HubOptions
        {
            Endpoint = address,
            TokenVariable = tokenVariable,
            Token = string.IsNullOrEmpty(token) ? null : token,
            Offline = environment("HF_HUB_OFFLINE")?.Trim().ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };
    }
}
