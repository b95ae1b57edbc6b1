namespace FaqBot.Core.Importing.Files;

/// <summary>Why nothing of a file can be imported.</summary>
public enum ImportFlaw
{
    /// <summary>It is of no format that is read.</summary>
    UnknownFormat,

    /// <summary>It is damaged, or its text is encoded in no way that is read.</summary>
    Unreadable,

    /// <summary>It goes beyond a limit.</summary>
    TooLarge,

    /// <summary>What was asked for does not fit: a column that is not there, a knowledge base without a usable id.</summary>
    BadOptions,
}

/// <summary>Nothing of a file can be imported; nothing was changed.</summary>
/// <param name="flaw">Why.</param>
/// <param name="message">What was found, what is expected, what to do.</param>
/// <param name="inner">What it follows from.</param>
public sealed class ImportException(ImportFlaw flaw, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public ImportFlaw Flaw { get; } = flaw;
}
