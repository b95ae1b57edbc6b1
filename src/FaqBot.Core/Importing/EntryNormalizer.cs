using System.Globalization;
using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <summary>Brings entries of the input to the rules of a single entry, and notes everything that is not as it was.</summary>
internal sealed partial class EntryNormalizer(ImportOptions options, NoteLog notes)
{
    /// <summary>The name of metadata under which exports carry ids that a format cannot hold.</summary>
    public const string IdMetadata = "faqbot_id";

    /// <summary>Checks an entry.</summary>
    /// <param name="found">The entry as the input has it.</param>
    /// <returns>The entry; null when it was refused, which is noted.</returns>
    public EntryDraft? Normalize(FoundEntry found)
    {
        if (Answer(found) is not { } answer)
        {
            return null;
        }

        EntryDraft draft = new(found) { Answer = answer };
        AddQuestions(found.Questions, draft.Questions);
        AddQuestions(found.NotThis, draft.NotThis);
        if (draft.Questions.Count == 0)
        {
            notes.Refuse(NoteCode.NoQuestion, found.Place, "the entry has no question that can be asked; write one");
            return null;
        }

        NotePlaceholders(draft);
        AddMetadata(draft);
        draft.StatedId = StatedIdOf(found);
        AddSource(draft);
        return draft;
    }

    /// <summary>An id in our writing; null when nothing of it can be one.</summary>
    public static string? IdOf(string stated)
    {
        string id = NoId().Replace(stated.Trim().ToLowerInvariant(), "-").Trim('-', '.', '_');
        id = id.Length > KnowledgeLimits.Id ? id[..KnowledgeLimits.Id] : id;
        return id.Length == 0 ? null : id;
    }

    private string? StatedIdOf(FoundEntry found)
    {
        if (string.IsNullOrWhiteSpace(found.Id))
        {
            return null;
        }

        if (!found.IsOwnId && int.TryParse(found.Id, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && options.Numbers.TryGetValue(number, out string? known))
        {
            found.Id = known;
        }

        string? id = IdOf(found.Id);
        if (id != found.Id.Trim())
        {
            notes.Changed(
                NoteCode.IdChanged, found.Place,
                $"the id '{QnaCells.Shown(found.Id)}' is none of ours (small letters, digits, '.', '_', '-'); it became '{id ?? "a new "
                    + "one"}'");
        }

        return id;
    }

    private void NotePlaceholders(EntryDraft draft)
    {
        // Whoever wrote a knowledge file of ours means what stands there.
        string[] found = draft.Found.IsOwnId ? []
            : [.. draft.Answer.Texts.Values.SelectMany(Placeholders.In).Distinct(StringComparer.Ordinal)];
        if (found.Length > 0)
        {
            string shown = string.Join(", ", found.Select(one => $"'{QnaCells.Shown(one)}'"));
            notes.Changed(
                NoteCode.Placeholder, draft.Found.Answers.Values.First().Place,
                $"the answer holds {shown}, which the service of origin fills in; here it goes out as it is written. Write the answer "
                    + "without it");
        }
    }

    private LocalizedText? Answer(FoundEntry found)
    {
        if (found.Answers.Count == 0)
        {
            notes.Refuse(NoteCode.NoAnswer, found.Place, "the entry has no answer; write one");
        }

        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string language, FoundText answer) in found.Answers)
        {
            if (Answer(found, answer) is { } text)
            {
                texts[language] = text;
            }
        }

