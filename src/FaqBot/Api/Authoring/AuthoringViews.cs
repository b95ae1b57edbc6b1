using System.ComponentModel;
using System.Text.Json;
using FaqBot.Core.Authoring;
using FaqBot.Core.Storage;

namespace FaqBot.Api.Authoring;

/// <summary>How a working copy stands to what is published.</summary>
internal sealed record DraftView(
    string Kb,
    [property: Description("Number of its last change set; publishing takes it.")] int Revision,
    [property: Description("Number of the version that it started from.")] int? StartedFrom,
    [property: Description("The revision that customers are answered from; null: none.")] int? PublishedRevision,
    [property: Description("The revision that the test deployment answers from; null: it has no draft.")] int? DraftRevision,
    [property: Description("Why the test deployment cannot be brought up to it; or null.")] string? DraftFault,
    [property: Description("Whether it holds what customers are not answered by yet.")] bool HasUnpublished,
    int Entries,
    int SettingsRevision,
    PlanView? Planned)
{
    public static DraftView Of(WorkingCopy copy, string? fault, PlannedPublication? plan) => new(
        copy.Id, copy.Revision, copy.Head.StartedFrom, copy.Head.PublishedRevision, copy.Head.DraftRevision, fault,
            copy.Head.HasUnpublished,
        copy.Entries.Count, copy.Head.SettingsRevision, plan is null ? null : PlanView.Of(plan));
}

/// <summary>A publication that is due at some time.</summary>
internal sealed record PlanView(
    DateTimeOffset At, int Revision, string Author, string? Note, DateTimeOffset PlannedAt,
    [property: Description("Why it did not come about when it was due; null: it is still to come.")] string? Fault)
{
    public static PlanView Of(PlannedPublication plan) => new(plan.At, plan.Revision, plan.Author, plan.Note, plan.PlannedAt, plan.Fault);
}

/// <summary>A page of entries.</summary>
internal sealed record EntryPage(
    int Revision,
    [property: Description("How many fit the filter in all.")] int Total,
    IReadOnlyList<ListedEntry> Entries,
    [property: Description("What the next page is asked for with: after=…; null: this is the last.")] string? Next);

/// <summary>An entry of a list.</summary>
internal sealed record ListedEntry(
    [property: Description("Its ETag without quotation marks.")] int Revision,
    [property: Description("active, disabled, notYetValid, expired or deleted.")] string State,
    DateTimeOffset? DeletedAt,
    [property: Description("As in the knowledge file.")] JsonElement Entry)
{
    public static ListedEntry Of(WorkingEntry entry, DateTimeOffset now) => new(
        entry.Revision,
        NameOf(entry.IsDeleted ? EntryState.Deleted : EntryQuery.StateOf(entry.Entry, now)),
        entry.DeletedAt,
        JsonElement.Parse(entry.Content));

    private static string NameOf(EntryState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}

/// <summary>What somebody changed at once.</summary>
internal sealed record ChangeSetView(
    int Number, string Author, DateTimeOffset At,
    [property: Description("page, api, suggestion, bf, file, renewal or import:NAME.")] string Origin,
    string? Note,
    [property: Description("Number of the change set that it undoes.")] int? Undoes,
    [property: Description("How many changes it has.")] int Count,
    [property: Description("In a list of change sets the first entries that it is about; null elsewhere.")]
        IReadOnlyList<string>? Entries = null)
{
    public static ChangeSetView Of(ChangeSet set) =>
        new(set.Number, set.By.Author, set.At, set.By.Origin, set.By.Note, set.Undoes, set.Count);
}

/// <summary>What became of an edit.</summary>
internal sealed record EditResult(
    [property: Description("Revision of the working copy from now on.")] int Revision,
    [property: Description("The change set; null: nothing differs.")] ChangeSetView? Change);

/// <summary>A change.</summary>
internal sealed record ChangeView(
    [property: Description("entry, settings, place or order.")] string Kind,
    string? EntryId,
    [property: Description("JSON of the knowledge file; of a place the id of the entry before it.")] JsonElement? Before,
    JsonElement? After,
    [property: Description("Members that differ.")] IReadOnlyList<FieldView> Fields)
{
    public static ChangeView Of(Change change) => new(
        JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()),
        change.EntryId,
        Json(change, change.Before),
        Json(change, change.After),
        change.Kind is ChangeKind.Entry or ChangeKind.Settings
            ? [.. ContentDiff.Fields(change.Before, change.After)
                .Select(field => FieldView.Of(field, change is { Before: not null, After: not null }))] : []);

    private static JsonElement? Json(Change change, string? text) => text is null ? null
        : change.Kind is ChangeKind.Place or ChangeKind.Comment ? JsonSerializer.SerializeToElement(text, AuthoringJson.Default.String)
        : JsonElement.Parse(text);
}

