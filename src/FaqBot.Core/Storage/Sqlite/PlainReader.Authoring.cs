namespace FaqBot.Core.Storage.Sqlite;

/// <content>What owners edit.</content>
internal sealed partial class PlainReader
{
    /// <summary>What owners edit and publish, within the reader's transaction.</summary>
    public AuthoringRows Authoring => new(connection);
}
