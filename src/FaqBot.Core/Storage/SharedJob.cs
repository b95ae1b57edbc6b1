namespace FaqBot.Core.Storage;

/// <summary>A job of one of the processes that answer from the store, as all of them see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">How far it is, as its process wrote it last.</param>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="IsLost">Whether its process has ended before it did.</param>
public sealed record SharedJob(string Id, string Status, bool IsRunning, bool IsLost);