/// <summary>A member that differs.</summary>
internal sealed record FieldView(
    string Member, JsonElement? Before, JsonElement? After,
    [property: Description("Its texts that differ, word by word.")] IReadOnlyList<TextView> Texts)
{
    public static FieldView Of(FieldChange field, bool isChange) => new(
        field.Member, field.Before, field.After, isChange ? [.. field.Texts().Select(TextView.Of)] : []);
}

/// <summary>A text that differs, or a list of texts.</summary>
internal sealed record TextView(
    [property: Description("The language of an answer; empty for the member itself.")] string Path, IReadOnlyList<TextPartView> Parts)
{
    public static TextView Of(TextChange change) => new(change.Path, [.. change.Parts.Select(part => new TextPartView(
        JsonNamingPolicy.CamelCase.ConvertName(part.Kind.ToString()), part.Text))]);
}

/// <summary>A part of a text; of a list a whole text.</summary>
internal sealed record TextPartView([property: Description("same, removed or added.")] string Kind, string Text);

/// <summary>A page of change sets.</summary>
internal sealed record ChangeSetPage(
    IReadOnlyList<ChangeSetView> Changes,
    [property: Description("What the next page is asked for with: before=…; null: this is the last.")] int? Next);

/// <summary>A change set with its changes.</summary>
internal sealed record WholeChangeSet(ChangeSetView Set, IReadOnlyList<ChangeView> Changes);

/// <summary>A change of one entry.</summary>
internal sealed record HistoryItem(ChangeSetView Set, ChangeView Change);

/// <summary>The changes of one entry, latest first.</summary>
internal sealed record HistoryPage(IReadOnlyList<HistoryItem> History, int? Next);

/// <summary>Who changed a member of an entry last.</summary>
internal sealed record BlamedMember(
    string Member, [property: Description("Null: it was so from the start.")] ChangeSetView? Set);

/// <summary>Who changed each member of an entry last.</summary>
internal sealed record BlameView(IReadOnlyList<BlamedMember> Members);

/// <summary>What differs between two contents.</summary>
internal sealed record DiffView(
    [property: Description("Members beside the entries.")] IReadOnlyList<FieldView> Settings,
    [property: Description("How many entries differ in all.")] int Total,
    IReadOnlyList<EntryDiffView> Entries,
    bool Reordered)
{
    public static DiffView Of(ContentDiff diff, int skip, int most) => new(
        [.. diff.Settings.Select(field => FieldView.Of(field, isChange: true))], diff.Entries.Count,
        [.. diff.Entries.Skip(skip).Take(most).Select(EntryDiffView.Of)], diff.IsReordered);
}

/// <summary>An entry that differs.</summary>
internal sealed record EntryDiffView(
    [property: Description("added, removed, changed or renamed.")] string Difference,
    string EntryId,
    string? FormerId,
    IReadOnlyList<FieldView> Fields)
{
    public static EntryDiffView Of(EntryChange change) => new(
        JsonNamingPolicy.CamelCase.ConvertName(change.Difference.ToString()), change.EntryId, change.FormerId,
        [.. change.Fields.Select(field => FieldView.Of(
            field, change.Difference is EntryDifference.Changed or EntryDifference.Renamed))]);
}

