namespace FaqBot.Indexer.CommandLine;

/// <summary>What to tell when the confidence that was fitted for a knowledge base is not applied.</summary>
internal static class LapsedConfidence
{
    /// <summary>The notice.</summary>
    /// <param name="id">The knowledge base.</param>
    public static string NoticeOf(string id) =>
        $"The confidence that was fitted for '{id}' belongs to another encoder or build and is not applied: that of the model is. "
        + $"Fit it again with the questions of the time (calibrate --kb {id} --queries QUERIES.tsv), or take it away (calibrate --kb {id} --reset).";
}
