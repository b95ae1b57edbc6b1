using System.Text.Json;

namespace FaqBot.Core.Matching;

/// <summary>What the questions of a knowledge base taught its ranking: see <see cref="TeachingFit"/>.</summary>
/// <remarks>Belongs to one version, with whose identity it is stored. Immutable and thread-safe.</remarks>
public sealed record Teaching
{
    /// <summary>Raised when a constant changes its meaning: what was fitted before no longer applies.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Nothing was taught: too few questions have others of their entry beside them.</summary>
    public static Teaching None { get; } = new();

    /// <summary>The <see cref="CurrentFormat"/> that it was fitted in.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Mean cosine between questions of one entry, −1…1.</summary>
    public double Cohesion { get; init; }

    /// <summary>What the similarity of single questions counts for, in times what it counts for where nothing is taught, 0…100.</summary>
    public double Similarity { get; init; } = 1;

    /// <summary>What the nearness of the middle of an entry's questions counts for, at least 0.</summary>
    public double Centroid { get; init; }

    /// <summary>Stored questions that were left out and asked of the others.</summary>
    public int Questions { get; init; }

    /// <summary>How many of them the ranking had right with nothing taught.</summary>
    public int RightBefore { get; init; }

    /// <summary>How many of them it has right by what was taught.</summary>
    public int RightAfter { get; init; }

    /// <summary>Whether that wins enough, and by more than chance: only then it applies.</summary>
    public bool IsInForce { get; init; }

    private bool IsValid => Cohesion is >= -1 and < 1 && Similarity is >= 0 and <= 100 && Centroid is >= 0 and <= 1_000;

    /// <summary>Reads what was kept as text, if it is of use.</summary>
    /// <param name="json">The text: see <see cref="ToJson"/>; or null.</param>
    /// <returns>What was taught; null when the text is absent, broken or of another build.</returns>
    public static Teaching? Parse(string? json)
    {
        try
        {
            return json is not null && JsonSerializer.Deserialize<Teaching>(json, Json) is { Format: CurrentFormat, IsValid: true } teaching
                ? teaching : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What was taught as text.</summary>
    /// <returns>JSON in one line.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>What is added to the score of each entry of a question.</summary>
    /// <param name="entries">The entries.</param>
    /// <returns>In the same order; 0 for those that nothing is taught of.</returns>
    internal double[] TaughtOf(ReadOnlySpan<ScoredEntry> entries)
    {
        double highest = double.NegativeInfinity, first = double.NegativeInfinity;
        foreach (ref readonly ScoredEntry entry in entries)
        {
            if (entry.IsTaught)
            {
                highest = Math.Max(highest, entry.Score);
                first = Math.Max(first, ScoreOf(entry));
            }
        }

        double[] taught = new double[entries.Length];
        for (int i = 0; i < taught.Length; i++)
        {
            taught[i] = entries[i].IsTaught ? highest + ScoreOf(entries[i]) - first - entries[i].Score : 0;
        }

        return taught;
    }

    /// <summary>What the entries with several questions are ordered by; what differs, and what went before, count in full.</summary>
    internal double ScoreOf(in ScoredEntry entry) =>
        (Similarity * entry.Similarity) + (Centroid * entry.Centroid) + entry.Score - entry.Similarity;
}
