using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Storage;

/// <summary>A published version as read from the store.</summary>
/// <param name="Identity">What it was built from.</param>
/// <param name="Knowledge">The knowledge base.</param>
/// <param name="Questions">All questions, those of one entry together, in the order of the entries.</param>
/// <param name="Vectors">Unit vectors of the questions, row-major [questions × dimensions].</param>
public sealed record StoredVersion(
    VersionIdentity Identity, KnowledgeBase Knowledge, IReadOnlyList<StoredQuestion> Questions, float[] Vectors)
{
    /// <summary>The choice of a model for the knowledge base at the moment of reading, or null.</summary>
    public ModelAssignment? Assignment { get; init; }

    /// <summary>Constants of the confidence, as JSON, that were fitted on this version; null: those that belong to the model.</summary>
    public string? Confidence { get; init; }

    /// <summary>What was fitted for the knowledge base at the moment of reading, or null; goes before all other constants.</summary>
    public FittedConfidence? Fitted { get; init; }

    /// <summary>Number of each entry, in the order of the entries: see <see cref="EntryNumber"/>; empty for a version that was never
    /// stored.</summary>
    public IReadOnlyList<int> EntryNumbers { get; init; } = [];

    /// <summary>All counter-examples, those of one entry together, in the order of the entries.</summary>
    public IReadOnlyList<CounterExample> CounterExamples { get; init; } = [];

    /// <summary>Unit vectors of the counter-examples, row-major [counter-examples × dimensions].</summary>
    public float[] CounterVectors { get; init; } = [];
}

/// <summary>A question of a stored version.</summary>
/// <param name="Entry">Index of its entry.</param>
/// <param name="Text">The question as the owner wrote it.</param>
/// <param name="MatchKey">The key by which a typed question equals it.</param>
public sealed record StoredQuestion(int Entry, string Text, string MatchKey);

/// <summary>A question of a stored version that must never get an entry.</summary>
/// <param name="Entry">Index of the entry.</param>
/// <param name="Text">The question as the owner wrote it.</param>
public sealed record CounterExample(int Entry, string Text);

/// <summary>A published version in a listing.</summary>
/// <param name="Identity">What it was built from.</param>
/// <param name="Name">Name of the knowledge base.</param>
/// <param name="Languages">Tags of its languages.</param>
/// <param name="Entries">Number of entries.</param>
/// <param name="Questions">Number of questions.</param>
public sealed record PublishedVersion(
    VersionIdentity Identity, LocalizedText Name, IReadOnlyList<string> Languages, int Entries, int Questions)
{
    /// <summary>Constants of the confidence, as JSON, that were fitted on its questions; or null.</summary>
    public string? Confidence { get; init; }
}
