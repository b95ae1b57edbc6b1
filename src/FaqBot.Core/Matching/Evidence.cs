namespace FaqBot.Core.Matching;

/// <summary>What speaks for an entry and against it; the features of <see cref="RankingWeights"/>.</summary>
/// <remarks>Relatedness is a cosine on the scale of its encoder: 0 for unrelated questions, 1 for rewordings (see
/// <see cref="CosineScale"/>).</remarks>
public readonly record struct Evidence
{
    /// <summary>Raised when a feature changes its meaning: constants that were fitted before no longer apply.</summary>
    public const int Version = 4;

    /// <summary>Cosine of the question and the entry's nearest one, −1…1.</summary>
    public required double Cosine { get; init; }

    /// <summary>Relatedness of the nearest question.</summary>
    public required double Nearest { get; init; }

    /// <summary>Mean relatedness of the two nearest questions; that of the nearest when the entry has but one.</summary>
    public required double NearestTwo { get; init; }

    /// <summary>Soft maximum over all questions of the entry: ln Σ e^(10 · relatedness) / 10. Many near questions speak for an
    /// entry.</summary>
    public required double Votes { get; init; }

    /// <summary>Share of the question's terms, by weight, that some question of the entry has, 0…1.</summary>
    public required double Coverage { get; init; }

    /// <summary>Share of the terms of the most similar stored question, by weight, that the question has, 0…1.</summary>
    public required double StoredCoverage { get; init; }

    /// <summary>Whether the nearest question has other numbers.</summary>
    public required bool NumbersDiffer { get; init; }

    /// <summary>Whether the nearest question denies what the question does not, or the reverse.</summary>
    public required bool NegationDiffers { get; init; }

    /// <summary>How often the nearest question says the opposite: 转入 against 转出.</summary>
    public required int Opposed { get; init; }

    /// <summary>Whether no question of the entry is in the script of the question: shared terms are not to be expected.</summary>
    public required bool OtherScript { get; init; }

    /// <summary>How near the entry is to the previous answer: 1 for one that its prompts name, 0.5 for one named beside it, 0
    /// otherwise.</summary>
    public double Context { get; init; }

    /// <summary>How much nearer the question is to the nearest counter-example of the entry than to its nearest question, in relatedness;
    /// 0 where it is not, or there is none.</summary>
    public double NotThis { get; init; }

    /// <summary>Mean cosine of the question and all of the entry's, −1…1. No feature of its own: see <see cref="Taught"/>.</summary>
    public double Mean { get; init; }

    /// <summary>What the knowledge base's own questions taught, added to the score: see <see cref="TaughtScorer"/>; 0 for the first of
    /// the entries with several questions, and where nothing was taught.</summary>
    public double Taught { get; init; }

    /// <summary>Questions of the entry, at least 1.</summary>
    public required int Questions { get; init; }
}

/// <summary>An entry that may be meant, with its evidence.</summary>
/// <param name="Entry">Index of the entry.</param>
/// <param name="Row">Row of its nearest question.</param>
/// <param name="Evidence">What speaks for it.</param>
public readonly record struct EntryEvidence(int Entry, int Row, Evidence Evidence)
{
    /// <summary>Row of its second nearest question; −1 where there is but one.</summary>
    public int SecondRow { get; init; } = -1;

    /// <summary>Rows of its one or two nearest questions, the nearest first.</summary>
    public IEnumerable<int> NearestRows => SecondRow < 0 ? [Row] : [Row, SecondRow];
}

/// <summary>What a question may mean.</summary>
/// <param name="Length">Its characters and words.</param>
/// <param name="Unknown">Share of its terms, by weight, that no stored question has, 0…1.</param>
/// <param name="Entries">The entries, in no order.</param>
public sealed record FoundEntries(int Length, double Unknown, List<EntryEvidence> Entries);

/// <summary>Where the cosines of an encoder lie.</summary>
/// <param name="Unrelated">Typical best cosine of an unrelated question, −1…1.</param>
/// <param name="Related">Typical best cosine of a reworded question, above <paramref name="Unrelated"/>.</param>
public readonly record struct CosineScale(double Unrelated, double Related)
{
    /// <summary>Puts a cosine on the scale.</summary>
    /// <param name="cosine">The cosine.</param>
    /// <returns>0 at <see cref="Unrelated"/>, 1 at <see cref="Related"/>.</returns>
    public double Of(double cosine) => (cosine - Unrelated) / (Related - Unrelated);
}
