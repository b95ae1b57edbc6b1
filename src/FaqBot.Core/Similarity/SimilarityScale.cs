using FaqBot.Core.Matching;

namespace FaqBot.Core.Similarity;

/// <summary>Turns a cosine into a similarity from 0 to 1 that means the same whatever the model.</summary>
/// <remarks>
/// Cosines of different models lie in different bands: unrelated sentences have 0.6 with one and 0.1 with another. Two points of
/// the model's <see cref="ConfidenceModel"/> say where its own band lies: the cosine of unrelated sentences becomes 0, and the
/// cosine at which two sentences are as likely to ask the same as not becomes 0.5. Identical sentences have 1; between the points
/// the scale is straight. Immutable and thread-safe.
/// </remarks>
public sealed class SimilarityScale
{
    private const double Half = 0.5;

    // What stays of the similarity of sentences that ask of the same thing and not the same.
    private const double OfSameSubject = 0.4;

    private readonly double _unrelated;
    private readonly double _even;

    /// <summary>Makes the scale of a model.</summary>
    /// <param name="confidence">The model's calibration.</param>
    public SimilarityScale(ConfidenceModel confidence)
    {
        ArgumentNullException.ThrowIfNull(confidence);

        // A calibration without cosines between them gives a scale without the second point.
        _unrelated = Math.Min(confidence.UnrelatedCosine, 0.99);
        double even = confidence.EvenCosine;
        _even = even > _unrelated && even < 1 ? even : (_unrelated + 1) / 2;
    }

    /// <summary>The similarity of a cosine.</summary>
    /// <param name="cosine">The cosine, -1 to 1.</param>
    /// <returns>0 to 1 with four decimals: what is shown is what the level is read from.</returns>
    public double Of(double cosine)
    {
        double similarity = cosine < _even
            ? Half * (cosine - _unrelated) / (_even - _unrelated)
            : Half + (Half * (cosine - _even) / (1 - _even));
        return Math.Round(Math.Clamp(similarity, 0, 1), 4, MidpointRounding.ToEven);
    }

    /// <summary>Lowers a similarity where a judge says that both do not mean the same.</summary>
    /// <param name="similarity">The similarity, 0 to 1.</param>
    /// <param name="logit">What the judge says, averaged over both directions: below 0 more likely not the same.</param>
    /// <returns>0 to 1 with four decimals; never higher.</returns>
    public static double Lower(double similarity, double logit)
    {
        double belief = 2 / (1 + Math.Exp(-Math.Min(0, logit)));
        return Math.Round(similarity * (OfSameSubject + ((1 - OfSameSubject) * belief)), 4, MidpointRounding.ToEven);
    }

    /// <summary>The cosine of a similarity.</summary>
    /// <param name="similarity">The similarity, 0 to 1.</param>
    /// <returns>The lowest cosine that may have it, for a first choice; <see cref="Of"/> decides.</returns>
    public double CosineOf(double similarity)
    {
        double lowest = similarity - 0.00005;
        return lowest < Half
            ? _unrelated + (lowest / Half * (_even - _unrelated))
            : _even + ((lowest - Half) / Half * (1 - _even));
    }

    /// <summary>The level of a similarity.</summary>
    /// <param name="similarity">0 to 1.</param>
    /// <returns>The level.</returns>
    public static SimilarityLevel LevelOf(double similarity) => similarity switch
    {
        >= 0.9 => SimilarityLevel.VeryHigh,
        >= 0.7 => SimilarityLevel.High,
        >= 0.5 => SimilarityLevel.Medium,
        >= 0.3 => SimilarityLevel.Low,
        _ => SimilarityLevel.VeryLow,
    };
}
