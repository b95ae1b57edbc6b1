using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Library;

namespace FaqBot.Engine;

/// <summary>Writes the question log beside the answers, and deletes from time to time what is too old.</summary>
internal sealed partial class QuestionLogging(
    QuestionLog questions, AnsweringEngine engine, TimeProvider time, ILogger<QuestionLogging> log) : BackgroundService
{
    /// <summary>Adds the log. It is to be added before what answers, and so stops after it.</summary>
    /// <param name="services">The service's parts.</param>
    public static IServiceCollection AddTo(IServiceCollection services) => services
        .AddSingleton(provider =>
        {
            QuestionLogOptions options = provider.GetRequiredService<QuestionLogOptions>();
            StorageOptions storage = provider.GetRequiredService<StorageOptions>();
            StorePlace place = storage.IsOnServer && options.Path is null
                ? storage.Place(path => path)
                : new StorePlace(Path.GetFullPath(options.FileBeside(storage.Path), HomeFolder.Find()));
            return new QuestionLog(
                place, options, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<QuestionLog>>());
        })
        .AddSingleton<QuestionTotals>()
        .AddSingleton<LoggedQuestions>()
        .AddHostedService<QuestionLogging>();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Task.Run(() => questions.RunAsync(stoppingToken), CancellationToken.None),
        Task.Run(() => PurgeAsync(stoppingToken), CancellationToken.None));

    private async Task PurgeAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Purge(stoppingToken);
                await Task.Delay(questions.Options.PurgeInterval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
    }

    private void Purge(CancellationToken stoppingToken)
    {
        try
        {
            // While the service is still loading, the next turn does it.
            int rows = questions.Purge(stoppingToken) + (engine.Loaded?.PurgeFeedback(questions.Privacy.KeptSince) ?? 0);
            if (rows > 0)
            {
                Purged(log, rows);
            }
        }
        catch (StoreException exception)
        {
            CannotPurge(log, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Deleted {Rows} rows of the question log and of feedback that were too old.")]
    private static partial void Purged(ILogger log, int rows);

    [LoggerMessage(2, LogLevel.Error, "What is too old stays in the question log for now: {Reason}")]
    private static partial void CannotPurge(ILogger log, string reason);
}
