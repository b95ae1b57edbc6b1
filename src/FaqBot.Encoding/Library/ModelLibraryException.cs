namespace FaqBot.Encoding.Library;

/// <summary>The folder of models does not allow what was asked for; the message lists every fault with what to do.</summary>
public sealed class ModelLibraryException : Exception
{
    /// <summary>Reports faults.</summary>
    /// <param name="summary">What could not be done.</param>
    /// <param name="faults">One line each.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public ModelLibraryException(string summary, IReadOnlyList<string> faults, Exception? inner = null)
        : base($"{summary}:{string.Concat(faults.Select(fault => "\n  - " + fault))}", inner) => Faults = faults;

    /// <summary>The faults.</summary>
    public IReadOnlyList<string> Faults { get; }
}
