namespace Microsoft.ML.Tokenizers;

/// <summary>One token of an encoded text.</summary>
#pragma warning disable CA1066, CA1067, CA1815, CA2231 // The official struct has neither operators nor object overrides.
public readonly struct EncodedToken : IEquatable<EncodedToken>
{
    /// <summary>Holds a token.</summary>
    /// <param name="id">Id in the vocabulary.</param>
    /// <param name="value">Text of the token.</param>
    /// <param name="offset">Range in the normalised text, in UTF-16 units.</param>
    public EncodedToken(int id, string value, Range offset)
    {
        Id = id;
        Value = value;
        Offset = offset;
    }

    /// <summary>Id in the vocabulary.</summary>
    public int Id { get; }

    /// <summary>Text of the token.</summary>
    public string Value { get; }

    /// <summary>Range in the normalised text, in UTF-16 units.</summary>
    public Range Offset { get; }

    /// <inheritdoc />
    public bool Equals(EncodedToken other) => Id == other.Id && Value == other.Value && Offset.Equals(other.Offset);
}
#pragma warning restore CA1066, CA1067, CA1815, CA2231
