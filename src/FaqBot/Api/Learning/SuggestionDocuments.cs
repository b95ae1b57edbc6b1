using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Learning;

namespace FaqBot.Api.Learning;

/// <summary>Suggestions of a knowledge base.</summary>
internal sealed record SuggestionList(
    string Kb,
    [property: Description("The version that they are made for.")] int Version,
    DateTimeOffset MadeAt,
    [property: Description("How many wordings of the log were looked at.")] int Wordings,
    [property: Description("The published rule: how much evidence a suggestion needs.")] SuggestionRule Rule,
    IReadOnlyList<Suggestion> Suggestions);

/// <summary>How much evidence a suggestion needs.</summary>
internal sealed record SuggestionRule(int LeastPeople, int LeastChoices, double Likeness);

/// <summary>How a suggestion is accepted.</summary>
internal sealed record AcceptRequest(
    [property: Description("The wordings as they are listed; all of them otherwise.")] string[]? Wordings,
    [property: Description("The entry that they are for, in place of the suggested or of a new one.")] string? EntryId,
    [property: Description("Of a new entry, or of one whose answer does not help: a text, or texts by language.")] JsonElement? Answer,
    [property: Description("Whether two entries that are taken for each other become one.")] bool? Merge,
    [property: Description("Why.")] string? Note);

/// <summary>What accepting a suggestion has changed in the working copy.</summary>
internal sealed record AcceptedSuggestion(
    [property: Description("addAlternates, addEntry, changeAnswer, moveWordings or merge.")] ProposedChangeKind Kind,
    [property: Description("The entry that has it now.")] string EntryId,
    [property: Description("Revision of the working copy from now on.")] int Revision,
    [property: Description("Number of the change set, which can be undone; null: the working copy had it already.")] int? Change,
    [property: Description("Whether the new entry is switched off, as its answer is still to be written.")] bool NeedsAnswer);

/// <summary>What people ask about.</summary>
internal sealed record TopicList(
    string Kb,
    [property: Description("The last of the seven days that are counted.")] DateOnly To,
    [property: Description("When wordings were put together; refresh=true does it anew.")] DateTimeOffset MadeAt,
    IReadOnlyList<Topic> Topics);

/// <summary>What accepting would change beside.</summary>
internal sealed record EffectDocument(
    [property: Description("How many other questions were asked of both versions.")] int Compared,
    [property: Description("Whether stored questions of other entries would be lost.")] bool Steals,
    IReadOnlyList<ChangedAnswer> Changes);

/// <summary>Rejected suggestions.</summary>
internal sealed record RejectionList(string Kb, IReadOnlyList<RejectionSummary> Rejections);

/// <summary>A rejected suggestion.</summary>
internal sealed record RejectionSummary(
    long Id, string Queue, string? EntryId, [property: Description("Keys of its wordings.")] IReadOnlyList<string> Keys, DateTimeOffset At);

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SuggestionList))]
[JsonSerializable(typeof(TopicList))]
[JsonSerializable(typeof(AcceptRequest))]
[JsonSerializable(typeof(AcceptedSuggestion))]
[JsonSerializable(typeof(EffectDocument))]
[JsonSerializable(typeof(RejectionList))]
[JsonSerializable(typeof(RejectionSummary))]
internal sealed partial class LearningJson : JsonSerializerContext;

/// <summary>A queue's name as replies spell it.</summary>
internal sealed class SuggestionQueueConverter() : JsonStringEnumConverter<QueueKind>(JsonNamingPolicy.CamelCase);

/// <summary>The kind of a change as replies spell it.</summary>
internal sealed class ProposedChangeKindConverter() : JsonStringEnumConverter<ProposedChangeKind>(JsonNamingPolicy.CamelCase);
