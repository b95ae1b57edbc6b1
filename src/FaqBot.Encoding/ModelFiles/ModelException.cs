namespace FaqBot.Encoding.ModelFiles;

/// <summary>A model folder cannot be used; the message lists every fault with what was found and what to do.</summary>
public sealed class ModelException : Exception
{
    /// <summary>Reports the faults of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="faults">One line each.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public ModelException(string folder, IReadOnlyList<string> faults, Exception? inner = null)
        : base($"The model in '{folder}' cannot be used:{string.Concat(faults.Select(fault => "\n  - " + fault))}", inner)
    {
    }
}
