using Newtonsoft.Json;

namespace Microsoft.Bot.Schema;

/// <summary>A user's token.</summary>
public class TokenResponse
{
    public TokenResponse()
    {
    }

    [JsonProperty(PropertyName = "channelId")]
    public string ChannelId { get; set; }

    [JsonProperty(PropertyName = "connectionName")]
    public string ConnectionName { get; set; }

    [JsonProperty(PropertyName = "token")]
    public string Token { get; set; }

    [JsonProperty(PropertyName = "expiration")]
    public string Expiration { get; set; }
}

/// <summary>Whether a user has a token.</summary>
public class TokenStatus
{
    public TokenStatus()
    {
    }

    [JsonProperty(PropertyName = "channelId")]
    public string ChannelId { get; set; }

    [JsonProperty(PropertyName = "connectionName")]
    public string ConnectionName { get; set; }

    [JsonProperty(PropertyName = "hasToken")]
    public bool? HasToken { get; set; }

    [JsonProperty(PropertyName = "serviceProviderDisplayName")]
    public string ServiceProviderDisplayName { get; set; }
}

/// <summary>A token to exchange.</summary>
public class TokenExchangeRequest
{
    public TokenExchangeRequest()
    {
    }

    [JsonProperty(PropertyName = "uri")]
    public string Uri { get; set; }

    [JsonProperty(PropertyName = "token")]
    public string Token { get; set; }
}

/// <summary>Where a user signs in.</summary>
public class SignInResource
{
    public SignInResource()
    {
    }

    [JsonProperty(PropertyName = "signInLink")]
    public string SignInLink { get; set; }
}
