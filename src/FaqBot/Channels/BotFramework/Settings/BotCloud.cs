namespace FaqBot.Channels.BotFramework.Settings;

/// <summary>The cloud that the bot is registered in.</summary>
internal enum BotCloud
{
    /// <summary>Azure.</summary>
    Public,

    /// <summary>Azure for the US government.</summary>
    UsGovernment,

    /// <summary>Azure operated by 21Vianet in China.</summary>
    China,
}

/// <summary>Addresses other than the cloud's own; null: the cloud's.</summary>
internal sealed class BotAuthorityOptions
{
    public string? LoginUrl { get; set; }

    public string? Scope { get; set; }

    public string? Issuer { get; set; }

    public string? MetadataUrl { get; set; }

    public string? EmulatorMetadataUrl { get; set; }

    public string? ManagedIdentityUrl { get; set; }

    public IEnumerable<(string Name, string? Value)> Urls() =>
    [
        (nameof(LoginUrl), LoginUrl),
        (nameof(MetadataUrl), MetadataUrl),
        (nameof(EmulatorMetadataUrl), EmulatorMetadataUrl),
        (nameof(ManagedIdentityUrl), ManagedIdentityUrl),
    ];
}

/// <summary>Who signs tokens of a cloud, and who issues the bot's own.</summary>
/// <param name="Issuer">Issuer of the channels' tokens.</param>
/// <param name="Scope">What the bot's own tokens are for, without <c>/.default</c>.</param>
/// <param name="MetadataUrl">OpenID metadata of the channels' signing keys.</param>
/// <param name="LoginUrl">Base address of the token service, to which the tenant is added.</param>
/// <param name="DefaultTenant">Tenant of bots that belong to none.</param>
/// <param name="CallerId">How activities name the cloud's channels.</param>
/// <param name="EmulatorMetadataUrl">OpenID metadata of the keys that sign tokens of the Emulator and of parent bots.</param>
/// <param name="EmulatorTenants">Tenants that issue those tokens.</param>
/// <remarks>
/// The values of the SDK (<see
/// href="https://github.com/microsoft/botbuilder-dotnet/tree/main/libraries/Microsoft.Bot.Connector/Authentication"/>) and, for
/// China, of <see href="https://learn.microsoft.com/azure/bot-service/how-to-deploy-china-cloud"/>.
/// </remarks>
internal sealed record BotAuthority(
    string Issuer, string Scope, string MetadataUrl, string LoginUrl, string DefaultTenant, string CallerId, string EmulatorMetadataUrl,
        string[] EmulatorTenants)
{
    private static readonly string[] PublicTenants =
        ["d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "69e9b82d-4842-4902-8d1e-abc5b98a55e8"];

    private const string GovernmentTenant = "cab8a31a-1906-4287-a0d8-4eef66b95f6e";
    private const string ChinaTenant = "a55a4d5b-9241-49b1-b4ff-befa8db00269";

    /// <summary>The authority of a bot.</summary>
    public static BotAuthority Of(BotOptions options)
    {
        BotAuthority cloud = options.Cloud switch
        {
            BotCloud.UsGovernment => new(
                "https://api.botframework.us",
                "https://api.botframework.us",
                "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
                "https://login.microsoftonline.us",
                "MicrosoftServices.onmicrosoft.us",
                "urn:botframework:azureusgov",
                $"https://login.microsoftonline.us/{GovernmentTenant}/v2.0/.well-known/openid-configuration",
                [GovernmentTenant, PublicTenants[1]]),
            BotCloud.China => new(
                "https://api.botframework.azure.cn",
                "https://api.botframework.azure.cn",
                "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
                "https://login.partner.microsoftonline.cn",
                "microsoftservices.partner.onmschina.cn",
                "urn:botframework:azurechina",
                $"https://login.partner.microsoftonline.cn/{ChinaTenant}/v2.0/.well-known/openid-configuration",
                [ChinaTenant]),
            _ => new(
                "https://api.botframework.com",
                "https://api.botframework.com",
                "https://login.botframework.com/v1/.well-known/openidconfiguration",
                "https://login.microsoftonline.com",
                "botframework.com",
                "urn:botframework:azure",
                "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
                PublicTenants),
        };
        BotAuthorityOptions other = options.Authority;
        return cloud with
        {
            Issuer = other.Issuer ?? cloud.Issuer,
            Scope = other.Scope ?? cloud.Scope,
            MetadataUrl = other.MetadataUrl ?? cloud.MetadataUrl,
            LoginUrl = (other.LoginUrl ?? cloud.LoginUrl).TrimEnd('/'),
            EmulatorMetadataUrl = other.EmulatorMetadataUrl ?? cloud.EmulatorMetadataUrl,
            EmulatorTenants = options.AppType != BotAppType.MultiTenant
                && options.TenantId is { } own ? [.. cloud.EmulatorTenants, own] : cloud.EmulatorTenants,
        };
    }

    /// <summary>The tenant that a token of the Emulator or a parent bot was issued by.</summary>
    /// <returns>The tenant; null when the issuer is none of a known tenant.</returns>
    /// <remarks>A fixed list: the token's own <c>tid</c> adds nothing to it.</remarks>
    public string? TenantOf(string issuer) =>
        Array.Find(EmulatorTenants, tenant => issuer == $"https://sts.windows.net/{tenant}/" || issuer == $"{IssuerBase}/{tenant}/v2.0");

    private string IssuerBase => new Uri(LoginUrl).GetLeftPart(UriPartial.Authority);
}
