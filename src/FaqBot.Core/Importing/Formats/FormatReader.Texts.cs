using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Core.Importing.Formats;

/// <content>Files of text: which format they are by what they hold.</content>
internal sealed partial class FormatReader
{
    private void ReadText(ImportFile file)
    {
        DecodedText decoded = TextDecoder.Decode(file, context.Options.Encoding);
        if (decoded.Damaged)
        {
            context.Notes.Refuse(
                NoteCode.DamagedText, new Place(file.Name),
                $"some bytes are no text in {decoded.Encoding}; what holds them is refused. Save the file in UTF-8, or state its encoding");
        }

        string text = WithoutFrontMatter(decoded.Text);
        string start = text.AsSpan(0, Math.Min(text.Length, 1000)).TrimStart().ToString();
        if (start.Length == 0)
        {
            return;
        }

        string? format = ChatLines.IsOne(start[0], text) ? ReadChats(file, text)
            : start[0] is '{' or '[' && LooksLikeJson(start) ? ReadJson(file, text)
            : start[0] == '<' && LooksLikeHtml(start) ? FaqPage.ReadPage(file.Name, text, context) ? "page with questions of schema.org"
                : Unknown(file)
            : QnaFile.IsOne(text) ? ReadQna(file, text)
            : RasaFiles.IsOne(text) ? ReadRasa(file, text)
            : IsYaml(file.Name, text) ? ReadYaml(file, text)
            : file.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? Postponed(file, decoded)
            : null;
        string[] sample = [];
        if (format is null)
        {
            Table table = new SeparatedText(context.Limits, context.Notes, context.CancellationToken).Read(file.Name, text);
            format = TableFormats.Read(table, context);
            sample = Sample(table);
        }

        if (format is { Length: > 0 })
        {
            Note(file, format, decoded, sample.Length > 0 ? sample : SampleOf(text));
        }
    }

    private string? ReadJson(ImportFile file, string text)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        try
        {
            using JsonLines document = new(utf8, context.Limits.Depth);
            JsonElement root = document.Root;
            Place At(JsonElement json, string? member) =>
                new(file.Name, json.ValueKind == JsonValueKind.Undefined ? null : document.Of(json), member);
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
                $"{file.Name}, line {exception.LineNumber + 1} is no JSON that can be read: {exception.Message.Split(" "
                    + "LineNumber:")[0].TrimEnd('.')}; "
                + "export the file anew or mend the syntax.", exception);
        }
    }

    private string ReadQna(ImportFile file, string text)
    {
        QnaFile.Read(file.Name, text, context);
        return "Bot Framework .qna";
    }

    private string ReadRasa(ImportFile file, string text) => _rasa.Add(file.Name, text, context);

    private string ReadChats(ImportFile file, string text)
    {
        ChatLines.Read(file.Name, text, context);
        return "conversations in lines of JSON";
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

    private string Postponed(ImportFile file, DecodedText text)
    {
        _markdown.Add((file, text));
        return "";
    }

    /// <summary>Reads Markdown when everything else was read: in a folder or an archive with files of another format, it tells people about
    /// them and holds no questions.</summary>
    private void ReadMarkdown(IReadOnlyList<ImportFile> given)
    {
        bool isAlone = _read.Count == 0;
        HashSet<ImportFile> named = [.. given.Where(file => !file.Name.Contains('/', StringComparison.Ordinal))];
        foreach ((ImportFile file, DecodedText decoded) in _markdown)
        {
            bool isAbout = About().IsMatch(Path.GetFileName(file.Name)) && (!isAlone || _markdown.Count > 1);
            if (isAbout || !isAlone && !named.Contains(file))
            {
                context.Notes.LeftOut(
                    NoteCode.OtherKind, new Place(file.Name),
                    "a text in Markdown beside files of another format; import it alone if its headings are questions");
            }
            else if (MarkdownQuestions.Read(file.Name, decoded.Text, context))
            {
                Note(file, "Markdown with questions as headings", decoded, SampleOf(decoded.Text));
            }
            else
            {
                Unknown(file);
            }
        }
    }

    private static string[] SampleOf(string text) =>
        [.. text.Split('\n').Where(line => line.Trim().Length > 0).Take(3).Select(QnaCells.Shown)];

    /// <summary>A page as generators of sites keep it begins with settings between two lines; its lines keep their numbers.</summary>
    private static string WithoutFrontMatter(string text) =>
        text.StartsWith("---", StringComparison.Ordinal) && FrontMatter().Match(text) is { Success: true } match
            ? new string('\n', match.Value.Count(character => character == '\n')) + text[match.Length..] : text;

    [GeneratedRegex(@"\A---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,500}---[ \t]*\r?\n(?=\s*(?:<|\{%))")]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^(?:readme|changelog|changes|license|contributing|code_of_conduct|security)\b", RegexOptions.IgnoreCase)]
    private static partial Regex About();

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
