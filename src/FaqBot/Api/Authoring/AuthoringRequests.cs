using System.ComponentModel;
using System.Text.Json;

namespace FaqBot.Api.Authoring;

/// <summary>Body of <c>POST …/entries/order</c>.</summary>
internal sealed record MoveRequest(
    IReadOnlyList<string> Ids, [property: Description("Id of the entry before them; none: they come first.")] string? After);

/// <summary>Body of <c>POST …/draft/behaviour</c>.</summary>
internal sealed record BehaviourRequest(
    [property: Description("Questions to ask beside the labelled ones.")] IReadOnlyList<string>? Questions);

/// <summary>Body of <c>POST …/draft/behaviour/logged</c>.</summary>
internal sealed record LoggedBehaviourRequest([property: Description("How many of the last questions; 200 otherwise.")] int? Last);

/// <summary>Body of <c>POST …/publish</c>.</summary>
internal sealed record PublishRequest(
    [property: Description("The revision of the working copy that was reviewed.")] int Revision,
    string? Note,
    [property: Description("When it is due; none: now.")] DateTimeOffset? At,
    [property: Description("Why it is published although lint or goals block it.")] string? OverrideReason);

/// <summary>Body of <c>POST …/draft/approve</c>.</summary>
internal sealed record ApproveRequest(
    [property: Description("The revision of the working copy that was reviewed.")] int Revision, string? Note);

/// <summary>Body of <c>POST …/bulk</c>.</summary>
internal sealed record BulkRequest(
    [property: Description("Entries that fit all of it.")] BulkFilter? Filter,
    [property: Description("What is done to each, in order.")] IReadOnlyList<Dictionary<string, JsonElement>> Actions,
    bool? Preview,
    int? Revision,
    string? Note);

/// <summary>Which entries a bulk edit is about.</summary>
internal sealed record BulkFilter(
    string? Text, IReadOnlyDictionary<string, string>? Metadata, string? Source, string? Language, string? State,
        IReadOnlyList<string>? Ids,
    [property: Description("Ids of rules of lint of which one finds something in it.")] IReadOnlyList<string>? Lint,
    [property: Description("neverAsked, asked or unhelpful.")] string? Usage,
    [property: Description("In how many days up to the present one; 90 otherwise.")] int? Days);

/// <summary>Body of <c>POST …/labelled</c>.</summary>
internal sealed record LabelRequest(IReadOnlyList<LabelItem> Labelled);

/// <summary>A labelled question to add.</summary>
internal sealed record LabelItem(string Question, string? Entry, IReadOnlyList<string>? Offered, string? Kind, string? Language);

/// <summary>Body of <c>POST …/evaluations</c>.</summary>
internal sealed record EvaluationRequest([property: Description("production or test.")] string? Deployment, string? Note);
