using System.Diagnostics.CodeAnalysis;
using FaqBot.Access;
using FaqBot.Channels.BotFramework;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Channels.DirectLine;
using FaqBot.Core.Analytics;
using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Learning;
using FaqBot.Encoding.Library;
using FaqBot.Engine;
using FaqBot.Hosting;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Http.Limits;
using FaqBot.Jobs;
using FaqBot.Options;
using FaqBot.Telemetry;
using FaqBot.Texts;

namespace FaqBot;

/// <summary>All options of the service: section <c>FaqBot</c> of appsettings.json, which documents each.</summary>
internal sealed class FaqBotOptions
{
    public AnsweringOptions Answering { get; } = new();

    public LoadOptions Load { get; } = new();

    public ModelOptions Encoder { get; } = new();

    public RerankerOptions Reranker { get; } = new();

    public JudgeOptions Judge { get; } = new();

    public LibraryOptions Models { get; } = new();

    public KnowledgeOptions Knowledge { get; } = new();

    public StorageOptions Storage { get; } = new();

    public CacheOptions Cache { get; } = new();

    public ConversationOptions Conversations { get; } = new();

    public QuestionLogOptions QuestionLog { get; } = new();

    public LearningOptions Learning { get; } = new();

    public AdminOptions Admin { get; } = new();

    public AccessOptions Access { get; } = new();

    public HttpOptions Http { get; } = new();

    public LimitOptions Limits { get; } = new();

    public ConnectionOptions Connections { get; } = new();

    public EndpointKeyOptions EndpointKeys { get; } = new();

    public ChannelOptions Channels { get; } = new();

    public DirectLineOptions DirectLine { get; } = new();

    public BotOptions Bot { get; } = new();

    public ShutdownOptions Shutdown { get; } = new();

    /// <summary>Reads and checks the options.</summary>
    /// <exception cref="InvalidOptionsException">Values cannot be read or are out of range; all faults are reported together.</exception>
    public static FaqBotOptions Read(IConfiguration configuration)
    {
        FaqBotOptions options = new();
        List<string> faults = [];
        OptionsReader.Read(configuration.GetSection("FaqBot"), options, faults);
        (string Section, IEnumerable<string> Faults)[] checks =
        [
            (nameof(Answering), [.. options.Answering.Faults(), .. options.Reranker.Faults(options.Answering)]),
            (nameof(Load), options.Load.Faults()),
            (nameof(Encoder), options.Encoder.Faults()),
            ($"{nameof(Encoder)}:{nameof(Encoder.Remote)}", options.Encoder.Remote.Faults()),
            (nameof(Reranker), options.Reranker.Faults()),
            (nameof(Judge), options.Judge.Faults()),
            (nameof(Models), options.Models.Faults()),
            (nameof(Knowledge), options.Knowledge.Faults()),
            (nameof(Storage), options.Storage.Faults()),
            (nameof(Cache), options.Cache.Faults()),
            (nameof(Conversations), options.Conversations.Faults()),
            (nameof(QuestionLog), options.QuestionLog.Faults()),
            (nameof(Learning), options.Learning.Faults()),
            (nameof(Admin), options.Admin.Faults()),
            (nameof(Access), options.Access.Faults()),
            ($"{nameof(Access)}:{nameof(Access.Oidc)}", options.Access.Oidc.Faults()),
            (nameof(Http), options.Http.Faults()),
            (nameof(Limits), options.Limits.Faults()),
            (nameof(Connections), options.Connections.Faults()),
            (nameof(EndpointKeys), options.EndpointKeys.Faults()),
            (nameof(Channels), options.Channels.Faults()),
            (nameof(DirectLine), options.DirectLine.Faults()),
            (nameof(Bot), options.Bot.Faults()),
            (nameof(Shutdown), options.Shutdown.Faults()),
        ];
        faults.AddRange(checks.SelectMany(check => check.Faults, (check, fault) => $"FaqBot:{check.Section}: {fault}"));
        faults.AddRange(HostSettings.Faults(configuration));
        faults.AddRange(new OtlpVariables(configuration).Faults());
        options.Knowledge.Files = options.Knowledge.Files.Length == 0 ? [.. HomeFolder.SampleFiles] : options.Knowledge.Files;
        return faults.Count == 0 ? options : throw new InvalidOptionsException(faults);
    }

    /// <summary>Reads and checks the options, and says what is wrong with them.</summary>
    public static bool TryRead(IConfiguration configuration, TextWriter errors, [NotNullWhen(true)] out FaqBotOptions? options)
    {
        try
        {
            options = Read(configuration);
            return true;
        }
        catch (InvalidOptionsException exception)
        {
            errors.WriteLine(exception.Message);
            options = null;
            return false;
        }
    }
}

/// <summary>Gives each feature its own section of the options.</summary>
internal static class OptionSections
{
    /// <summary>Adds every section by itself; nothing in a room gets all of them.</summary>
    public static IServiceCollection AddSections(this IServiceCollection services, FaqBotOptions options) => services
        .AddSingleton(options.Answering)
        .AddSingleton(options.Load)
        .AddSingleton(options.Encoder)
        .AddSingleton(options.Reranker)
        .AddSingleton(options.Judge)
        .AddSingleton(options.Models)
        .AddSingleton(options.Knowledge)
        .AddSingleton(options.Storage)
        .AddSingleton(options.Cache)
        .AddSingleton(options.Conversations)
        .AddSingleton(options.QuestionLog)
        .AddSingleton(options.Learning)
        .AddSingleton(options.Admin)
        .AddSingleton(options.Access)
        .AddSingleton(options.Http)
        .AddSingleton(options.Limits)
        .AddSingleton(options.Connections)
        .AddSingleton(options.EndpointKeys)
        .AddSingleton(options.DirectLine)
        .AddSingleton(options.Channels)
        .AddSingleton(options.Bot)
        .AddSingleton(options.Shutdown);
}
