namespace FaqBot.Core.Storage;

/// <summary>A question of which an owner has said what answers it.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="MatchKey">The key by which a typed question equals it; unique in its knowledge base.</param>
/// <param name="Question">The question.</param>
/// <param name="Language">Tag of its language.</param>
/// <param name="EntryId">The entry that answers it; null: none does by itself.</param>
/// <param name="Offered">Entries that are to be offered instead, two or more; or none.</param>
/// <param name="Kind">How it is worded or what it changes, a free word; or null.</param>
/// <param name="Author">Who has said it.</param>
/// <param name="At">When.</param>
public sealed record StoredLabel(
    string KnowledgeBaseId,
    string MatchKey,
    string Question,
    string Language,
    string? EntryId,
    IReadOnlyList<string> Offered,
    string? Kind,
    string Author,
    DateTimeOffset At);

/// <summary>An evaluation that was kept, without its report.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Number">Its number, growing from 1.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="At">When.</param>
/// <param name="Note">What for; or null.</param>
/// <param name="Deployment">What was asked.</param>
/// <param name="Version">Number of its version.</param>
/// <param name="Questions">How many questions were asked.</param>
/// <param name="Accuracy">Share of those that an entry answers whose best entry is it; or null.</param>
/// <param name="Precision">Share of the answered ones whose answer is right; or null.</param>
/// <param name="CalibrationError">Expected calibration error; or null.</param>
public sealed record SavedEvaluation(
    string KnowledgeBaseId,
    int Number,
    string Author,
    DateTimeOffset At,
    string? Note,
    Deployment Deployment,
    int Version,
    int Questions,
    double? Accuracy,
    double? Precision,
    double? CalibrationError);
