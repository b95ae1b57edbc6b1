namespace FaqBot.Core.Importing.Reports;

/// <summary>What a reviewer says of an entry.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Text">The comment.</param>
/// <param name="Row">Where it stands.</param>
public sealed record ReviewComment(string EntryId, string Text, Place Row);