        return texts.Count > 0 ? new LocalizedText(texts) : null;
    }

    private string? Answer(FoundEntry found, FoundText answer)
    {
        string text = Controls().Replace(answer.Text.ReplaceLineEndings("\n"), "");
        bool isHtml = found.IsHtml && text.AsSpan().ContainsAny('<', '&');
        if (isHtml || HtmlMarkdown.IsIn(text))
        {
            string markdown = isHtml ? HtmlMarkdown.Of(text) : HtmlMarkdown.Within(text);
            if (markdown != text.Trim())
            {
                notes.Changed(NoteCode.HtmlConverted, answer.Place, "HTML of the answer became Markdown; look at tables and images");
            }

            text = markdown;
        }

        text = text.Trim();
        if (text.Length == 0)
        {
            notes.Refuse(NoteCode.NoAnswer, answer.Place, "the answer is empty; write one");
        }
        else if (text.Contains(TextDecoder.Replacement, StringComparison.Ordinal))
        {
            notes.Refuse(
                NoteCode.DamagedText, answer.Place,
                "the answer holds U+FFFD, which stands for characters that are lost; export it anew, or save the file in UTF-8");
        }
        else if (text.Length > KnowledgeLimits.AnswerLength)
        {
            notes.Refuse(
                NoteCode.LongAnswer, answer.Place,
                $"the answer has {text.Length} characters, at most {KnowledgeLimits.AnswerLength} are allowed; shorten or split it");
        }
        else
        {
            return text;
        }

        return null;
    }

    private void AddQuestions(List<FoundText> found, List<DraftQuestion> questions)
    {
        foreach (FoundText one in found)
        {
            string text = Breaks().Replace(Controls().Replace(one.Text, ""), " ").Trim();
            if (text.Length == 0)
            {
                notes.Refuse(NoteCode.NoQuestion, one.Place, "the question is empty; write one");
            }
            else if (text.Contains(TextDecoder.Replacement, StringComparison.Ordinal))
            {
                notes.Refuse(
                    NoteCode.DamagedText, one.Place,
                    "the question holds U+FFFD, which stands for characters that are lost; export it anew, or save the file in UTF-8");
            }
            else if (!Question.TryParse(text, KnowledgeLimits.QuestionRunes, Language.Other, out Question? question, out string? fault))
            {
                notes.Refuse(NoteCode.BadQuestion, one.Place, $"'{QnaCells.Shown(text)}' cannot be asked: {fault.TrimEnd('.')}");
            }
            else
            {
                questions.Add(new DraftQuestion(one, text, question.MatchKey));
            }
        }
    }

    private void AddMetadata(EntryDraft draft)
    {
        if (draft.Found.Metadata is not { } found)
        {
            return;
        }

        List<KeyValuePair<string, string>> pairs = draft.Metadata = [];
        foreach (FoundPair pair in found)
        {
            if (pair.Name.Equals(IdMetadata, StringComparison.OrdinalIgnoreCase))
            {
                draft.Found.Id = pair.Value;
                draft.Found.IsOwnId = true;
            }
            else if (Pair(pair) is { } sound
                && !pairs.Exists(other => other.Key.Equals(sound.Key, StringComparison.OrdinalIgnoreCase)
                    && other.Value.Equals(sound.Value, StringComparison.OrdinalIgnoreCase)))
            {
                // Names that differ in case are one name, in its first spelling.
                string name = pairs.Find(other => other.Key.Equals(sound.Key, StringComparison.OrdinalIgnoreCase)).Key ?? sound.Key;
                pairs.Add(new KeyValuePair<string, string>(name, sound.Value));
            }
        }

        foreach (KeyValuePair<string, string> pair in pairs.Skip(KnowledgeLimits.MetadataPairs))
        {
            notes.LeftOut(
                NoteCode.TooMuchMetadata, found[0].Place,
                $"'{QnaCells.Shown(pair.Key)}: {QnaCells.Shown(pair.Value)}' is more than the {KnowledgeLimits.MetadataPairs} pairs that "
                    + $"an entry has");
        }

        draft.Metadata = [.. pairs.Take(KnowledgeLimits.MetadataPairs).GroupBy(pair => pair.Key).SelectMany(group => group)];
    }

    private KeyValuePair<string, string>? Pair(FoundPair pair)
    {
        string name = NoName().Replace(pair.Name.Trim(), "_"), value = Controls().Replace(Breaks().Replace(pair.Value, " "), "").Trim();
        if (name.Trim('_').Length == 0 || value.Length == 0 || value.Contains(TextDecoder.Replacement, StringComparison.Ordinal))
        {
            notes.Refuse(
                NoteCode.BadMetadata, pair.Place, $"'{QnaCells.Shown(pair.Name)}: {QnaCells.Shown(pair.Value)}' is no name with a value; "
                    + $"it was left out");
            return null;
        }

        name = name.Length > KnowledgeLimits.MetadataName ? name[..KnowledgeLimits.MetadataName] : name;
        if (name != pair.Name.Trim())
        {
            notes.Changed(
                NoteCode.MetadataRenamed, pair.Place, $"the name '{QnaCells.Shown(pair.Name)}' became '{name}': letters, digits and '_' "
                    + $"make names");
        }

        return new KeyValuePair<string, string>(name, Cut(value, KnowledgeLimits.MetadataValue, "value", pair.Place, notes));
    }

    private void AddSource(EntryDraft draft)
    {
        draft.StatesSource = draft.Found.Source is not null;
        string source = draft.Found.Source?.Trim() ?? options.Source ?? Path.GetFileName(draft.Found.Place.File);
        source = Controls().Replace(Breaks().Replace(source, " "), "").Trim();
        if (source.Contains(TextDecoder.Replacement, StringComparison.Ordinal))
        {
            notes.Refuse(NoteCode.DamagedText, draft.Found.Place,
                "the source holds U+FFFD, which stands for characters that are lost; it was left out");
            source = "";
        }

        draft.Source = source.Length == 0 ? null : Cut(source, KnowledgeLimits.Name, "source", draft.Found.Place, notes);
    }

    /// <summary>A text within the limit of its place.</summary>
    public static string Cut(string text, int most, string what, Place place, NoteLog notes)
    {
        if (text.Length <= most)
        {
            return text;
        }

        notes.Changed(NoteCode.TextCut, place, $"the {what} has {text.Length} characters, of which {most} are kept");
        int end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return text[..end].TrimEnd();
    }

    [GeneratedRegex(@"[^a-z0-9._-]+")]
    private static partial Regex NoId();

    [GeneratedRegex(@"[^\p{L}\p{N}_]")]
    private static partial Regex NoName();

    [GeneratedRegex(@"\s*[\r\n\t\u2028\u2029]+\s*")]
    private static partial Regex Breaks();

    [GeneratedRegex(@"[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]")]
    private static partial Regex Controls();
}
