namespace FaqBot.Core.Storage.Relational;

/// <content>What owners edit.</content>
internal sealed partial class PlainReader
{
    /// <summary>What owners edit and publish, within the reader's transaction.</summary>
    public AuthoringRows Authoring => new(connection);
}
