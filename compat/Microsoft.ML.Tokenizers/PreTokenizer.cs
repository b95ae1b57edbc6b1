namespace Microsoft.ML.Tokenizers;

/// <summary>Splits a text into the parts that are tokenised on their own.</summary>
public abstract class PreTokenizer
{
    /// <summary>Gives the parts of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Offset and length of each part, in UTF-16 units.</returns>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(string text);

    /// <summary>Gives the parts of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Offset and length of each part, in UTF-16 units.</returns>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text);
}
