namespace FaqBot.Indexer.CommandLine;

/// <summary>Unlike <see cref="Progress{T}"/> it calls at once, on the thread that works.</summary>
internal sealed class DirectProgress<T>(Action<T> show) : IProgress<T>
{
    public void Report(T value) => show(value);
}
