namespace Microsoft.ML.Tokenizers;

/// <summary>What an encoding step shall do.</summary>
#pragma warning disable CA1815 // The official struct has no equality.
public struct EncodeSettings
{
    /// <summary>No limit, neither step considered.</summary>
    public EncodeSettings() => MaxTokenCount = int.MaxValue;

    /// <summary>Whether to normalise.</summary>
    public bool ConsiderNormalization { get; set; }

    /// <summary>Whether to pre-tokenise.</summary>
    public bool ConsiderPreTokenization { get; set; }

    /// <summary>Most tokens to give.</summary>
    public int MaxTokenCount { get; set; }
}
#pragma warning restore CA1815
