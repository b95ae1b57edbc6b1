namespace FaqBot.Encoding.Library;

/// <summary>The catalog cannot be used; the message lists every fault.</summary>
public sealed class InvalidCatalogException : Exception
{
    /// <summary>Reports the faults of a catalog.</summary>
    /// <param name="file">The file.</param>
    /// <param name="faults">One line each.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public InvalidCatalogException(string file, IReadOnlyList<string> faults, Exception? inner = null)
        : base($"The model catalog '{file}' has {faults.Count} faults; take it again from the repository or mend it:"
            + string.Concat(faults.Select(fault => "\n  - " + fault)), inner) => Faults = faults;

    /// <summary>The faults.</summary>
    public IReadOnlyList<string> Faults { get; }
}
