namespace Microsoft.ML.Tokenizers;

/// <summary>Rewrites a text before it is split into tokens.</summary>
public abstract class Normalizer
{
    /// <summary>Normalises a text.</summary>
    /// <param name="original">The text.</param>
    /// <returns>The normalised text.</returns>
    public abstract string Normalize(string original);

    /// <summary>Normalises a text.</summary>
    /// <param name="original">The text.</param>
    /// <returns>The normalised text.</returns>
    public abstract string Normalize(ReadOnlySpan<char> original);
}
