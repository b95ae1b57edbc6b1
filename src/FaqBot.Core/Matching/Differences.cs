namespace FaqBot.Core.Matching;

/// <summary>What tells a question apart from an entry's nearest questions, or shows that both name the same, read word by word.</summary>
/// <remarks>A cosine hardly sees such differences: the other model, city, document, the opposite.</remarks>
public readonly record struct Differences
{
    /// <summary>Where the question says a word and the entry its rival (取消, 修改), in the more agreeing of its two nearest
    /// questions.</summary>
    public IReadOnlyList<(string Word, string Rival)> Rivals { get; init; }

    /// <summary>Words of the question that the entry says, too, maybe with one that may stand in its place.</summary>
    public int Agreements { get; init; }

    /// <summary>Values of the question that the entry states otherwise: 30 days where it says 14.</summary>
    public int ConflictingValues { get; init; }

    /// <summary>Values of the question beside which the entry states none.</summary>
    public int LackingValues { get; init; }

    /// <summary>Values of the nearest question beside which the question states none.</summary>
    public int MissingValues { get; init; }

    /// <summary>Values of the question that the entry's questions or its answer state, too.</summary>
    public int EqualValues { get; init; }

    /// <summary>Whether the nearest question has the same words in another order: from A to B, from B to A.</summary>
    public bool Reordered { get; init; }

    /// <summary>Share of the question's terms that are not in the entry's nearest questions but in its answer, 0…1.</summary>
    public double InAnswer { get; init; }
}
