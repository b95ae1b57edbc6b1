using System.ComponentModel;

namespace FaqBot.Api.Asking;

/// <summary>Body of <c>POST /api/v1/ask</c>; documents the route, <see cref="AskRequestReader"/> reads it.</summary>
internal sealed record AskRequest(
    [property: Description("What the customer typed.")] string Question,
    [property: Description("Knowledge base; the service's default one otherwise.")] string? Kb,
    [property: Description("The best entry and its alternatives, 1 to 10 in all; 3 otherwise.")] int? Top,
    [property: Description("Least confidence of an answer, 0 to 1, instead of the configured one.")] double? Threshold,
    [property: Description("Language of the reply: zh-Hans, zh-Hant or en; guessed from the question otherwise.")] string? Language,
    [property: Description(
        "Language of whoever asks, as a page or program knows it: counts where the question's own words tell none.")] string? Locale,
    [property: Description("Which entries may answer.")] AskFilters? Filters,
    [property: Description("What was answered before.")] AskContext? Context,
    [property: Description(
        "Name of the conversation, at most 200 characters: "
        + "its last answer is the context where context names none.")] string? ConversationId,
    [property: Description(
        "Name of the user, at most 200 characters, by which the question log counts people; only a keyed hash is kept.")] string? UserId,
    [property: Description("Whether the question is left out of the question log.")] bool? NoLog);

/// <summary>Which entries may answer.</summary>
internal sealed record AskFilters(
    [property: Description("Conditions on metadata, compared without regard to case; at most 20.")] AskCondition[] Metadata,
    [property: Description("and (default): all must hold; or: one must.")] string? Join);

/// <summary>A condition on metadata.</summary>
internal sealed record AskCondition(string Name, string Value);

/// <summary>What was answered before.</summary>
internal sealed record AskContext(
    [property: Description(
        "Entry of the previous answer; its prompts may lead to entries that answer only in context.")] string? PreviousEntryId,
    [property: Description("Question that led to it; stands for the entry where that is not named.")] string? PreviousQuestion);
