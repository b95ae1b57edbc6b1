namespace FaqBot.Core.Matching;

/// <summary>What a threshold for answers gives on labelled questions.</summary>
/// <param name="Threshold">Least confidence of an answer, 0…1.</param>
/// <remarks>Shares, 0…1; null where there is no question to measure on.</remarks>
public sealed record ThresholdEffect(double Threshold)
{
    /// <summary>Of the questions that an entry answers, the share that are answered rightly.</summary>
    public double? Right { get; init; }

    /// <summary>Of the same, the share that are answered, rightly or wrongly.</summary>
    public double? Coverage { get; init; }

    /// <summary>Of all answers, the share that are right; what no entry answers is wrong.</summary>
    public double? Precision { get; init; }

    /// <summary>Of the questions that an entry answers, the share whose entry is the answer or among the suggestions.</summary>
    public double? Offered { get; init; }

    /// <summary>Of the near misses, the share that are answered.</summary>
    public double? NearMissesAnswered { get; init; }
}
