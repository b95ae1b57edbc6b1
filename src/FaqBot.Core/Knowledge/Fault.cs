using FaqBot.Core.Files;

namespace FaqBot.Core.Knowledge;

/// <summary>Something wrong in a file of knowledge.</summary>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="EntryId">The entry concerned, or null.</param>
/// <param name="Problem">What was found and what is expected.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Fault(int Line, string? EntryId, string Problem, string Remedy)
{
    /// <summary>Where it is in what was sent, such as <c>alternates[2]</c>; null where lines tell.</summary>
    public string? Path { get; init; }

    private string Place => Path switch
    {
        null => $"line {Line}",
        "" => "it",
        _ => Path,
    };

    /// <inheritdoc />
    public override string ToString() => $"{Place}{(EntryId is null ? "" : $", entry '{EntryId}'")}: {Problem}. {Remedy}.";
}

/// <summary>A file of knowledge cannot be used; the message lists every fault.</summary>
public sealed class InvalidKnowledgeException : Exception
{
    /// <summary>Reports the faults of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="faults">All faults, in the order of their lines.</param>
    public InvalidKnowledgeException(string file, IReadOnlyList<Fault> faults)
        : base(Describe(file, faults))
    {
        File = file;
        Faults = faults;
    }

    private InvalidKnowledgeException(IReadOnlyList<InvalidKnowledgeException> several)
        : base(string.Join('\n', several.Select(one => one.Message)))
    {
        File = string.Join(", ", several.Select(one => one.File));
        Faults =
        [
            .. several.SelectMany(one => one.Faults.Select(fault => fault with { Path = fault.Path ?? $"{one.File}: line {fault.Line}" })),
        ];
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>All faults, in the order of their lines.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>Joins the reports of several files.</summary>
    /// <param name="several">The reports, at least one.</param>
    /// <returns>One report.</returns>
    internal static InvalidKnowledgeException Together(IReadOnlyList<InvalidKnowledgeException> several) =>
        several.Count == 1 ? several[0] : new InvalidKnowledgeException(several);

    private static string Describe(string file, IReadOnlyList<Fault> faults)
    {
        string shown = FaultLines.Join(faults.Select(fault => $"{file}: {fault}"), "  ");
        return $"'{file}' has {faults.Count} fault{(faults.Count == 1 ? "" : "s")}; nothing was changed:\n{shown}";
    }
}
