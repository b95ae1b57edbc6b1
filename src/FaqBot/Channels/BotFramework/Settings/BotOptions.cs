using FaqBot.Core.Knowledge;

namespace FaqBot.Channels.BotFramework.Settings;

/// <summary>How the bot is registered.</summary>
internal enum BotAppType
{
    /// <summary>With a password, in the Bot Framework's own tenant.</summary>
    MultiTenant,

    /// <summary>With a password, in one tenant.</summary>
    SingleTenant,

    /// <summary>With a user-assigned managed identity: no password.</summary>
    UserAssignedMsi,
}

/// <summary>The bot that channels of the Bot Framework talk to: section <c>FaqBot:Bot</c>.</summary>
internal sealed class BotOptions
{
    public BotAppType AppType { get; set; } = BotAppType.SingleTenant;

    public string? AppId { get; set; }

    public string? Password { get; set; }

    public string? TenantId { get; set; }

    public BotCloud Cloud { get; set; }

    public BotAuthorityOptions Authority { get; } = new();

    public string[] RequiredEndorsements { get; set; } = [];

    public bool AllowEmulator { get; set; }

    public string[] SkillCallers { get; set; } = [];

    public string[] SkillServiceUrls { get; set; } = [];

    public string? KnowledgeBase { get; set; }

    public string[] KnowledgeBases { get; set; } = [];

    public ConnectorOptions Connector { get; } = new();

    /// <summary>Whether the bot is registered; otherwise it serves this machine alone.</summary>
    public bool IsRegistered => !string.IsNullOrWhiteSpace(AppId);

    public IEnumerable<string> Faults() =>
    [
        .. CredentialFaults(), .. AuthorityFaults(), .. CallerFaults(), .. KnowledgeFaults(),
        .. Connector.Faults().Select(fault => $"Connector: {fault}"),
    ];

    private IEnumerable<string> CredentialFaults()
    {
        if (!Enum.IsDefined(AppType) || !Enum.IsDefined(Cloud))
        {
            yield return $"AppType and Cloud are {AppType} and {Cloud}, expected {string.Join(" or ", Enum.GetNames<BotAppType>())} and "
                + $"{string.Join(" or ", Enum.GetNames<BotCloud>())}";
        }

        if (!IsRegistered)
        {
            foreach (string name in Given((nameof(Password), Password), (nameof(TenantId), TenantId)))
            {
                yield return $"{name} is set without AppId, expected all of the bot's credentials or none";
            }

            yield break;
        }

        if (!Guid.TryParse(AppId, out _))
        {
            yield return "AppId is not an id such as 00000000-0000-0000-0000-000000000000; it is the application (client) id of the bot's "
                + "registration";
        }

        if (AppType == BotAppType.UserAssignedMsi && !string.IsNullOrEmpty(Password))
        {
            yield return "Password is set, expected none: a managed identity has no password";
        }

        if (AppType != BotAppType.UserAssignedMsi && string.IsNullOrWhiteSpace(Password))
        {
            yield return $"Password is missing, expected the client secret that {AppType} needs; keep it in the environment";
        }

        if (AppType != BotAppType.MultiTenant && !IsTenant(TenantId))
        {
            yield return $"TenantId is {(string.IsNullOrWhiteSpace(TenantId) ? "missing" : "neither an id nor a domain")}, expected the "
                + $"tenant that {AppType} needs";
        }
    }

    private IEnumerable<string> AuthorityFaults()
    {
        foreach ((string name, string? value) in Authority.Urls().Where(url => url.Value is not null && !SafeUrl.IsAllowed(url.Value)))
        {
            yield return $"Authority:{name} is '{value}', expected an https address (http on this machine only)";
        }
    }

    private IEnumerable<string> CallerFaults()
    {
        if (SkillCallers.Any(id => !Guid.TryParse(id, out _)))
        {
            yield return "SkillCallers holds what is no application id";
        }

        foreach (string url in SkillServiceUrls.Where(url => !SafeUrl.IsAllowed(url)))
        {
            yield return $"SkillServiceUrls holds '{url}', expected an https address (http on this machine only)";
        }

        if (SkillCallers.Length == 0 != (SkillServiceUrls.Length == 0))
        {
            yield return "SkillCallers and SkillServiceUrls belong together, expected both or none: who may call, and where replies may go";
        }

        if (!IsRegistered && (AllowEmulator || SkillCallers.Length > 0 || RequiredEndorsements.Length > 0))
        {
            yield return "AllowEmulator, SkillCallers and RequiredEndorsements need AppId; without it the bot serves this machine alone, "
                + "the Emulator included";
        }
    }

    private IEnumerable<string> KnowledgeFaults()
    {
        foreach (string mapping in KnowledgeBases.Where(mapping => !IsMapping(mapping)))
        {
            yield return $"KnowledgeBases holds '{mapping}', expected channel=kb or channel/tenant=kb, such as msteams=it-help";
        }
    }

    /// <summary>Whether a text is <c>channel=kb</c> or <c>channel/tenant=kb</c>.</summary>
    private static bool IsMapping(string mapping) =>
        mapping.Split('=') is [var source, var knowledge]
        && knowledge.Trim() is { Length: > 0 and <= KnowledgeLimits.Id }
        && source.Split('/') is [var channel, ..] and { Length: <= 2 } parts
        && channel.Trim().Length > 0
        && parts[^1].Trim().Length > 0;

    private static IEnumerable<string> Given(params (string Name, string? Value)[] values) =>
        values.Where(value => !string.IsNullOrWhiteSpace(value.Value)).Select(value => value.Name);

    private static bool IsTenant(string? tenant) =>
        Guid.TryParse(tenant, out _)
            || (tenant?.Contains('.', StringComparison.Ordinal) == true && Uri.CheckHostName(tenant) == UriHostNameType.Dns);
}
