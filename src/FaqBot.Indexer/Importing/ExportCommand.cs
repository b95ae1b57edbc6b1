using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Authoring;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Importing.Exporting;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Importing;

/// <summary><c>export</c>: writes a knowledge base in a format of other services.</summary>
internal sealed class ExportCommand
{
    private const int ShownNotes = 20;

    private readonly Option<string> _input = new("--input", "-i") { Description = "Knowledge file. Default: what --database holds." };
    private readonly Option<string> _database = DatabaseFile.Option("Database with published knowledge bases.");
    private readonly Option<string> _kb = new("--kb")
    {
        Description = "The knowledge base of the database.",
        DefaultValueFactory = _ =>
        "shop"
    };

    private readonly Option<string> _format = new("--format", "-f")
    {
        Description = "json: everything. cqa-json, cqa-tsv, cqa-xlsx, cqa-zip: as Custom Question Answering and QnA Maker exchange them. "
            + "qna: Bot "
            + "Framework. csv: for spreadsheets. batch-test: for the batch test of QnA Maker. review, "
            + "review-csv: a sheet for experts, whose corrections and comments import takes back.",
        DefaultValueFactory = _ => "json",
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "File to write.", Required = true };

    private readonly Option<string> _language = new("--language")
    {
        Description = "Language of answers in formats that hold one: zh-Hans, zh-Hant, en. Default: the first of the knowledge base.",
    };

    private readonly Option<bool> _raw = new("--raw")
    {
        Description = "Write cells that begin with = + - @ as they are; a spreadsheet computes them.",
    };

    private readonly Option<string> _questions = new("--questions")
    {
        Description = "Labelled questions of a batch test, as eval reads them. Default: the wordings of the entries.",
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description = "Write all knowledge bases of the database into one archive, published and drafted, with their labelled questions; "
            + "'index --input' takes it back.",
    };

    private readonly TimeProvider _time;

    private ExportCommand(TimeProvider time) => _time = time;

    public static Command Create(TimeProvider time) => new ExportCommand(time).ToCommand();

    private Command ToCommand()
    {
        _format.AcceptOnlyFromAmong([.. ExportFormatName.All]);
        _language.AcceptOnlyFromAmong("zh-Hans", "zh-Hant", "en");
        Command command = new("export", "Write a knowledge base in a format of other services.")
        {
            _input, _database, _kb, _format, _output, _language, _raw, _questions,
            _all,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_all) && (result.GetValue(_input) is not null || result.GetResult(_format) is { Implicit: false }
                || result.GetResult(_kb) is { Implicit: false }))
            {
                result.AddError("--all writes an archive of the database, expected neither --input, --kb nor --format beside it.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => parsed.GetValue(_all) ? WriteAll(parsed, cancellationToken) : Run(parsed), cancellationToken));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        (KnowledgeBase knowledge, IReadOnlyDictionary<string, int> numbers) = Open(parsed);
        ExportedFile exported = KnowledgeExport.Write(knowledge, new ExportOptions
        {
            Format = ExportFormatName.TryParse(parsed.GetValue(_format), out ExportFormat format) ? format : default,
            Language = parsed.GetValue(_language),
            Raw = parsed.GetValue(_raw),
            Numbers = numbers,
            TestQuestions = parsed.GetValue(_questions) is { } file ? Labelled(file, knowledge) : [],
        });
        foreach (ImportNote note in exported.Notes.Take(ShownNotes))
        {
            Console.Error.WriteLine(note);
        }

        if (exported.Notes.Count > ShownNotes)
        {
            Console.Error.WriteLine($"… and {(exported.Notes.Count - ShownNotes).ToString(CultureInfo.InvariantCulture)} more");
        }

        string target = parsed.GetValue(_output)!, aside = target + ".new";
        File.WriteAllBytes(aside, exported.Content);
        File.Move(aside, target, overwrite: true);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{target}: {exported.Entries} of {knowledge.Entries.Count} entries"));
        return ExitCode.Success;
    }

    private int WriteAll(ParseResult parsed, CancellationToken cancellationToken)
    {
        using KnowledgeStore store = OpenStore(parsed);
        string target = parsed.GetValue(_output)!, aside = target + ".new";
        IReadOnlyList<ArchivedKnowledge> all;
        using (FileStream file = File.Create(aside))
        {
            all = KnowledgeArchive.Write(store, new WorkingCopies(store, _time), file, _time, cancellationToken);
        }

        using (FileStream file = File.OpenRead(aside))
        {
            // Read as who takes it back reads it: what is not whole does not count.
            KnowledgeArchive.Read(target, file, cancellationToken);
        }

        File.Move(aside, target, overwrite: true);
        foreach (ArchivedKnowledge one in all)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {one.Id}\t{one.Entries} entries\t{(one.Published is { } number ? $"version {number}" : "not published")}"
                + $"{(one.HasDraft && one.Published is not null ? " and a draft" : "")}\t{one.Labelled} labelled questions"));
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {all.Count} knowledge bases"));
        return ExitCode.Success;
    }

    private KnowledgeStore OpenStore(ParseResult parsed)
    {
        StorePlace database = DatabaseFile.Of(parsed, _database);
        if (database.ConnectionString is null && !File.Exists(database.Path))
        {
            throw new StoreException(database.Name, StoreFault.Missing,
                "there is no such file; index first, or name a knowledge file with --input");
        }

        return KnowledgeStore.Open(database);
    }

    private (KnowledgeBase Knowledge, IReadOnlyDictionary<string, int> Numbers) Open(ParseResult parsed)
    {
        if (parsed.GetValue(_input) is { } file)
        {
            return (FaqFile.Read(file), new Dictionary<string, int>());
        }

        string id = parsed.GetValue(_kb)!;
        using KnowledgeStore store = OpenStore(parsed);
        StoredVersion version = store.Load(id) ?? throw new StoreException(
            store.Path, StoreFault.Missing, $"it does not hold the knowledge base '{id}'");
        Dictionary<string, int> numbers = version.Knowledge.Entries.Zip(version.EntryNumbers)
            .ToDictionary(pair => pair.First.Id, pair => pair.Second, StringComparer.Ordinal);
        return (store.ContentOf(version), numbers);
    }

    private static (string Question, string EntryId)[] Labelled(string file, KnowledgeBase knowledge) =>
    [
        .. EvaluationFiles.Read([file], [], 0, knowledge).Where(question => question.Entry is not null)
            .Select(question => (question.Question.Original, question.Entry!)),
    ];
}
