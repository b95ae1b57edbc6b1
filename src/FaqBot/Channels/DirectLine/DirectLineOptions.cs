using FaqBot.Core.Conversations;

namespace FaqBot.Channels.DirectLine;

/// <summary>Who gets a token without a secret.</summary>
internal enum AnonymousTokens
{
    /// <summary>While there is no secret: programs of this machine and pages that the service itself serves.</summary>
    Local,

    /// <summary>Pages that the service itself serves and those of <c>FaqBot:Http:CorsOrigins</c>, each for its own origin.</summary>
    Origins,

    /// <summary>Nobody.</summary>
    Never,
}

/// <summary>The Direct Line server: who may talk to the bot, for how long, and how much.</summary>
internal sealed class DirectLineOptions
{
    private const int LeastSecretLength = 16;
    private const int LeastKeyLength = 32;

    public bool Enabled { get; set; } = true;

    public string[] Secrets { get; set; } = [];

    public AnonymousTokens Anonymous { get; set; } = AnonymousTokens.Local;

    public string? SigningKey { get; set; }

    public string? FormerSigningKey { get; set; }

    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    public string BotName { get; set; } = "FaqBot";

    public TimeSpan TypingAfter { get; set; } = TimeSpan.FromMilliseconds(700);

    public TimeSpan ConversationLifetime { get; set; } = TimeSpan.FromHours(2);

    public int MaxConversations { get; set; } = 10_000;

    public int MaxActivities { get; set; } = 200;

    public int MaxActivityBytes { get; set; } = 16 * 1024;

    public int MessagesPerMinute { get; set; } = 60;

    public int StartsPerMinute { get; set; } = 120;

    public int MaxStreams { get; set; } = 5_000;

    public int MaxStreamsPerAddress { get; set; } = 500;

    public TimeSpan StreamPing { get; set; } = TimeSpan.FromSeconds(20);

    public TimeSpan StreamIdleLimit { get; set; } = TimeSpan.FromMinutes(30);

    public TimeSpan StreamTotalLimit { get; set; } = TimeSpan.FromHours(8);

    public ConversationLimits ToLimits() => new()
    {
        Lifetime = ConversationLifetime,
        MaxActivities = MaxActivities,
        MaxConversations = MaxConversations,
    };

    public IEnumerable<string> Faults() =>
    [
        .. Secrets.Where(secret => secret is not { Length: >= LeastSecretLength })
            .Select(secret => $"Secrets holds one of {secret?.Length ?? 0} characters, expected {LeastSecretLength} or more"),
        .. KeyFaults(nameof(SigningKey), SigningKey),
        .. KeyFaults(nameof(FormerSigningKey), FormerSigningKey),
        .. FormerSigningKey is not null && SigningKey is null
            ? ["FormerSigningKey is set without SigningKey, expected both or none"] : Array.Empty<string>(),
        .. Enum.IsDefined(Anonymous) ? Array.Empty<string>() : [$"Anonymous is {Anonymous}, expected Local, Origins or Never"],
        .. string.IsNullOrWhiteSpace(BotName)
            || BotName.Length > 100 ? [$"BotName has {BotName?.Length ?? 0} characters, expected 1 to 100"] : Array.Empty<string>(),
        .. Range(nameof(TokenLifetime), TokenLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        .. Range(nameof(TypingAfter), TypingAfter, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
        .. Range(nameof(ConversationLifetime), ConversationLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
        .. Range(nameof(MaxConversations), MaxConversations, 1, 1_000_000),
        .. Range(nameof(MaxActivities), MaxActivities, 10, 10_000),
        .. Range(nameof(MaxActivityBytes), MaxActivityBytes, 1024, 64 * 1024),
        .. Range(nameof(MessagesPerMinute), MessagesPerMinute, 1, 100_000),
        .. Range(nameof(StartsPerMinute), StartsPerMinute, 1, 1_000_000),
        .. Range(nameof(MaxStreams), MaxStreams, 1, 1_000_000),
        .. Range(nameof(MaxStreamsPerAddress), MaxStreamsPerAddress, 1, 1_000_000),
        .. Range(nameof(StreamPing), StreamPing, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(5)),
        .. Range(nameof(StreamIdleLimit), StreamIdleLimit, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)),
        .. Range(nameof(StreamTotalLimit), StreamTotalLimit, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(7)),
    ];

    private static string[] KeyFaults(string name, string? key) => key is { Length: < LeastKeyLength }
        ? [$"{name} has {key.Length} characters, expected {LeastKeyLength} or more, or none at all"] : [];

    private static string[] Range<T>(string name, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? [$"{name} is {value}, expected {least} to {most}"] : [];
}
