using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Importing;

/// <summary><c>import</c>: makes a knowledge file of what other services export, or brings it into one.</summary>
internal sealed class ImportCommand
{
    private readonly Argument<string[]> _files = new("file")
    {
        Description = "Files or folders: exports of other services, tables, pages, knowledge files. docs/import-export.md lists the "
            + "formats.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _input = new("--input", "-i")
    {
        Description = "The same, as an option.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "Knowledge file to write. Default: that of --into." };
    private readonly Option<string> _into = new("--into")
    {
        Description =
        "Knowledge file to bring the input into. Default: a new one is made."
    };

    private readonly Option<string> _mode = new("--mode")
    {
        Description = "merge: adds and changes, removes nothing. replace-all: the file becomes what the input holds. "
            + "replace-source: the entries of one source do.",
        DefaultValueFactory = _ => "merge",
    };

    private readonly Option<string> _source = new("--source")
    {
        Description = "Source of entries that state none, and the one that replace-source replaces. Default: the name of their file.",
    };

    private readonly Option<string> _id = new("--kb", "--id")
    {
        Description = "Id of a new knowledge base; that of the old one keeps clients as they are. Default: as the input says, else its "
            + "name.",
    };

    private readonly Option<string> _name = new("--name") { Description = "Name, such as that of the old project." };

    private readonly Option<string[]> _languages = new("--languages")
    {
        Description = "Languages that it serves: zh-Hans, zh-Hant, en. Default: as the input says, else as its questions read.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _defaultAnswer = new("--default-answer") { Description = "What customers read when nothing fits." };

    private readonly Option<string[]> _columns = new("--columns")
    {
        Description = "Columns of a table, as meaning=column: question=提问 answer=回复 alternates=相似问 id=编号 source=来源; any other meaning "
            + "is the name of metadata.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _encoding = new("--encoding")
    {
        Description = $"Encoding of texts: {string.Join(", ", EncodingNames)}. Default: found.",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse the whole input for one fault." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, and write nothing but the report." };
    private readonly Option<bool> _joinSame = new("--join-same-answers")
    {
        Description = "Make one entry of rows without ids that have the same answer, however short.",
    };

    private readonly Option<bool> _drafts = new("--drafts")
    {
        Description =
        "Take drafts and articles that are not public over, switched off."
    };
    private readonly Option<string> _report =
        new("--report") { Description = "File to write the whole report to, as JSON; '-': print it." };

    private static IEnumerable<string> EncodingNames => ["utf-8", "utf-16", "utf-16be", "gb18030", "big5", "windows-1252"];

    public static Command Create() => new ImportCommand().ToCommand();

    private Command ToCommand()
    {
        _mode.AcceptOnlyFromAmong([.. ImportModeName.All]);
        Command command = new("import", "Make a knowledge file of exports of other services and of tables, or bring them into one.")
        {
            _files, _input, _output, _into, _mode, _source, _id, _name, _languages, _defaultAnswer, _columns, _encoding, _strict,
                _dryRun, _joinSame,
            _drafts, _report,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_files) is not { Length: > 0 } && result.GetValue(_input) is not { Length: > 0 })
            {
                result.AddError("No file is named: import FILE … --output my-faq.json");
            }

            if (result.GetValue(_output) is null && result.GetValue(_into) is null && !result.GetValue(_dryRun))
            {
                result.AddError("Option '--output' is required, unless --into or --dry-run is given.");
            }

            try
            {
                ColumnMapping.Of(result.GetValue(_columns) ?? []);
            }
            catch (FormatException exception)
            {
                result.AddError(exception.Message);
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        ImportOptions options = OptionsOf(parsed);
        string? into = parsed.GetValue(_into);
        KnowledgeBase? present = into is null ? null : FaqFile.Read(into);
        List<ImportFile> files = InputFiles.Read([.. parsed.GetValue(_files) ?? [], .. parsed.GetValue(_input) ?? []], options.Limits);
        (KnowledgeBase? knowledge, ImportReport report) = KnowledgeImport.Run(present, files, options, cancellationToken);
        bool isPrinted = parsed.GetValue(_report) == "-";
        if (parsed.GetValue(_report) is { } path && !isPrinted)
        {
            File.WriteAllBytes(path, report.ToJson());
        }

        ImportText.WriteNotes(report, Console.Error);
        if (!report.Applied || knowledge is null || report.IsEmpty)
        {
            Console.Error.WriteLine(report.Applied
                ? "Nothing of the input became an entry; nothing was written."
                : "The input has faults and the import is strict; nothing was written.");
            Print(isPrinted, report, null);
            return ExitCode.InvalidInput;
        }

        string? target = parsed.GetValue(_dryRun) ? null : parsed.GetValue(_output) ?? into;
        if (target is not null)
        {
            string aside = target + ".new";
            File.WriteAllBytes(aside, FaqFileWriter.Write(knowledge));
            File.Move(aside, target, overwrite: true);
        }

        Print(isPrinted, report, string.Create(
            CultureInfo.InvariantCulture, $"{target ?? "nothing was written"}: {ImportText.Summary(report, knowledge)}"));
        return ExitCode.Success;
    }

    private static void Print(bool isJson, ImportReport report, string? line)
    {
        if (isJson)
        {
            Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(report.ToJson()));
        }
        else if (line is not null)
        {
            Console.Out.WriteLine(line);
        }
    }

    private ImportOptions OptionsOf(ParseResult parsed) => new()
    {
        Mode = ImportModeName.TryParse(parsed.GetValue(_mode), out ImportMode mode) ? mode : default,
        Strict = parsed.GetValue(_strict),
        Source = parsed.GetValue(_source),
        Id = parsed.GetValue(_id),
        Name = parsed.GetValue(_name),
        Languages = parsed.GetValue(_languages) ?? [],
        DefaultAnswer = parsed.GetValue(_defaultAnswer),
        Reading = new ReadingOptions
        {
            Encoding = parsed.GetValue(_encoding),
            JoinsSameAnswers = parsed.GetValue(_joinSame),
            IncludesDrafts = parsed.GetValue(_drafts),
            Columns = ColumnMapping.Of(parsed.GetValue(_columns) ?? []),
        },
    };
}
