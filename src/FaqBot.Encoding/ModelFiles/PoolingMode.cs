namespace FaqBot.Encoding.ModelFiles;

/// <summary>How the vectors of a text's tokens become one.</summary>
public enum PoolingMode
{
    /// <summary>The mean over all tokens, special ones included, padding not.</summary>
    Mean,

    /// <summary>The first token.</summary>
    Cls,

    /// <summary>The greatest of each component.</summary>
    Max,

    /// <summary>The mean, weighted 1, 2, 3, … from the first token on.</summary>
    WeightedMean,

    /// <summary>The last token that is not padding.</summary>
    LastToken,

    /// <summary>The sum, divided by the square root of the number of tokens.</summary>
    MeanSqrtLength,
}
