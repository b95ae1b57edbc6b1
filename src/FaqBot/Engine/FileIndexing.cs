using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Engine;

/// <summary>Indexes the knowledge files that the service is set up with.</summary>
internal sealed partial class FileIndexing(
    KnowledgeStore store, Encoders encoders, KnowledgeOptions options, Func<string, string> pathOf, StorageHealth health,
    TimeProvider time, ILogger log)
{
    /// <summary>Indexes them, again and again while a service that encodes cannot be reached.</summary>
    public async Task RunAsync(bool isBesideAnswering, CancellationToken stoppingToken)
    {
        TimeSpan? pause;
        do
        {
            pause = null;
            foreach (KnowledgeBase knowledge in KnowledgeFiles.Read([.. options.Files.Select(pathOf)]))
            {
                try
                {
                    await IndexAsync(knowledge, stoppingToken);
                }
                catch (ModelException exception)
                {
                    // The model that was chosen for this knowledge base; the others have theirs.
                    NotIndexed(log, exception.Message);
                }
                catch (EncoderUnavailableException exception)
                {
                    NotIndexed(log, exception.Message);
                    pause = exception.RetryAfter;
                }
                catch (BusyException exception)
                {
                    pause = exception.RetryAfter;
                }
                catch (Exception exception) when (isBesideAnswering && !stoppingToken.IsCancellationRequested)
                {
                    CannotIndex(exception);
                }
            }

            await Task.Delay(pause ?? TimeSpan.Zero, time, stoppingToken);
        }
        while (pause is not null);
    }

    /// <summary>Says at once why what answers is not renewed.</summary>
    public void CannotIndex(Exception exception)
    {
        if (exception is StoreException fault)
        {
            health.CannotWrite(fault);
        }

        if (exception is StoreException or InvalidKnowledgeException or IOException or UnauthorizedAccessException)
        {
            NotIndexed(log, exception.Message);
        }
        else
        {
            IndexingFailed(log, exception);
        }
    }

    private async Task IndexAsync(KnowledgeBase knowledge, CancellationToken stoppingToken)
    {
        // A start must not undo what owners have edited since the file was written.
        if (store.HasWorkingCopy(knowledge.Id))
        {
            EditedHere(log, knowledge.Id);
            return;
        }

        ModelAssignment? assignment = store.AssignmentOf(knowledge.Id);
        LoadedEncoder encoder = encoders.Use(assignment?.Model, anew: false);
        try
        {
            KnowledgeIndexer indexer = new(store, encoder.Bulk, time)
            {
                Fitting = ConfidenceFitting.For(encoder.Bulk, encoder.Folder, assignment),
                Teaching = VersionTeaching.For(encoder.Bulk, encoder.Folder, assignment),
            };
            IndexResult result = await indexer.IndexAsync(knowledge, options.Vectors, null, stoppingToken);
            if (result.Changed)
            {
                Indexed(log, knowledge.Id, result.Version.Number, result.Questions, result.Encoded, result.Elapsed.TotalSeconds);
            }
        }
        finally
        {
            encoder.Release();
        }
    }

    [LoggerMessage(3, LogLevel.Information,
        "Indexed '{KnowledgeBase}' as version {Version}: {Questions} questions, {Encoded} encoded, {Seconds:0.0} s.")]
    private static partial void Indexed(ILogger log, string knowledgeBase, int version, int questions, int encoded, double seconds);

    [LoggerMessage(7, LogLevel.Error, "The knowledge files are not indexed, the published versions go on answering: {Reason}")]
    private static partial void NotIndexed(ILogger log, string reason);

    [LoggerMessage(14, LogLevel.Error, "The knowledge files are not indexed, the published versions go on answering.")]
    private static partial void IndexingFailed(ILogger log, Exception exception);

    [LoggerMessage(16, LogLevel.Information,
        "'{KnowledgeBase}' is edited here: its file is not indexed at the start. The command index puts it in place of what was edited.")]
    private static partial void EditedHere(ILogger log, string knowledgeBase);
}
