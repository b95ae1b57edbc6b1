namespace FaqBot.Encoding.Library;

/// <summary>How far a download is.</summary>
/// <param name="File">The file that is being downloaded.</param>
/// <param name="Done">Bytes of all files that are there, also from an earlier run.</param>
/// <param name="Total">Bytes of all files.</param>
/// <param name="Received">Bytes that came over the network in this run: what the rate is told by.</param>
/// <param name="Note">Why nothing comes for a while, or null.</param>
public readonly record struct PullProgress(string File, long Done, long Total, long Received, string? Note);

/// <summary>What a pull did.</summary>
/// <param name="Model">The installed model.</param>
/// <param name="Changed">False if it was there already.</param>
/// <param name="Notes">Files that were left out on purpose, one line each.</param>
/// <param name="Downloaded">Bytes that came over the network in this run.</param>
/// <param name="Elapsed">Time it took.</param>
public sealed record PullResult(InstalledModel Model, bool Changed, IReadOnlyList<string> Notes, long Downloaded, TimeSpan Elapsed);
