namespace FaqBot.Tests.Architecture;

/// <summary>Which room of each project may use which: one table a project, from the bottom up.</summary>
internal static class Rooms
{
    private static readonly Dictionary<string, string[]> Encoding = new()
    {
        ["Json"] = [],
        ["ModelFiles"] = ["Json"],
        ["Vectors"] = [],
        ["Resilience"] = [],
        ["Tokenizing/Texts"] = [],
        ["Tokenizing/Normalizing"] = ["Tokenizing/Texts"],
        ["Tokenizing/Splitting"] = ["Tokenizing/Texts", "Tokenizing/Normalizing"],
        ["Tokenizing"] = ["ModelFiles", "Tokenizing/Texts", "Tokenizing/Normalizing", "Tokenizing/Splitting"],
        ["Tokenizing/Reading"] = ["Json", "ModelFiles", "Tokenizing/Texts", "Tokenizing/Normalizing", "Tokenizing/Splitting", "Tokenizing"],
        ["Weights"] = ["Json", "ModelFiles", "Tokenizing/Normalizing", "Tokenizing/Splitting", "Tokenizing"],
        ["Operators"] = [],
        ["Building"] = ["ModelFiles", "Weights", "Operators"],
        ["Running"] = ["Json", "ModelFiles", "Vectors", "Tokenizing", "Tokenizing/Reading", "Weights", "Operators", "Building"],
        ["Remote"] = ["Vectors", "Resilience", "Running"],
        ["Library/Hubs"] = ["Json"],
        ["Library"] = ["Json", "ModelFiles", "Building", "Running", "Library/Hubs"],
    };

    private static readonly Dictionary<string, string[]> Core = new()
    {
        ["Text"] = [],
        ["Files"] = [],
        ["Access"] = [],
        ["Knowledge"] = ["Text", "Files"],
        ["Importing/Reports"] = [],
        ["Importing/Files"] = ["Importing/Reports"],
        ["Importing/Formats"] = ["Text", "Knowledge", "Importing/Reports", "Importing/Files"],
        ["Importing"] = ["Text", "Knowledge", "Importing/Reports", "Importing/Files", "Importing/Formats"],
        ["Importing/Exporting"] = ["Text", "Knowledge", "Storage", "Importing/Reports", "Importing/Formats", "Importing"],
        ["Spans"] = ["Text"],
        ["Storage"] = ["Text", "Knowledge"],
        ["Storage/Relational"] = ["Text", "Access", "Knowledge", "Storage"],
        ["Spelling"] = ["Text"],
        ["Matching"] = ["Text", "Knowledge", "Storage", "Spelling"],
        ["Indexing"] = ["Text", "Knowledge", "Storage", "Storage/Relational", "Matching"],
        ["Analytics/Relational"] = ["Text", "Storage", "Storage/Relational", "Matching", "Analytics"],
        ["Analytics"] = ["Text", "Storage", "Matching"],
        ["Analytics/Logging"] = ["Storage", "Storage/Relational", "Matching", "Analytics", "Analytics/Relational"],
        ["Redis"] = [],
        ["Conversations"] = ["Redis"],
        ["Limiting"] = ["Redis"],
        ["Caching"] = ["Text", "Knowledge", "Storage", "Matching", "Redis"],
        ["Answering"] =
        [
            "Text", "Knowledge", "Storage", "Storage/Relational", "Spelling", "Matching", "Indexing", "Analytics", "Analytics/Logging",
            "Conversations", "Caching",
        ],
        ["Similarity"] = ["Text", "Files", "Matching"],
        ["Learning"] =
        [
            "Text", "Knowledge", "Storage", "Matching", "Analytics", "Analytics/Logging", "Answering", "Similarity",
        ],
        ["Reporting"] = [],
        ["Evaluation"] = ["Text", "Files", "Knowledge", "Storage", "Matching", "Answering", "Reporting"],
        ["Linting"] = ["Text", "Knowledge", "Storage", "Matching", "Answering", "Similarity", "Reporting"],
        ["Authoring"] =
        [
            "Access", "Text", "Knowledge", "Storage", "Storage/Relational", "Matching", "Indexing", "Analytics", "Analytics/Logging",
            "Answering",
            "Similarity", "Learning", "Evaluation", "Linting",
            "Importing", "Importing/Files", "Importing/Formats", "Importing/Reports",
        ],
    };

