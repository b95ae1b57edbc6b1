namespace FaqBot.Encoding.Library.Hubs;

/// <summary>A file that a hub offers.</summary>
/// <param name="Path">Its name, relative to the repository; not checked.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Checksum">Its checksum, where the hub states one.</param>
public sealed record HubFile(string Path, long Bytes, HubChecksum? Checksum);

/// <summary>What a hub offers of a model at one commit.</summary>
/// <param name="Model">The model as it was asked for.</param>
/// <param name="Commit">The commit; null where the hub does not say it.</param>
/// <param name="Licence">The licence as the hub states it, or null.</param>
/// <param name="Files">The files.</param>
public sealed record HubListing(ModelReference Model, string? Commit, string? Licence, IReadOnlyList<HubFile> Files);
