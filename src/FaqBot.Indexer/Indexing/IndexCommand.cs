using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Indexing;

/// <summary><c>index</c>: reads knowledge bases, encodes what is new and publishes them.</summary>
internal static class IndexCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create(TimeProvider time)
    {
        Option<string[]> input = new("--input", "-i")
        {
            Description = "Knowledge files (JSON). Default: data/faq.json and data/chitchat.json.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> output = new("--output", "-o") { Description = $"SQLite database to write. {DatabaseFile.Default}" };
        Option<string> model = new("--model", "-m") { Description = "Folder of the encoder. Default: the model that was chosen for the knowledge base, else the bundled one." };
        Option<string> models = ModelPlaces.FolderOption();
        Option<string> remote = new("--remote")
        {
            Description = "Base address of a service that encodes, such as https://api.openai.com/v1. The key comes from FaqBot__Encoder__Remote__ApiKey; "
                + "the other options of FaqBot:Encoder:Remote are read from such variables, too.",
        };
        Option<string> remoteModel = new("--remote-model") { Description = "Name of the model as that service knows it." };
        Option<int?> dimensions = new("--dimensions") { Description = "Components of a vector of that service. Default: what its model gives." };
        Option<VectorFormat> vectors = new("--vectors")
        {
            Description = "float32: exact. int8: a quarter of the size.",
            DefaultValueFactory = _ => VectorFormat.Float32,
        };
        Option<Deployment> deployment = new("--deployment")
        {
            Description = "production: customers are answered from it. test: a draft, which only clients that ask for tests see.",
            DefaultValueFactory = _ => Deployment.Production,
        };
        Option<int> threads = new("--threads") { Description = "Batches that are encoded beside each other, a core each. 0: one for each core, up to 16." };
        Option<bool> check = new("--check") { Description = "Read the whole database for damage first." };
        Option<bool> json = new("--json") { Description = "Print one JSON object a knowledge base, and no progress." };
        remote.Validators.Add(result =>
        {
            if (result.GetResult(model) is { Tokens.Count: > 0 })
            {
                result.AddError("--remote and --model name two encoders, expected one of them.");
            }
        });
        threads.Validators.Add(result =>
        {
            // What is no number is reported by the parser.
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count)
                && count is < 0 or > 64)
            {
                result.AddError("--threads must be 0 to 64.");
            }
        });
        Command command = new("index", "Index knowledge files: a running service answers from them within a second.")
        {
            input, output, model, models, remote, remoteModel, dimensions, vectors, deployment, threads, check, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            string home = HomeFolder.Find();
            string[] files = parsed.GetValue(input) is { Length: > 0 } named
                ? named
                : [.. HomeFolder.SampleFiles.Select(file => Path.Combine(home, file))];

            // On a thread of its own: Ctrl-C is listened to only once this method has returned.
            return Task.Run(
                async () =>
                {
                    await RunAsync(
                        files,
                        DatabaseFile.Of(parsed, output),
                        (parsed.GetValue(model), parsed.GetValue(models), parsed.GetValue(model) is null && parsed.GetValue(remote) is null),
                        new EncoderOptions { ConcurrentRuns = parsed.GetValue(threads) },
                        RemoteSettings.Read(Environment.GetEnvironmentVariables(), parsed.GetValue(remote), parsed.GetValue(remoteModel), parsed.GetValue(dimensions)),
                        (parsed.GetValue(vectors), parsed.GetValue(deployment)),
                        parsed.GetValue(check),
                        parsed.GetValue(json) ? null : new ProgressDisplay(time),
                        time,
                        cancellationToken);
                    return ExitCode.Success;
                },
                cancellationToken);
        });
        return command;
    }

    private static async Task RunAsync(
        string[] files,
        string output,
        (string? Model, string? Library, bool IsDefault) model,
        EncoderOptions encoding,
        RemoteEncoderOptions remote,
        (VectorFormat Vectors, Deployment Deployment) target,
        bool check,
        ProgressDisplay? display,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        // Every file is read before anything is written: a fault in one changes nothing of the others.
        KnowledgeBase[] bases = KnowledgeFiles.Read(files);
        using KnowledgeStore store = KnowledgeStore.Open(output, check);
        using AssignedEncoders encoders = new(store, ModelPlaces.Of(model.Library), model.Model, encoding, remote, time, new WarningLog(Console.Error));

        // All are loaded before anything is written, too.
        await encoders.LoadAsync(bases.Select(knowledge => knowledge.Id), Console.Error, cancellationToken);
        HashSet<VersionIdentity> indexed = [];
        foreach (KnowledgeBase knowledge in bases)
        {
            KnowledgeIndexer indexer = encoders.IndexerOf(knowledge.Id, target.Deployment);
            IndexResult? result = await ShowAsync(
                knowledge.Id, display, async progress => await indexer.IndexAsync(knowledge, target.Vectors, progress, cancellationToken));
            indexed.Add(result!.Version);
        }

        // An encoder is not loaded for nothing.
        if (model.IsDefault && store.Published().Concat(store.Published(Deployment.Test)).Any(version => !indexed.Contains(version.Identity)))
        {
            await RenewAsync(encoders, display, cancellationToken);
        }
    }

    /// <summary>Encodes anew what a former default encoder has left in the database; what was to be indexed is published already.</summary>
    private static async Task RenewAsync(AssignedEncoders encoders, ProgressDisplay? display, CancellationToken cancellationToken)
    {
        (VersionRenewal renewal, OutdatedVersion[] versions) = await encoders.OutdatedAsync(Console.Error, cancellationToken);
        foreach (OutdatedVersion version in versions)
        {
            try
            {
                await ShowAsync(version.KnowledgeBaseId, display, async progress =>
                {
                    RenewedVersion? renewed = await renewal.RenewAsync(version, progress, cancellationToken);
                    if (renewed?.Fit == FormerFit.Lapsed)
                    {
                        Console.Error.WriteLine(LapsedConfidence.NoticeOf(version.KnowledgeBaseId));
                    }

                    return renewed?.Index;
                });
            }
            catch (ModelException exception)
            {
                Console.Error.WriteLine($"Version {version.Version.Number} of '{version.KnowledgeBaseId}' is not encoded anew. {exception.Message}");
            }
        }
    }

    private static async Task<IndexResult?> ShowAsync(string knowledgeBaseId, ProgressDisplay? display, Func<IProgress<IndexProgress>?, Task<IndexResult?>> index)
    {
        if (display is not null)
        {
            return await display.ShowAsync(knowledgeBaseId, index);
        }

        IndexResult? result = await index(null);
        if (result is not null)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(Report(result), Json));
        }

        return result;
    }

    private static object Report(IndexResult result) => new
    {
        kb = result.Version.KnowledgeBaseId,
        version = result.Version.Number,
        changed = result.Changed,
        entries = result.Entries,
        questions = result.Questions,
        encoded = result.Encoded,
        model = result.Version.Model.Name,
        fingerprint = result.Version.Model.Fingerprint,
        contentHash = result.Version.ContentHash,
        elapsedMs = Math.Round(result.Elapsed.TotalMilliseconds),
    };
}
