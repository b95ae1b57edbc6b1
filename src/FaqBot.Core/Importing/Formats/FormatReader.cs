using System.Text.Json;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Finds what each file is, by what it holds rather than by its name, and has the reader of that format read it.</summary>
internal sealed partial class FormatReader(ReadingContext context)
{
    private static readonly string[] Skipped = [".ds_store", "thumbs.db", "package.json"];

    private readonly List<ImportedFile> _read = [];
    private readonly List<(ImportFile File, DecodedText Text)> _markdown = [];
    private readonly RasaFiles _rasa = new();

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<ImportedFile> Files => _read;

    /// <summary>Reads all files of an import.</summary>
    /// <param name="files">The files.</param>
    /// <exception cref="ImportException">A file cannot be read, or none is of a format that is read.</exception>
    public void Read(IReadOnlyList<ImportFile> files)
    {
        if (files.Count > context.Limits.Files)
        {
            throw new ImportException(ImportFlaw.TooLarge,
                $"There are {files.Count} files, at most {context.Limits.Files} are read at once.");
        }

        ReadAll(files, depth: 0);
        if (_rasa.Any)
        {
            _rasa.Join(context);
        }

        ReadMarkdown(files);

        if (_read.Count == 0)
        {
            string found = context.Notes.Notes.Count > 0 ? $" {context.Notes.Notes[0]}." : "";
            throw new ImportException(
                ImportFlaw.UnknownFormat,
                $"{string.Join(", ", files.Take(3).Select(file => file.Name))} holds nothing that is read.{found} Expected a table of "
                    + $"questions and "
                + "answers, an export of a service, or a knowledge file; docs/import-export.md lists the formats.");
        }
    }

    private void ReadAll(IReadOnlyList<ImportFile> files, int depth)
    {
        HashSet<ImportFile> done = [.. BotFolder.Others(files, context)];
        foreach (string root in DialogflowAgent.Roots(files))
        {
            ImportFile[] agent = [.. files.Where(file => DialogflowAgent.Holds(root, file))];
            DialogflowAgent.Read(root, agent, ParseIntent, context);
            _read.Add(new ImportedFile(
                root.Length == 0 ? "agent.json" : root.TrimEnd('/'), "Dialogflow ES agent", "utf-8", Guessed: false, []));
            done.UnionWith(agent);
        }

        foreach (ImportFile file in files.Where(file => !done.Contains(file)))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            string name = Path.GetFileName(file.Name);
            if (Skipped.Contains(name.ToLowerInvariant()) || file.Name.Contains("__MACOSX/", StringComparison.Ordinal)
                || file.Content.IsEmpty)
            {
                continue;
            }

            try
            {
                Read(file, depth);
            }
            catch (ImportException exception) when (files.Count > 1 && exception.Flaw is ImportFlaw.Unreadable or ImportFlaw.UnknownFormat)
            {
                context.Notes.Refuse(NoteCode.FileNotRead, new Place(file.Name), exception.Message.TrimEnd('.'));
            }
        }
    }

    private void Read(ImportFile file, int depth)
    {
        if (file.Content.Length > context.Limits.FileBytes)
        {
            throw new ImportException(
                ImportFlaw.TooLarge, $"{file.Name} has {file.Content.Length} bytes, at most {context.Limits.FileBytes} are read; split "
                    + $"it.");
        }

        if (Workbook.IsOld(file.Content.Span))
        {
            ReadWorkbook(file);
        }
        else if (Archive.IsOne(file.Content.Span) || GzipArchive.IsOne(file.Content.Span))
        {
            ReadArchive(file, depth);
        }
        else if (file.Name.Contains("/UnstructuredContent/", StringComparison.OrdinalIgnoreCase))
        {
            context.Notes.LeftOut(
                NoteCode.UnstructuredText, new Place(file.Name),
                $"a text of {file.Content.Length} bytes without questions has no place here; write questions and answers from it");
        }
        else
        {
            ReadText(file);
        }
    }

    private void ReadArchive(ImportFile file, int depth)
    {
        bool isZip = Archive.IsOne(file.Content.Span);
        List<ImportFile> parts = isZip ? Archive.Unpack(file, context.Limits, context.Budget, context.CancellationToken)
            : GzipArchive.Unpack(file, context.Limits, context.Budget, context.CancellationToken);
        if (isZip && Workbook.IsOne(parts))
        {
            ReadWorkbook(file);
        }
        else if (depth >= context.Limits.ArchiveDepth)
        {
            throw new ImportException(
                ImportFlaw.TooLarge, $"{file.Name} lies more than {context.Limits.ArchiveDepth} archives deep; such an archive is not "
                    + $"read.");
        }
        else
        {
            ReadAll(parts, depth + 1);
        }
    }

    private void ReadWorkbook(ImportFile file)
    {
        List<Table> tables = new Workbook(context.Limits, context.Budget, context.Notes, context.CancellationToken).Read(file);
        List<string> formats = [];
        foreach (Table table in tables)
        {
            if (TableFormats.Read(table, context) is { } format)
            {
                formats.Add(format);
            }
        }

        if (formats.Count > 0)
        {
            Note(file, $"workbook: {string.Join(", ", formats.Distinct())}", null, Sample(tables[0]));
        }
    }

    private JsonDocument? ParseIntent(ImportFile file)
    {
        DecodedText decoded = TextDecoder.Decode(file, context.Options.Encoding);
        if (string.IsNullOrWhiteSpace(decoded.Text))
        {
            context.LeaveOut(NoteCode.FileNotRead, new Place(file.Name), "the file is empty");
            return null;
        }

        if (QnaCells.TryParse(decoded.Text, out JsonDocument? document))
        {
            return document;
        }

        context.Refuse(NoteCode.FileNotRead, new Place(file.Name), "the file is no JSON that can be read and was left out");
        return null;
    }

    /// <summary>Notes a file that is none; the others are read.</summary>
    private string Unknown(ImportFile file)
    {
        context.Notes.LeftOut(
            NoteCode.FileNotRead, new Place(file.Name), "the file holds no questions and answers in a format that is read");
        return "";
    }

    private void Note(ImportFile file, string format, DecodedText? decoded, string[] sample)
    {
        _read.Add(new ImportedFile(file.Name, format, decoded?.Encoding, decoded?.Guessed ?? false, sample));
        if (decoded is { Guessed: true })
        {
            context.Notes.Changed(
                NoteCode.EncodingGuessed, new Place(file.Name),
                $"the text was read as {decoded.Encoding}; its first line is '{(sample.Length == 0 ? "" : sample[0])}'. State the "
                    + $"encoding if that "
                + "is wrong");
        }
    }

    private static string[] Sample(Table table) =>
        [.. table.Rows.Take(3).Select(row => string.Join(" | ", row.Cells.Select(QnaCells.Shown)))];
}
