namespace FaqBot.Indexer.CommandLine;

/// <summary>What to tell when the confidence that was fitted for a knowledge base is not applied.</summary>
internal static class LapsedFit
{
    public static string Text(string knowledgeBaseId) =>
        $"The confidence that was fitted for '{knowledgeBaseId}' belongs to another encoder or build and is not applied: "
        + "that of the model is. "
        + $"Fit it again with the questions of the time (calibrate --kb {knowledgeBaseId} --queries QUERIES.tsv), "
        + $"or take it away (calibrate --kb {knowledgeBaseId} --reset).";
}
