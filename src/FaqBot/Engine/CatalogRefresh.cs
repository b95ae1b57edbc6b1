using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Engine;

/// <summary>Loads what was published, and says what answers from now on.</summary>
internal sealed partial class CatalogRefresh(PublishedCatalogs catalogs, RerankingStage? reranking, ILogger log)
{
    private Dictionary<(string Id, Deployment Deployment), string> _said = [];

    /// <summary>Loads what was published since the last time; a fault of one is said once.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        (IReadOnlyList<FaqCatalog> loaded, _) = await catalogs.TryRefreshAsync(stoppingToken);
        foreach (FaqCatalog catalog in loaded)
        {
            Say(catalog);
        }

        Dictionary<(string Id, Deployment Deployment), string> said = [];
        foreach (((string Id, Deployment Deployment) key, Exception fault) in catalogs.Faults)
        {
            said[key] = fault.Message;
            if (_said.GetValueOrDefault(key) == fault.Message)
            {
                continue;
            }

            if (fault is StoreException or VersionMismatchException or ModelException)
            {
                CannotLoad(log, key.Id, fault.Message);
            }
            else
            {
                LoadingFailed(log, key.Id, fault);
            }
        }

        _said = said;
    }

    private void Say(FaqCatalog catalog)
    {
        string id = catalog.Identity.KnowledgeBaseId;
        int version = catalog.Identity.Number;
        if (catalogs.HeadOf(id)?.Identity == catalog.Identity)
        {
            Loaded(log, id, version, catalog.Entries.Count, catalog.Questions.Count);
        }
        else
        {
            DraftLoaded(log, id, version);
        }

        if (catalogs.HasLapsedFit(catalog))
        {
            FitLapsed(log, id, version, catalog.Identity.Model.Display);
        }

        if (reranking is null || catalogs.ConfidenceOf(catalog) is not { } confidence)
        {
            return;
        }

        if (!reranking.IsCalibrated(confidence))
        {
            NotCalibrated(log, id, version, reranking.Model.Display);
        }
        else if (confidence.Reranking!.IsNeutral)
        {
            NoHelp(log, id, version, reranking.Model.Display);
        }
    }

    [LoggerMessage(
        4, LogLevel.Information, "Answering from version {Version} of '{KnowledgeBase}': {Entries} entries, {Questions} questions.")]
    private static partial void Loaded(ILogger log, string knowledgeBase, int version, int entries, int questions);

    [LoggerMessage(
        5, LogLevel.Error, "The published version of '{KnowledgeBase}' is not used, what answered before still does: {Reason}")]
    private static partial void CannotLoad(ILogger log, string knowledgeBase, string reason);

    [LoggerMessage(16, LogLevel.Error, "The published version of '{KnowledgeBase}' cannot be loaded, what answered before still does.")]
    private static partial void LoadingFailed(ILogger log, string knowledgeBase, Exception fault);

    [LoggerMessage(10, LogLevel.Information, "Version {Version} of '{KnowledgeBase}' is a draft: it answers tests.")]
    private static partial void DraftLoaded(ILogger log, string knowledgeBase, int version);

    [LoggerMessage(11, LogLevel.Warning,
        "Version {Version} of '{KnowledgeBase}' is answered without reranking: it has no calibration for {Model}; run: calibrate --kb "
        + "{KnowledgeBase} --reranker FOLDER")]
    private static partial void NotCalibrated(ILogger log, string knowledgeBase, int version, string model);

    [LoggerMessage(13, LogLevel.Warning,
        "The confidence that was fitted for '{KnowledgeBase}' belongs to another encoder or build and is not applied; version {Version} is "
        + "judged by that of {Model}. Fit it again: calibrate --kb {KnowledgeBase} --queries QUERIES.tsv, or take it away with --reset.")]
    private static partial void FitLapsed(ILogger log, string knowledgeBase, int version, string model);

    [LoggerMessage(12, LogLevel.Information,
        "Version {Version} of '{KnowledgeBase}' is answered without reranking: {Model} proved to be of no help when it was calibrated.")]
    private static partial void NoHelp(ILogger log, string knowledgeBase, int version, string model);
}
