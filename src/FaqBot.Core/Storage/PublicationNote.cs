namespace FaqBot.Core.Storage;

/// <summary>A version that answers customers, or did.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Number">Number of the version.</param>
/// <param name="ContentHash">SHA-256 of its content, in hexadecimal.</param>
/// <param name="Entries">Number of entries.</param>
/// <param name="Questions">Number of questions.</param>
/// <param name="At">When it was published.</param>
/// <param name="From">What it was published from.</param>
public sealed record PublicationNote(
    string KnowledgeBaseId, int Number, string ContentHash, int Entries, int Questions, DateTimeOffset At, PublishedFrom From);

/// <summary>What a version was published from.</summary>
/// <param name="By">Who published it, from where, and why.</param>
/// <param name="Revision">Revision of the working copy; null: there was none.</param>
/// <param name="Restores">Number of the version whose content was published anew, or null.</param>
/// <param name="OverrideReason">Why a gate was overridden; null: none was.</param>
public sealed record PublishedFrom(Authorship By, int? Revision = null, int? Restores = null, string? OverrideReason = null);

/// <summary>A publication that is due at some time.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="At">When it is due.</param>
/// <param name="Revision">The revision of the working copy that was reviewed.</param>
/// <param name="Author">Who planned it.</param>
/// <param name="Note">Why, or null.</param>
/// <param name="OverrideReason">Why gates are overridden; null: they are not.</param>
/// <param name="PlannedAt">When it was planned.</param>
/// <param name="Fault">Why it did not come about when it was due; null: it is still to come.</param>
public sealed record PlannedPublication(
    string KnowledgeBaseId,
    DateTimeOffset At,
    int Revision,
    string Author,
    string? Note,
    string? OverrideReason,
    DateTimeOffset PlannedAt,
    string? Fault);
