namespace FaqBot.Encoding.Building;

/// <summary>How far a build is.</summary>
/// <param name="Written">Bytes of the graph and its weights that are written.</param>
/// <param name="Total">Bytes that they will have.</param>
public readonly record struct BuildProgress(long Written, long Total);
