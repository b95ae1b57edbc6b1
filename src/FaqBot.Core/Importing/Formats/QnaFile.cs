using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads <c>.qna</c> files of the Bot Framework, and the questions and answers of <c>.lu</c> files.</summary>
/// <remarks>Source: <see href="https://github.com/microsoft/botframework-cli/tree/main/packages/lu"/>.</remarks>
internal sealed partial class QnaFile
{
    private const string Editorial = "custom editorial";

    private readonly string _file;
    private readonly string[] _lines;
    private readonly ReadingContext _context;
    private string _source = Editorial;
    private string? _id;
    private int _line;
    private int _crossTrained;

    private QnaFile(string file, string text, ReadingContext context)
    {
        _file = file;
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        _context = context;
    }

    /// <summary>Whether a text has questions as such files write them.</summary>
    public static bool IsOne(string text) => Heading().IsMatch(text);

    /// <summary>Reads a file.</summary>
    public static void Read(string file, string text, ReadingContext context) => new QnaFile(file, text, context).Read();

    private void Read()
    {
        while (_line < _lines.Length)
        {
            string line = _lines[_line].Trim();
            if (Question().Match(line) is { Success: true } question)
            {
                ReadEntry(question.Groups[1].Value.Trim());
                continue;
            }

            ReadOther(line);
            _line++;
        }

        if (_crossTrained > 0)
        {
            _context.Notes.LeftOut(
                NoteCode.OtherKind, new Place(_file), $"{_crossTrained} entries hand a question over to another recogniser; they were "
                    + $"left out");
        }

        QnaSettings.Language(LocaleOf(_file), new Place(_file), _context);
    }

    private void ReadOther(string line)
    {
        Place place = new(_file, _line + 1);
        if (Meta().Match(line) is { Success: true } meta)
        {
            string value = meta.Groups[2].Value.Trim();
            switch (meta.Groups[1].Value.ToLowerInvariant())
            {
                case "qna.pair.source":
                    _source = value;
                    break;
                case "kb.name":
                    _context.Found.Name ??= value.Length == 0 ? null : new LocalizedText(value);
                    break;
            }
        }
        else if (OldSource().Match(line) is { Success: true } source)
        {
            _source = source.Groups[1].Value.Trim();
        }
        else if (Anchor().Match(line) is { Success: true } anchor)
        {
            _id = anchor.Groups[1].Value;
        }
        else if (Synonym().Match(line) is { Success: true } synonym)
        {
            List<string> words = [synonym.Groups[1].Value.Trim()];
            while (_line + 1 < _lines.Length && Item().Match(_lines[_line + 1].Trim()) is { Success: true } item)
            {
                words.Add(item.Groups[1].Value.Trim());
                _line++;
            }

            _context.Found.Synonyms.Add((words, place));
        }
        else if (Reference().Match(line) is { Success: true } reference)
        {
            _context.Notes.LeftOut(
                NoteCode.AddressNotRead, place,
                $"'{QnaCells.Shown(reference.Groups[1].Value)}' leads to another file or page; nothing is fetched, import that file, too");
        }
        else if (line.Length > 0 && line[0] != '>')
        {
            _context.Notes.LeftOut(
                NoteCode.OtherKind, place, $"'{QnaCells.Shown(line)}' belongs to no question; intents and entities are not read");
        }
    }

