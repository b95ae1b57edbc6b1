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

/// <summary>Which wordings of a suggestion are accepted.</summary>
internal sealed record AcceptRequest(
    [property: Description("The wordings as they are listed; all of them otherwise.")] string[]? Wordings);

/// <summary>What accepting asks of the knowledge base.</summary>
internal sealed record AcceptedSuggestion(
    [property: Description("The change.")] ProposedChange Change,
    [property: Description("Whether it was taken up into the working copy; otherwise it is to be made by hand.")] bool IsTakenUp);

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
