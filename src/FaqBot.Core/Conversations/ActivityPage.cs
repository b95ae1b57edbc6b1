namespace FaqBot.Core.Conversations;

/// <summary>Activities of a conversation that follow each other without a gap.</summary>
/// <param name="First">Number of the first of them.</param>
/// <param name="Activities">The activities as they were stored.</param>
/// <param name="Last">Number of the conversation's last activity, which may lie beyond the page.</param>
public sealed record ActivityPage(long First, IReadOnlyList<byte[]> Activities, long Last)
{
    /// <summary>Number of the page's last activity; of the one before the page while it is empty.</summary>
    public long End => First + Activities.Count - 1;
}
