using FaqBot.Channels;
using FaqBot.Channels.BotFramework;
using FaqBot.Channels.DirectLine;
using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using FaqBot.Hosting;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Http.Limits;

namespace FaqBot;

/// <summary>All options of the service: section <c>FaqBot</c> of appsettings.json, which documents each.</summary>
internal sealed class FaqBotOptions
{
    public AnsweringOptions Answering { get; } = new();

    public ModelOptions Encoder { get; } = new();

    public RerankerOptions Reranker { get; } = new();

    public LibraryOptions Models { get; } = new();

    public KnowledgeOptions Knowledge { get; } = new();

    public StorageOptions Storage { get; } = new();

    public CacheOptions Cache { get; } = new();

    public ConversationOptions Conversations { get; } = new();

    public AdminOptions Admin { get; } = new();

    public HttpOptions Http { get; } = new();

    public LimitOptions Limits { get; } = new();

    public ConnectionOptions Connections { get; } = new();

    public EndpointKeyOptions EndpointKeys { get; } = new();

    public ChannelOptions Channels { get; } = new();

    public DirectLineOptions DirectLine { get; } = new();

    public BotOptions Bot { get; } = new();

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
            (nameof(Encoder), options.Encoder.Faults()),
            ($"{nameof(Encoder)}:{nameof(Encoder.Remote)}", options.Encoder.Remote.Faults()),
            (nameof(Reranker), options.Reranker.Faults()),
            (nameof(Models), options.Models.Faults()),
            (nameof(Knowledge), options.Knowledge.Faults()),
            (nameof(Storage), options.Storage.Faults()),
            (nameof(Cache), options.Cache.Faults()),
            (nameof(Conversations), options.Conversations.Faults()),
            (nameof(Admin), options.Admin.Faults()),
            (nameof(Http), options.Http.Faults()),
            (nameof(Limits), options.Limits.Faults()),
            (nameof(Connections), options.Connections.Faults()),
            (nameof(EndpointKeys), options.EndpointKeys.Faults()),
            (nameof(Channels), options.Channels.Faults()),
            (nameof(DirectLine), options.DirectLine.Faults()),
            (nameof(Bot), options.Bot.Faults()),
        ];
        faults.AddRange(checks.SelectMany(check => check.Faults, (check, fault) => $"FaqBot:{check.Section}: {fault}"));
        options.Knowledge.Files = options.Knowledge.Files.Length == 0 ? [.. HomeFolder.SampleFiles] : options.Knowledge.Files;
        return faults.Count == 0 ? options : throw new InvalidOptionsException(faults);
    }
}

/// <summary>Which encoder to load, and how it uses the machine.</summary>
internal sealed class ModelOptions : EncoderOptions
{
    public string Folder { get; set; } = HomeFolder.BundledModel;

    /// <summary>A service that encodes instead of the model in the folder, if one is named.</summary>
    public RemoteEncoderOptions Remote { get; } = new();

    public override IEnumerable<string> Faults() =>
        [.. base.Faults(), .. string.IsNullOrWhiteSpace(Folder) ? ["Folder is empty, expected the folder of an encoder"] : Array.Empty<string>()];
}

/// <summary>Which cross-encoder to load, if any; it uses the machine as the encoder does.</summary>
internal sealed class RerankerOptions
{
    public string? Folder { get; set; }

    public string? File { get; set; }

    public IEnumerable<string> Faults() =>
        Folder is not null && string.IsNullOrWhiteSpace(Folder) ? ["Folder is empty, expected the folder of a cross-encoder, or none at all"] : [];

    /// <summary>What answering asks of a cross-encoder that is not there.</summary>
    public IEnumerable<string> Faults(AnsweringOptions answering) =>
        answering.RerankTop > 0 && Folder is null ? [$"RerankTop is {answering.RerankTop} without a cross-encoder, expected its folder in FaqBot:Reranker:Folder, or 0 for none"] : [];
}

/// <summary>Where models are installed.</summary>
internal sealed class LibraryOptions
{
    public string Folder { get; set; } = HomeFolder.Models;

    /// <summary>Below it lie the folders that requests may import; null: none.</summary>
    public string? ImportFolder { get; set; }

    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Folder))
        {
            yield return "Folder is empty, expected the folder of models";
        }

        if (ImportFolder is not null && string.IsNullOrWhiteSpace(ImportFolder))
        {
            yield return "ImportFolder is empty, expected a folder, or none at all";
        }
    }
}

/// <summary>What to index, and how often to look for new versions.</summary>
internal sealed class KnowledgeOptions
{
    public string[] Files { get; set; } = [];

    public bool IndexAtStart { get; set; } = true;

    public VectorFormat Vectors { get; set; } = VectorFormat.Float32;

    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromMilliseconds(300);

    public IEnumerable<string> Faults()
    {
        if (Files.Any(string.IsNullOrWhiteSpace))
        {
            yield return "Files holds an empty path";
        }

        if (!Enum.IsDefined(Vectors))
        {
            yield return $"Vectors is {Vectors}, expected Float32 or Int8";
        }

        if (WatchInterval < TimeSpan.FromMilliseconds(50) || WatchInterval > TimeSpan.FromMinutes(1))
        {
            yield return $"WatchInterval is {WatchInterval}, expected 00:00:00.050 to 00:01:00";
        }
    }
}

/// <summary>Where the published versions are.</summary>
internal sealed class StorageOptions
{
    public string Path { get; set; } = HomeFolder.Database;

    public bool CheckIntegrity { get; set; }

    public IEnumerable<string> Faults() =>
        string.IsNullOrWhiteSpace(Path) ? ["Path is empty, expected a file"] : [];
}

/// <summary>Who may use the admin routes.</summary>
internal sealed class AdminOptions
{
    private const int LeastLength = 16;

    public string? Key { get; set; }

    public IEnumerable<string> Faults() =>
        Key is { Length: < LeastLength } ? [$"Key has {Key.Length} characters, expected {LeastLength} or more, or none at all"] : [];
}

/// <summary>Limits of requests, and who may send them.</summary>
internal sealed class HttpOptions
{
    private const int LeastKeyLength = 16;
    private const int Mebibyte = 1024 * 1024;

    public int MaxBodyBytes { get; set; } = 64 * 1024;

    public int MaxEmbeddingBodyBytes { get; set; } = 2 * Mebibyte;

    public string? ApiKey { get; set; }

    public string[] CorsOrigins { get; set; } = [];

    public string[] TrustedProxies { get; set; } = [];

    public int TrustedHops { get; set; } = 1;

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
    }

    private static bool IsOrigin(string origin) => origin == "*"
        || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && (uri.Scheme is "http" or "https") && uri.GetLeftPart(UriPartial.Authority) == origin);
}
