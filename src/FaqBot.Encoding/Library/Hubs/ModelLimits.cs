namespace FaqBot.Encoding.Library.Hubs;

/// <summary>How large models may be: more is refused before it is downloaded.</summary>
internal static class ModelLimits
{
    /// <summary>Most bytes of one file.</summary>
    public const long FileBytes = 16L << 30;

    /// <summary>Most bytes of all files of a model.</summary>
    public const long ModelBytes = 32L << 30;

    /// <summary>Most files that are taken of a model.</summary>
    public const int Files = 128;

    /// <summary>Most bytes of a hub's list of files.</summary>
    public const int ListingBytes = 16 << 20;

    /// <summary>Bytes of the disk that must stay free.</summary>
    public const long SpareBytes = 64L << 20;
}