    private void ReadEntry(string question)
    {
        _context.CountRow();
        Place place = new(_file, _line + 1);
        FoundEntry entry = new(place) { Id = _id, Source = _source, Metadata = [], Prompts = [], ContextOnly = false };
        _id = null;
        entry.Questions.Add(new FoundText(question, place));
        _line++;
        bool inFilters = false, inPrompts = false, hasAnswer = false;
        for (; _line < _lines.Length; _line++)
        {
            string line = _lines[_line].Trim();
            Place at = new(_file, _line + 1);
            if (Question().IsMatch(line) || Anchor().IsMatch(line) || line.StartsWith("> !#", StringComparison.Ordinal)
                || Synonym().IsMatch(line)
                || OldSource().IsMatch(line) || Intent().IsMatch(line))
            {
                break;
            }

            if (line.StartsWith("```", StringComparison.Ordinal) && !hasAnswer)
            {
                hasAnswer = true;
                entry.Answer(Fenced(), at);
            }
            else if (line.StartsWith("**filters:**", StringComparison.OrdinalIgnoreCase))
            {
                (inFilters, inPrompts) = (true, false);
            }
            else if (line.StartsWith("**prompts:**", StringComparison.OrdinalIgnoreCase))
            {
                (inFilters, inPrompts) = (false, true);
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                string text = item.Groups[1].Value.Trim();
                if (inPrompts || hasAnswer)
                {
                    AddPrompt(entry, text, at);
                }
                else if (inFilters)
                {
                    AddFilter(entry, text, at);
                }
                else
                {
                    entry.Questions.Add(new FoundText(text, at));
                }
            }
            else if (hasAnswer && !inPrompts && line.Length > 0)
            {
                break;
            }
            else if (line.Length > 0 && line[0] != '>')
            {
                _context.Notes.LeftOut(NoteCode.OtherKind, at,
                    $"'{QnaCells.Shown(line)}' is neither a question, a filter, a prompt nor an answer");
            }
        }

        if (question.StartsWith("intent=", StringComparison.OrdinalIgnoreCase)
            && question.Contains("DeferToRecognizer", StringComparison.Ordinal)
            || string.Equals(entry.Source, "crosstrained", StringComparison.OrdinalIgnoreCase))
        {
            _crossTrained++;
            _context.Notes.RowsLeftOut++;
        }
        else
        {
            _context.Add(entry);
        }

        _source = Editorial;
    }

    /// <summary>The text up to the next fence: the first one closes.</summary>
    private string Fenced()
    {
        int start = ++_line;
        while (_line < _lines.Length && !_lines[_line].Trim().StartsWith("```", StringComparison.Ordinal))
        {
            _line++;
        }

        string[] lines = _lines[start..Math.Min(_line, _lines.Length)];
        int indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0)
            .Min();
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : line.TrimStart())).Trim();
    }

    private void AddFilter(FoundEntry entry, string text, Place place)
    {
        if (text.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value])
        {
            entry.Metadata!.Add(new FoundPair(name, value, place));
        }
        else
        {
            _context.Notes.Refuse(NoteCode.BadMetadata, place,
                $"'{QnaCells.Shown(text)}' is no filter, expected name = value; it was left out");
        }
    }

    private void AddPrompt(FoundEntry entry, string text, Place place)
    {
        if (Prompt().Match(text) is not { Success: true } prompt)
        {
            _context.Notes.Refuse(
                NoteCode.BadPrompts, place, $"'{QnaCells.Shown(text)}' is no prompt, expected [text](#id); it was left out");
            return;
        }

        string target = prompt.Groups[2].Value.Trim();
        string question = target.TrimStart('?').Trim();
        bool isId = int.TryParse(target, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _);
        entry.Prompts!.Add(new FoundPrompt(entry.Prompts.Count, new LocalizedText(prompt.Groups[1].Value.Trim()), place)
        {
            TargetId = isId ? target : null,
            TargetQuestion = isId ? null : question,
            MakesContextOnly = prompt.Groups[3].Success,
        });
    }

    private static string? LocaleOf(string file) => Locale().Match(file) is { Success: true } locale ? locale.Groups[1].Value : null;

    [GeneratedRegex(@"^\s*#+\s*\?", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^#+\s*\?(.*)$")]
    private static partial Regex Question();

    [GeneratedRegex(@"^#+\s*[^\s?#]")]
    private static partial Regex Intent();

    [GeneratedRegex(@"^[-*+]\s+(.*)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^>\s*!#\s*@([\w.]+)\s*=(.*)$")]
    private static partial Regex Meta();

    [GeneratedRegex(@"^>\s*Source:\s*(\S.*)$")]
    private static partial Regex OldSource();

    [GeneratedRegex(@"^<a\s+id\s*=\s*[""']?(\d+)[""']?\s*>\s*</a>", RegexOptions.IgnoreCase)]
    private static partial Regex Anchor();

    [GeneratedRegex(@"^\$(.+?)\s*:\s*qna-alterations\s*=\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Synonym();

    [GeneratedRegex(@"^\[[^\]]*\]\(([^)]+)\)\s*$")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\[(.+?)\]\(#(.*?)\)\s*(`context-only`)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"\.([a-z]{2}(?:-[a-z]{2,4})?)\.(?:qna|lu)$", RegexOptions.IgnoreCase)]
    private static partial Regex Locale();
}
