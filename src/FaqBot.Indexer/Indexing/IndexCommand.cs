using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Running;
using FaqBot.Indexer.CommandLine;
using FaqBot.Indexer.Models;

namespace FaqBot.Indexer.Indexing;

/// <summary><c>index</c>: reads knowledge bases, encodes what is new and publishes them.</summary>
internal sealed class IndexCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Option<string[]> _input = new("--input", "-i")
    {
        Description = "Knowledge files (JSON), or archives of 'export --all', whose drafts and labelled questions come back, too. Default: "
            + "data/faq.json and data/chitchat.json.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _database = DatabaseFile.Option("SQLite database to write.", isWritten: true);

    private readonly Option<string> _model = new("--model", "-m")
    {
        Description = "Folder of the encoder. Default: the model that was chosen for the knowledge base, else the bundled one.",
    };

    private readonly Option<string> _models = ModelPlaces.FolderOption();

    private readonly Option<string> _remote = new("--remote")
    {
        Description = "Base address of a service that encodes, such as https://api.openai.com/v1. "
            + "The key comes from FaqBot__Encoder__Remote__ApiKey; "
            + "the other options of FaqBot:Encoder:Remote are read from such variables, too.",
    };

    private readonly Option<string> _remoteModel = new("--remote-model") { Description = "Name of the model as that service knows it." };

    private readonly Option<int?> _dimensions = new("--dimensions")
    {
        Description = "Components of a vector of that service. Default: what its model gives.",
    };

    private readonly Option<VectorFormat> _vectors = new("--vectors")
    {
        Description = "float32: exact. int8: a quarter of the size.",
        DefaultValueFactory = _ => VectorFormat.Float32,
    };

    private readonly Option<Deployment> _deployment = new("--deployment")
    {
        Description = "production: customers are answered from it. test: a draft, which only clients that ask for tests see.",
        DefaultValueFactory = _ => Deployment.Production,
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Batches that are encoded beside each other, a core each. 0: one for each core, up to 16.",
    };

    private readonly Option<bool> _check = new("--check") { Description = "Read the whole database for damage first." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object a knowledge base, and no progress." };
    private readonly TimeProvider _time;

    private IndexCommand(TimeProvider time) => _time = time;

    public static Command Create(TimeProvider time) => new IndexCommand(time).ToCommand();

    private Command ToCommand()
    {
        _vectors.CompletedBy<VectorFormat, VectorFormat>();
        _deployment.CompletedBy<Deployment, Deployment>();
        _remote.Validators.Add(CheckOneEncoder);
        _threads.Validators.Add(CheckThreads);
        Command command = new("index", "Index knowledge files: a running service answers from them within a second.")
        {
            _input, _database, _model, _models, _remote, _remoteModel, _dimensions, _vectors, _deployment, _threads, _check, _json,
        };

        // On a thread of its own: Ctrl-C is listened to only once this method has returned.
        command.SetAction((parsed, cancellationToken) => Task.Run(() => RunAsync(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private void CheckOneEncoder(OptionResult result)
    {
        if (result.GetResult(_model) is { Tokens.Count: > 0 })
        {
            result.AddError("--remote and --model name two encoders, expected one of them.");
        }
    }

    private static void CheckThreads(OptionResult result)
    {
        // What is no number is reported by the parser.
        if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count)
            && count is < 0 or > 64)
        {
            result.AddError("--threads must be 0 to 64.");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        EncoderChoice encoders = EncodersOf(parsed);

        // Every file is read before anything is written: a fault in one changes nothing of the others.
        ILookup<bool, string> files = FilesOf(parsed).ToLookup(IsArchive);
        ArchivedKnowledge[] archived = [.. files[true].SelectMany(file => ReadArchive(file, cancellationToken))];
        KnowledgeBase[] bases =
        [
            .. KnowledgeFiles.Read([.. files[false]]), .. archived.Select(one => one.ToPublish()).OfType<KnowledgeBase>(),
        ];
        if (bases.GroupBy(one => one.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InvalidDataException(
                $"Found the knowledge base '{twice.Key}' twice, expected each once; leave one of the files out.");
        }

        using KnowledgeStore store = KnowledgeStore.Open(DatabaseFile.Of(parsed, _database), parsed.GetValue(_check));
        IndexTarget target = new(parsed.GetValue(_deployment), parsed.GetValue(_vectors));
        IndexRun run = new(store, encoders, target, _time, new WarningLog(Console.Error))
        {
            RenewsOthers = parsed.GetValue(_model) is null && parsed.GetValue(_remote) is null,
        };
        IndexDisplay display = parsed.GetValue(_json) ? PrintJsonAsync : new ProgressDisplay(_time).ShowAsync;
        await run.RunAsync(bases, display, note => Console.Error.WriteLine(IndexNoteText.Of(note)), cancellationToken);
        string source = ChangeOrigin.Import(Path.GetFileName(files[true].FirstOrDefault()) ?? "");
        foreach ((string id, ChangeSet? set) in KnowledgeArchive.Restore(
            store, new WorkingCopies(store, _time), [.. archived.Where(one => one.HasDraft || one.Labelled > 0)],
            new Authorship(CallerName.CommandLine, source), _time))
        {
            if (set is not null && !parsed.GetValue(_json))
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id}: {set.Count} changes of the draft"));
            }
        }

        return ExitCode.Success;
    }

    private static bool IsArchive(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        using FileStream content = File.OpenRead(file);
        return content.ReadByte() == 'P' && content.ReadByte() == 'K';
    }

    private static IReadOnlyList<ArchivedKnowledge> ReadArchive(string file, CancellationToken cancellationToken)
    {
        using FileStream content = File.OpenRead(file);
        return KnowledgeArchive.Read(file, content, cancellationToken);
    }

    private string[] FilesOf(ParseResult parsed) => parsed.GetValue(_input) is { Length: > 0 } named
        ? named
        : [.. HomeFolder.SampleFiles.Select(file => Path.Combine(HomeFolder.Find(), file))];

    private EncoderChoice EncodersOf(ParseResult parsed)
    {
        ModelPlaces places = ModelPlaces.Of(parsed.GetValue(_models));
        return new EncoderChoice(places.Library, places.BundledModel)
        {
            Named = parsed.GetValue(_model),
            Remote = RemoteSettings.Read(
                Environment.GetEnvironmentVariables(),
                parsed.GetValue(_remote),
                parsed.GetValue(_remoteModel),
                parsed.GetValue(_dimensions)),
            Options = new EncoderOptions { ConcurrentRuns = parsed.GetValue(_threads) },
        };
    }

    private static async Task<IndexResult?> PrintJsonAsync(
        string knowledgeBaseId, Func<IProgress<IndexProgress>?, Task<IndexResult?>> index)
    {
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
        taught = TeachingText.Report(result.Version),
        elapsedMs = Math.Round(result.Elapsed.TotalMilliseconds),
    };
}
