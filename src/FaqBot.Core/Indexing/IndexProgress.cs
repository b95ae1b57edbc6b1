namespace FaqBot.Core.Indexing;

/// <summary>How far an indexing run is.</summary>
/// <param name="Done">Questions encoded in this run.</param>
/// <param name="Total">Questions that this run has to encode.</param>
public readonly record struct IndexProgress(int Done, int Total);
