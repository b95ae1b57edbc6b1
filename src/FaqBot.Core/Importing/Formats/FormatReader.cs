using System.Text.Json;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Finds what each file is, by what it holds rather than by its name, and has the reader of that format read it.</summary>
internal sealed class FormatReader(ReadingContext context)
{
    private static readonly string[] Skipped = [".ds_store", "thumbs.db", "package.json"];

    private readonly List<ImportedFile> _read = [];
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
            throw new ImportException(ImportFlaw.TooLarge, $"There are {files.Count} files, at most {context.Limits.Files} are read at once.");
        }

        ReadAll(files, depth: 0);
        if (_rasa.Any)
        {
            _rasa.Join(context);
        }

        if (_read.Count == 0)
        {
            string found = context.Notes.Notes.Count > 0 ? $" {context.Notes.Notes[0]}." : "";
            throw new ImportException(
                ImportFlaw.UnknownFormat,
                $"{string.Join(", ", files.Take(3).Select(file => file.Name))} holds nothing that is read.{found} Expected a table of questions and "
                + "answers, an export of a service, or a knowledge file; docs/import-export.md lists the formats.");
        }
    }

    private void ReadAll(IReadOnlyList<ImportFile> files, int depth)
    {
        if (DialogflowAgent.IsOne(files))
        {
            DialogflowAgent.Read(files, ParseIntent, context);
            _read.Add(new ImportedFile(files[0].Name.Split("/agent.json")[0], "Dialogflow ES agent", "utf-8", Guessed: false, []));
            return;
        }

        foreach (ImportFile file in files)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            string name = Path.GetFileName(file.Name);
            if (Skipped.Contains(name.ToLowerInvariant()) || file.Name.Contains("__MACOSX/", StringComparison.Ordinal) || file.Content.IsEmpty)
            {
                continue;
            }

            Read(file, depth);
        }
    }

    private void Read(ImportFile file, int depth)
    {
        if (file.Content.Length > context.Limits.FileBytes)
        {
            throw new ImportException(
                ImportFlaw.TooLarge, $"{file.Name} has {file.Content.Length} bytes, at most {context.Limits.FileBytes} are read; split it.");
        }

        if (Workbook.IsOld(file.Content.Span))
        {
            ReadWorkbook(file);
        }
        else if (Archive.IsOne(file.Content.Span))
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
        List<ImportFile> parts = Archive.Unpack(file, context.Limits, context.Budget, context.CancellationToken);
        if (Workbook.IsOne(parts))
        {
            ReadWorkbook(file);
        }
        else if (depth >= context.Limits.ArchiveDepth)
        {
            throw new ImportException(
                ImportFlaw.TooLarge, $"{file.Name} lies more than {context.Limits.ArchiveDepth} archives deep; such an archive is not read.");
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

    private void ReadText(ImportFile file)
    {
        DecodedText decoded = TextDecoder.Decode(file, context.Options.Encoding);
        if (decoded.Damaged)
        {
            context.Notes.Refuse(
                NoteCode.DamagedText, new Place(file.Name),
                $"some bytes are no text in {decoded.Encoding}; what holds them is refused. Save the file in UTF-8, or state its encoding");
        }

        string text = decoded.Text;
        string start = text.AsSpan(0, Math.Min(text.Length, 1000)).TrimStart().ToString();
        if (start.Length == 0)
        {
            return;
        }

        string? format = start[0] is '{' or '[' && LooksLikeJson(start) ? ReadJson(file, text)
            : start[0] == '<' && LooksLikeHtml(start) ? FaqPage.ReadPage(file.Name, text, context) ? "page with questions of schema.org" : Unknown(file)
            : QnaFile.IsOne(text) ? ReadQna(file, text)
            : RasaFiles.IsOne(text) ? ReadRasa(file, text)
            : IsYaml(file.Name, text) ? ReadYaml(file, text)
            : file.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? ReadMarkdown(file, text)
            : null;
        IReadOnlyList<string> sample = [];
        if (format is null)
        {
            Table table = new SeparatedText(context.Limits, context.Notes, context.CancellationToken).Read(file.Name, text);
            format = TableFormats.Read(table, context);
            sample = Sample(table);
        }

        if (format is { Length: > 0 })
        {
            Note(file, format, decoded, sample.Count > 0 ? sample : [.. text.Split('\n').Where(line => line.Trim().Length > 0).Take(3).Select(QnaCells.Shown)]);
        }
    }

    private string? ReadJson(ImportFile file, string text)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        try
        {
            using JsonLines document = new(utf8, context.Limits.Depth);
            JsonElement root = document.Root;
            Place At(JsonElement json, string? member) => new(file.Name, json.ValueKind == JsonValueKind.Undefined ? null : document.Of(json), member);
            if (root.Find("formatVersion").IsThere() && root.Find("entries").IsThere())
            {
                OwnKnowledge.Read(file.Name, FaqFile.ParseLocated(utf8, file.Name), context);
                return "knowledge file";
            }

            if (QnaBot.IsDocument(root))
            {
                QnaBot.Read(root, At, context);
                return "QnABot export";
            }

            if (WeKnoraJson.IsOne(root))
            {
                WeKnoraJson.Read(root, At, context);
                return "WeKnora";
            }

            if (BotpressJson.IsOne(root))
            {
                BotpressJson.Read(root, At, context);
                return "Botpress 12";
            }

            if (FaqPage.IsOne(root))
            {
                FaqPage.Read(root, At, context);
                return "questions of schema.org";
            }

            if (HelpCentre.FormatOf(root) is { } helpCentre)
            {
                HelpCentre.Read(root, At, context);
                return helpCentre;
            }

            if (QnaJson.ListOf(root).ValueKind == JsonValueKind.Array)
            {
                QnaJson.Read(root, At, context);
                return root.Find("assets").IsThere() ? "Custom Question Answering export" : "QnA Maker document";
            }

            return Unknown(file);
        }
        catch (JsonException exception)
        {
            throw new ImportException(
                ImportFlaw.Unreadable,
                $"{file.Name}, line {exception.LineNumber + 1} is no JSON that can be read: {exception.Message.Split(" LineNumber:")[0].TrimEnd('.')}; "
                + "export the file anew or mend the syntax.", exception);
        }
    }

    private string ReadQna(ImportFile file, string text)
    {
        QnaFile.Read(file.Name, text, context);
        return "Bot Framework .qna";
    }

    private string ReadRasa(ImportFile file, string text)
    {
        _rasa.Add(file.Name, text, context);
        return "Rasa training data (Markdown)";
    }

    private string? ReadYaml(ImportFile file, string text)
    {
        if (YamlText.Read(file.Name, text, context) is not YamlMappingNode root)
        {
            return Unknown(file);
        }

        if (ChatterBotCorpus.IsOne(root))
        {
            ChatterBotCorpus.Read(file.Name, root, context);
            return "ChatterBot corpus";
        }

        if (RasaFiles.IsOne(root))
        {
            _rasa.Add(file.Name, root, context);
            return "Rasa";
        }

        return Unknown(file);
    }

    private string? ReadMarkdown(ImportFile file, string text) =>
        MarkdownQuestions.Read(file.Name, text, context) ? "Markdown with questions as headings" : Unknown(file);

    private JsonDocument? ParseIntent(ImportFile file)
    {
        DecodedText decoded = TextDecoder.Decode(file, context.Options.Encoding);
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

    private void Note(ImportFile file, string format, DecodedText? decoded, IReadOnlyList<string> sample)
    {
        _read.Add(new ImportedFile(file.Name, format, decoded?.Encoding, decoded?.Guessed ?? false, sample));
        if (decoded is { Guessed: true })
        {
            context.Notes.Changed(
                NoteCode.EncodingGuessed, new Place(file.Name),
                $"the text was read as {decoded.Encoding}; its first line is '{(sample.Count == 0 ? "" : sample[0])}'. State the encoding if that "
                + "is wrong");
        }
    }

    private static string[] Sample(Table table) =>
        [.. table.Rows.Take(3).Select(row => string.Join(" | ", row.Cells.Select(QnaCells.Shown)))];

    private static bool LooksLikeJson(string start)
    {
        string rest = start[1..].TrimStart();
        return rest.Length == 0 || rest[0] is '"' or '{' or '[' or ']' or '}' or '/' or '\'';
    }

    private static bool LooksLikeHtml(string start) =>
        start.Contains("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
        || start.Contains("<script", StringComparison.OrdinalIgnoreCase) || start.Contains("<div", StringComparison.OrdinalIgnoreCase)
        || start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!--", StringComparison.Ordinal)
        || start.Contains("itemscope", StringComparison.OrdinalIgnoreCase);

    private static bool IsYaml(string name, string text) =>
        name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("version:", StringComparison.Ordinal) || text.StartsWith("categories:", StringComparison.Ordinal)
        || text.StartsWith("nlu:", StringComparison.Ordinal) || text.StartsWith("conversations:", StringComparison.Ordinal);
}