/// <summary>A version that was published.</summary>
internal sealed record VersionView(
    int Number, DateTimeOffset At, string Author, string Origin, string? Note, string ContentHash, int Entries, int Questions,
    [property: Description("Revision of the working copy that it was published from.")] int? Revision,
    [property: Description("The version whose content it is.")] int? Restores,
    [property: Description("Why a gate was overridden.")] string? OverrideReason)
{
    public static VersionView Of(PublicationNote note) => new(
        note.Number, note.At, note.From.By.Author, note.From.By.Origin, note.From.By.Note, note.ContentHash, note.Entries, note.Questions,
        note.From.Revision, note.From.Restores, note.From.OverrideReason);
}

/// <summary>A page of versions.</summary>
internal sealed record VersionPage(
    [property: Description("The one that answers customers; null: none does.")] int? Published, IReadOnlyList<VersionView> Versions,
        int? Next);

/// <summary>What a publication did.</summary>
internal sealed record PublishView(
    [property: Description("Number of the version that answers customers.")] int Version,
    [property: Description("False when it answered already.")] bool Changed,
    int Entries,
    int Questions,
    [property: Description("Questions that were encoded; the vectors of the others were there.")] int Encoded,
    [property: Description("What gates found that were overridden.")] IReadOnlyList<string> Overridden);

/// <summary>What became of taking a knowledge base away from customers.</summary>
internal sealed record UnpublishView([property: Description("Whether it answered customers before.")] bool Changed);

/// <summary>What publishing asks for.</summary>
internal sealed record PolicyView(
    [property: Description("Who publishes must be somebody else than who changed last.")] bool Approval,
    [property: Description("Errors of lint block publishing.")] bool Lint,
    [property: Description("Least accuracy on the labelled questions, 0 to 1; or null.")] double? MinAccuracy,
    double? MinPrecision,
    double? MaxCalibrationError)
{
    public static PolicyView Of(PublishingPolicy policy) => new(
        policy.NeedsApproval, policy.NeedsNoLintError, policy.Goals.MinAccuracy, policy.Goals.MinPrecision,
            policy.Goals.MaxCalibrationError);
}

/// <summary>What a bulk edit does, or would do.</summary>
internal sealed record BulkView(
    [property: Description("Entries that the filter names.")] int Matched,
    [property: Description("Entries that change.")] int Changed,
    [property: Description("Whether it was only looked at.")] bool Preview,
    int Revision,
    ChangeSetView? Change,
    [property: Description("The first of the changes.")] IReadOnlyList<ChangeView> Changes);

/// <summary>A labelled question.</summary>
internal sealed record LabelView(
    string Question,
    [property: Description("The entry that answers it; null: none does by itself.")] string? Entry,
    [property: Description("Entries that are to be offered instead.")] IReadOnlyList<string> Offered,
    string Language, string? Kind, string Author, DateTimeOffset At)
{
    public static LabelView Of(StoredLabel label) =>
        new(label.Question, label.EntryId, label.Offered, label.Language, label.Kind, label.Author, label.At);
}

/// <summary>A page of labelled questions.</summary>
internal sealed record LabelPage(int Total, IReadOnlyList<LabelView> Labelled, string? Next);

/// <summary>An evaluation that was kept.</summary>
internal sealed record EvaluationView(
    int Number, string Author, DateTimeOffset At, string? Note,
    [property: Description("production or test.")] string Deployment,
    int Version, int Questions, double? Accuracy, double? Precision, double? CalibrationError)
{
    public static EvaluationView Of(SavedEvaluation saved) => new(
        saved.Number, saved.Author, saved.At, saved.Note, DeploymentName.Of(saved.Deployment), saved.Version, saved.Questions,
        saved.Accuracy, saved.Precision, saved.CalibrationError);
}

/// <summary>A page of evaluations.</summary>
internal sealed record EvaluationList(IReadOnlyList<EvaluationView> Evaluations, int? Next);

/// <summary>Who approves a working copy as it is.</summary>
internal sealed record ApprovalList(int Revision, IReadOnlyList<ApprovalView> Approvals)
{
    public static ApprovalList Of(int revision, IReadOnlyList<Approval> approvals) =>
        new(revision, [.. approvals.Select(approval => new ApprovalView(approval.Author, approval.At, approval.Note))]);
}

/// <summary>An approval.</summary>
internal sealed record ApprovalView(string Author, DateTimeOffset At, string? Note);
