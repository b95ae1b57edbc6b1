using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads Markdown as RAGFlow does: headings are questions, with those above them, and what stands below is the answer.</summary>
internal static partial class MarkdownQuestions
{
    /// <summary>Reads a text.</summary>
    /// <returns>Whether it has headings with texts below.</returns>
    public static bool Read(string file, string text, ReadingContext context)
    {
        List<(int Level, string Text)> headings = [];
        List<string> answer = [];
        Place? place = null;
        bool inFence = false, any = false;
        int number = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n').Append("# "))
        {
            number++;
            inFence ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (inFence || Heading().Match(line) is not { Success: true } heading)
            {
                answer.Add(line);
                continue;
            }

            any |= Add(headings, answer, place, context);
            int level = heading.Groups[1].Length;
            headings.RemoveAll(other => other.Level >= level);
            headings.Add((level, heading.Groups[2].Value.Trim()));
            place = new Place(file, number);
            answer.Clear();
        }

        return any;
    }

    private static bool Add(List<(int Level, string Text)> headings, List<string> answer, Place? place, ReadingContext context)
    {
        string text = string.Join('\n', answer).Trim();
        if (place is not { } at || headings.Count == 0 || text.Length == 0)
        {
            return false;
        }

        context.CountRow();
        FoundEntry entry = new(at);
        string own = headings[^1].Text;

        // A heading that asks stands for itself; a word below a question needs it.
        entry.Questions.Add(new FoundText(headings.Count == 1 || own.EndsWith('?') || own.EndsWith('？')
            ? own : string.Join(' ', headings.Skip(headings[0].Level == 1 && headings.Count > 2 ? 1 : 0)
                .Select(heading => heading.Text)), at));
        entry.Answer(text, at with { Row = at.Row + 1 });
        context.Add(entry);
        return true;
    }

    [GeneratedRegex(@"^(#{1,6})\s+(.*?)\s*#*\s*$")]
    private static partial Regex Heading();
}
