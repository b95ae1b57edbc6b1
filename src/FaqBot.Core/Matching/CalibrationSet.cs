using FaqBot.Encoding.Running;

namespace FaqBot.Core.Matching;

/// <summary>A question with a label.</summary>
/// <param name="Text">The question: see <see cref="Text.Question.Essence"/>.</param>
/// <param name="Vector">Its unit vector.</param>
/// <param name="Entry">The entry that answers it, or −1: none does.</param>
/// <param name="Row">Its own row when it is a stored question or, after those, a counter-example, to be left out; or −1.</param>
public sealed record LabelledQuestion(string Text, ReadOnlyMemory<float> Vector, int Entry, int Row = -1)
{
    /// <summary>Whether no entry answers it though it looks as if one did: it counts like a question that an entry answers.</summary>
    public bool IsNearMiss { get; init; }

    /// <summary>Entries of which it names none in particular: each is as right as the others; empty for any other question.</summary>
    public IReadOnlyList<int> Several { get; init; } = [];

    /// <summary>How often it counts among those that an entry answers and near misses, or beside the others of its kind; above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The question as a judge reads it; null where none is to be fitted.</summary>
    public JudgedText? Judged { get; init; }
}

/// <summary>A knowledge base with labelled questions to it.</summary>
/// <param name="Catalog">The knowledge base.</param>
/// <param name="Questions">The questions, some that it answers and some that it does not.</param>
public sealed record CalibrationSet(FaqCatalog Catalog, IReadOnlyList<LabelledQuestion> Questions)
{
    /// <summary>How much it counts beside the others.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Of the weight of what no entry answers, how much questions have that are asked once more as if their entry were not there,
    /// 0…1.</summary>
    public double TakenOut { get; init; } = UsuallyTakenOut;

    /// <summary>That share where many knowledge bases speak for those that nobody calibrated.</summary>
    internal const double UsuallyTakenOut = 0.5;
}
