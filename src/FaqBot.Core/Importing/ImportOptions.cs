using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;

namespace FaqBot.Core.Importing;

/// <summary>What an import does to entries that are there already.</summary>
public enum ImportMode
{
    /// <summary>Entries of the input are added or changed; no entry and no wording is removed.</summary>
    Merge,

    /// <summary>The knowledge base becomes what the input holds.</summary>
    ReplaceAll,

    /// <summary>Entries of one source become what the input holds; those of other sources stay.</summary>
    ReplaceSource,
}

/// <summary>How import modes are written.</summary>
public static class ImportModeName
{
    /// <summary>The names, in the order of the modes.</summary>
    public static IReadOnlyList<string> All { get; } = ["merge", "replace-all", "replace-source"];

    /// <summary>Reads a name, in any case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="mode">The mode.</param>
    /// <returns>Whether there is one of this name.</returns>
    public static bool TryParse(string? name, out ImportMode mode)
    {
        int index = All.Index().Where(one => one.Item.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(one => one.Index).DefaultIfEmpty(-1).First();
        mode = (ImportMode)Math.Max(0, index);
        return index >= 0;
    }
}

/// <summary>How an import is done.</summary>
public sealed record ImportOptions
{
    /// <summary>What becomes of entries that are there already.</summary>
    public ImportMode Mode { get; init; }

    /// <summary>
    /// Whether an entry that is replaced keeps the fields that the input says nothing of, such as other languages and counter-examples;
    /// otherwise they go with what is replaced.
    /// </summary>
    public bool KeepsUnstated { get; init; }

    /// <summary>Numbers by which the writer of the input knows entries that are there, each with the id of the entry.</summary>
    public IReadOnlyDictionary<int, string> Numbers { get; init; } = new Dictionary<int, string>();

    /// <summary>Whether one fault refuses the whole input; otherwise what is faulty is refused, and the rest is taken over.</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// The source that entries get which state none, and that <see cref="ImportMode.ReplaceSource"/> replaces. Null: the name of their
    /// file,
    /// and the sources that the input states.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>Id of a knowledge base that is new; null: as the input states, else by the name of the first file.</summary>
    public string? Id { get; init; }

    /// <summary>Its name; null: as the input states, else what is there, else its id.</summary>
    public string? Name { get; init; }

    /// <summary>Tags of its languages; empty: as the input states, else what is there, else as its questions are written.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Its default answer; null: as the input states, else what is there, else a plain sentence.</summary>
    public string? DefaultAnswer { get; init; }

    /// <summary>How files are read.</summary>
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>What an import may cost.</summary>
    public ImportLimits Limits { get; init; } = new();
}