    private static readonly Dictionary<string, string[]> Service = new()
    {
        ["Options"] = [],
        ["Http"] = [],
        ["Handover"] = ["Http"],
        ["Texts"] = ["Handover"],
        ["Http/Bodies"] = ["Http"],
        ["Http/Keys"] = ["Http"],
        ["Http/Limits"] = ["Options", "Http", "Http/Bodies", "Http/Keys"],
        ["Jobs"] = ["Http"],
        ["Engine"] = ["Http", "Jobs"],
        ["Access"] = ["Options", "Http", "Http/Keys", "Http/Limits", "Engine"],
        ["Metrics"] = ["Engine"],
        ["Telemetry"] = ["Metrics"],
        ["Apis/Embedding"] = ["Http", "Http/Keys", "Engine", "Metrics"],
        ["Apis/EndpointKeys"] = ["Http", "Http/Limits", "Engine"],
        ["Apis/Authoring"] = ["Http", "Http/Keys", "Engine", "Apis/EndpointKeys"],
        ["Apis/OpenAi"] = ["Http", "Engine", "Apis/Embedding"],
        ["Apis/Tei"] = ["Http", "Engine", "Apis/Embedding"],
        ["Apis/QnaMaker"] = ["Http", "Engine", "Apis/EndpointKeys"],
        ["Apis/QnaMaker/Authoring"] = ["Http", "Http/Keys", "Engine", "Apis/Authoring", "Apis/EndpointKeys", "Apis/QnaMaker"],
        ["Apis/CustomQuestionAnswering"] = ["Http", "Engine", "Apis/EndpointKeys", "Apis/QnaMaker"],
        ["Apis/CustomQuestionAnswering/Authoring"] =
            ["Http", "Http/Keys", "Engine", "Apis/Authoring", "Apis/EndpointKeys", "Apis/CustomQuestionAnswering"],
        ["Apis"] =
        [
            "Http", "Http/Limits", "Engine", "Apis/Authoring", "Apis/EndpointKeys", "Apis/OpenAi", "Apis/Tei", "Apis/QnaMaker",
            "Apis/QnaMaker/Authoring", "Apis/CustomQuestionAnswering", "Apis/CustomQuestionAnswering/Authoring",
        ],
        ["Api/Asking"] = ["Handover", "Texts", "Http", "Engine"],
        ["Api/Browsing"] = ["Texts", "Http", "Http/Keys", "Engine"],
        ["Api/Suggesting"] = ["Http", "Engine"],
        ["Api/Analytics"] = ["Http", "Http/Keys", "Engine"],
        ["Api/Contact"] = ["Handover", "Texts", "Http"],
        ["Api/Feedbacks"] = ["Http", "Http/Keys", "Engine", "Api/Analytics"],
        ["Api/Learning"] = ["Http", "Http/Keys", "Engine", "Api/Analytics"],
        ["Api/KnowledgeBases"] = ["Handover", "Texts", "Http", "Http/Keys", "Engine"],
        ["Api/Authoring"] = ["Http", "Http/Keys", "Engine"],
        ["Api/Access"] = ["Http", "Http/Keys", "Engine", "Access"],
        ["Api/Similarity"] = ["Http", "Engine", "Apis/Embedding", "Apis/Tei"],
        ["Api/Health"] = ["Engine", "Http"],
        ["Api"] =
        [
            "Handover", "Http", "Texts", "Api/Access", "Api/Analytics", "Api/Learning", "Api/Asking", "Api/Browsing", "Api/Suggesting",
            "Api/Feedbacks", "Api/Contact", "Api/KnowledgeBases", "Api/Authoring", "Api/Similarity", "Api/Health",
        ],
        ["Channels/BotFramework/Settings"] = ["Http"],
        ["Channels/BotFramework/Messages"] = [],
        ["Channels/BotFramework/Connecting"] = ["Channels/BotFramework/Settings"],
        ["Channels/BotFramework/Authentication"] = ["Http", "Channels/BotFramework/Settings", "Channels/BotFramework/Connecting"],
        ["Channels/BotFramework/Rendering"] = ["Texts", "Channels/BotFramework/Messages"],
        ["Channels/BotFramework/Conversing"] =
        [
            "Texts", "Engine", "Channels/BotFramework/Settings", "Channels/BotFramework/Messages", "Channels/BotFramework/Rendering",
        ],
        ["Channels/BotFramework"] =
        [
            "Texts", "Http", "Channels/BotFramework/Settings", "Channels/BotFramework/Messages", "Channels/BotFramework/Connecting",
            "Channels/BotFramework/Authentication", "Channels/BotFramework/Conversing",
        ],
        ["Channels/DirectLine"] = ["Texts", "Http", "Http/Limits", "Engine"],
        ["Channels/Widget"] = [],
        ["Channels"] = ["Channels/BotFramework/Settings", "Channels/BotFramework", "Channels/DirectLine", "Channels/Widget"],
        ["Admin"] = ["Options", "Http", "Http/Keys", "Jobs", "Engine"],
        ["Hosting"] = ["Options", "Engine"],
        ["Reference"] = ["Options", "Http", "Http/Keys", "Apis/Embedding", "Channels/Widget"],
    };

    private static readonly Dictionary<string, string[]> Indexer = new()
    {
        ["CommandLine"] = [],
        ["Models"] = ["CommandLine"],
        ["Importing"] = ["CommandLine"],
        ["Databases"] = ["CommandLine"],
        ["Keys"] = ["CommandLine"],
        ["Access"] = ["CommandLine"],
        ["Backups"] = ["CommandLine"],
        ["Completion"] = ["CommandLine"],
        ["Indexing"] = ["CommandLine", "Models"],
        ["Asking"] = ["CommandLine", "Models"],
        ["Evaluation"] = ["CommandLine", "Models", "Asking"],
        ["Linting"] = ["CommandLine", "Models", "Asking"],
    };

    private static readonly Dictionary<string, string[]> Postgres = new()
    {
        ["Connecting"] = [],
        ["Schemas"] = ["Connecting"],
        ["Storing"] = ["Connecting", "Schemas"],
        ["Logging"] = ["Connecting", "Schemas"],
    };

    public static IReadOnlyDictionary<string, Project> Projects { get; } = new[]
    {
        new Project("FaqBot.Encoding", [], Encoding),
        new Project("FaqBot.Core", [], Core),
        new Project("FaqBot", ["Program.cs", "FaqBotOptions.cs", "Faults.cs"], Service),
        new Project("FaqBot.Indexer", ["Program.cs"], Indexer),
        new Project("FaqBot.Postgres", [], Postgres),
    }.ToDictionary(project => project.Name);
}
