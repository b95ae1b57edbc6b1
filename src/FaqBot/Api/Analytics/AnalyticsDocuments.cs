using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Analytics;

namespace FaqBot.Api.Analytics;

/// <summary>What was asked day by day.</summary>
internal sealed record DayList(
    string Kb,
    [property: Description("Where days begin and end.")] string TimeZone,
    IReadOnlyList<DayTotals> Days,
    [property: Description("Publications, as marks on the axis.")] IReadOnlyList<PublicationMark> Publications);

/// <summary>How entries do.</summary>
internal sealed record EntryList(string Kb, IReadOnlyList<EntryTotals> Entries);

/// <summary>The histogram of confidences.</summary>
internal sealed record ConfidenceHistogram(
    string Kb,
    [property: Description("From here on the best entry answers.")] double AnswerThreshold,
    [property: Description("From here on suggestions are made.")] double SuggestThreshold,
    IReadOnlyList<ConfidenceTotals> Steps);

/// <summary>Entries that nobody asked for.</summary>
internal sealed record NeverAskedList(string Kb, DateOnly From, DateOnly To, IReadOnlyList<NeverAskedEntry> Entries);

/// <summary>An entry that nobody asked for.</summary>
internal sealed record NeverAskedEntry(string EntryId, string Question);

/// <summary>Entries that are taken for each other.</summary>
internal sealed record ConfusionList(string Kb, IReadOnlyList<ConfusionTotals> Pairs);

/// <summary>What becomes of suggestions.</summary>
internal sealed record FunnelDocument(string Kb, long Shown, long Chosen, long Helpful);

/// <summary>Whether customers begin to ask otherwise.</summary>
internal sealed record DriftList(string Kb, IReadOnlyList<DriftWeek> Weeks);

/// <summary>What customers typed.</summary>
internal sealed record WordingList(string Kb, IReadOnlyList<WordingTotals> Wordings);

/// <summary>Whose questions are to be deleted.</summary>
internal sealed record ForgetRequest(
    [property: Description("The user, as questions named it: user id, or else conversation or address.")] string? User,
    [property: Description("The conversation, as questions named it.")] string? Conversation,
    [property: Description("The only knowledge base; all otherwise.")] string? Kb);

/// <summary>What was deleted.</summary>
internal sealed record ForgottenQuestions(
    [property: Description("Questions that were deleted.")] int Questions,
    [property: Description("What the user had said of answers that was deleted.")] int Feedback);

/// <summary>What these routes write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DayList))]
[JsonSerializable(typeof(EntryList))]
[JsonSerializable(typeof(ConfidenceHistogram))]
[JsonSerializable(typeof(NeverAskedList))]
[JsonSerializable(typeof(ConfusionList))]
[JsonSerializable(typeof(FunnelDocument))]
[JsonSerializable(typeof(DriftList))]
[JsonSerializable(typeof(WordingList))]
[JsonSerializable(typeof(ForgetRequest))]
[JsonSerializable(typeof(ForgottenQuestions))]
internal sealed partial class AnalyticsJson : JsonSerializerContext;
