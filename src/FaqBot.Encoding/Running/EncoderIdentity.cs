namespace FaqBot.Encoding.Running;

/// <summary>What makes the vectors of two encoders interchangeable: they are when the fingerprints are equal.</summary>
/// <param name="Name">Name of the model, for people.</param>
/// <param name="Fingerprint">SHA-256 over the checksums of all files that decide a vector, in hexadecimal.</param>
/// <param name="Dimensions">Components of a vector.</param>
public sealed record EncoderIdentity(string Name, string Fingerprint, int Dimensions)
{
    private const int ShownDigits = 12;

    /// <summary>The name with the start of the fingerprint, as messages and replies show it.</summary>
    public string Display => $"{Name}@{Fingerprint[..Math.Min(Fingerprint.Length, ShownDigits)]}";
}
