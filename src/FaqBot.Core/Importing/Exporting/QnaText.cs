using System.Globalization;
using System.Text;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>Writes <c>.qna</c> files of the Bot Framework.</summary>
internal static class QnaText
{
    /// <summary>Writes the file.</summary>
    public static byte[] Write(ExportedRows rows)
    {
        StringBuilder text = new();
        Line(text, $"> !# @kb.name = {rows.Knowledge.Name.For(rows.Language).ReplaceLineEndings(" ")}");
        Line(text, "");
        foreach (IReadOnlyList<string> group in rows.Knowledge.Synonyms)
        {
            Line(text, $"${group[0]} : qna-alterations=");
            foreach (string word in group.Skip(1))
            {
                Line(text, $"- {word}");
            }

            Line(text, "");
        }

        HashSet<int> contextOnly = [.. rows.Entries.Where(entry => entry.ContextOnly).Select(entry => rows.NumberOf(entry.Id))];
        HashSet<int> prompted = [.. rows.Entries.SelectMany(entry => rows.PromptsOf(entry).Select(prompt => prompt.Number))];
        foreach (FaqEntry entry in rows.Entries)
        {
            Write(text, entry, rows, contextOnly);
            if (entry.ContextOnly && !prompted.Contains(rows.NumberOf(entry.Id)))
            {
                rows.Notes.LeftOut(
                    NoteCode.NotInFormat, rows.At(entry, "contextOnly"),
                        "no prompt leads to the entry, which is where the format says contextOnly");
            }
        }

        return new UTF8Encoding(false).GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, FaqEntry entry, ExportedRows rows, HashSet<int> contextOnly)
    {
        Line(text, $"> !# @qna.pair.source = {entry.Source ?? "custom editorial"}");
        Line(text, "");
        Line(text, $"<a id = \"{rows.NumberOf(entry.Id).ToString(CultureInfo.InvariantCulture)}\"></a>");
        Line(text, "");
        Line(text, $"# ? {entry.Question}");
        foreach (string alternate in entry.Alternates)
        {
            Line(text, $"- {alternate}");
        }

        KeyValuePair<string, string>[] metadata = [.. ExportedRows.MetadataOf(entry)];
        if (metadata.Length > 0)
        {
            Line(text, "");
            Line(text, "**Filters:**");
            foreach ((string name, string value) in metadata)
            {
                Line(text, $"- {name} = {value}");
            }
        }

        string answer = entry.Answer.For(rows.Language).ReplaceLineEndings("\n");
        if (answer.Contains("```", StringComparison.Ordinal))
        {
            rows.Notes.Changed(NoteCode.NotInFormat, rows.At(entry, "answer"),
                "the first ``` ends an answer there; those of the answer became ~~~");
            answer = answer.Replace("```", "~~~", StringComparison.Ordinal);
        }

        Line(text, "");
        Line(text, "```markdown");
        Line(text, answer);
        Line(text, "```");
        Line(text, "");
        (int Order, int Number, string Text)[] prompts = [.. rows.PromptsOf(entry)];
        if (prompts.Length > 0)
        {
            Line(text, "**Prompts:**");
            foreach ((_, int number, string shown) in prompts)
            {
                string plain = shown.ReplaceLineEndings(" ").Replace('[', '(').Replace(']', ')');
                Line(text, $"- [{plain}](#{number.ToString(CultureInfo.InvariantCulture)}){(contextOnly.Contains(number) ? " "
                    + "`context-only`" : "")}");
            }

            Line(text, "");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
