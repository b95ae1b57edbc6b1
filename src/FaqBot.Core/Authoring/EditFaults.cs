using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Authoring;

/// <summary>An edit would break rules of the knowledge base; nothing was changed.</summary>
/// <param name="faults">All faults.</param>
public sealed class InvalidEditException(IReadOnlyList<Fault> faults) : Exception(
    $"Found {faults.Count} fault{(faults.Count == 1 ? "" : "s")}; nothing was changed:"
        + string.Concat(faults.Take(MostShown).Select(fault => $"\n  {fault}")))
{
    private const int MostShown = 100;

    /// <summary>All faults, each with its path.</summary>
    public IReadOnlyList<Fault> Faults { get; } = faults;
}

/// <summary>What is to be edited is not what its editor looked at; nothing was changed.</summary>
/// <param name="what">What it is.</param>
/// <param name="entry">The entry as it is now; null when it is not there, or the settings are meant.</param>
/// <param name="revision">Its present revision; null when it is not there.</param>
/// <param name="last">Who changed it last, as far as is known.</param>
public sealed class EditConflictException(string what, WorkingEntry? entry, int? revision, ChangeSet? last) : Exception(
    (revision is { } found ? $"Found revision {found} of {what}, expected another" : $"Found no {what}, expected one")
        + (last is null ? "" : $": '{last.By.Author}' changed it")
        + "; look at it, then send what it should be with its present revision.")
{
    /// <summary>The entry as it is now, or null.</summary>
    public WorkingEntry? Entry { get; } = entry;

    /// <summary>Its present revision, or null.</summary>
    public int? Revision { get; } = revision;

    /// <summary>Who changed it last, or null.</summary>
    public ChangeSet? Last { get; } = last;
}

/// <summary>There is no such thing in a knowledge base; nothing was changed.</summary>
/// <param name="message">What was found, expected, and what to do.</param>
public sealed class NotThereException(string message) : Exception(message);

/// <summary>What is asked for does not fit what is there; nothing was changed.</summary>
/// <param name="message">What was found, expected, and what to do.</param>
public sealed class EditRefusedException(string message) : Exception(message);
