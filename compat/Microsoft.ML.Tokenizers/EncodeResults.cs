namespace Microsoft.ML.Tokenizers;

/// <summary>What an encoding step gives back.</summary>
/// <typeparam name="T"><see cref="EncodedToken"/> or <see cref="int"/>.</typeparam>
#pragma warning disable CA1815 // The official struct has no equality.
public struct EncodeResults<T>
{
    /// <summary>The tokens in reading order.</summary>
    public IReadOnlyList<T> Tokens { get; set; }

    /// <summary>The normalised text, or null when it was not normalised.</summary>
    public string? NormalizedText { get; set; }

    /// <summary>UTF-16 units of the normalised text that the tokens cover.</summary>
    public int CharsConsumed { get; set; }
}
#pragma warning restore CA1815
