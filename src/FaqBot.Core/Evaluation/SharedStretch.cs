using FaqBot.Core.Text;

namespace FaqBot.Core.Evaluation;

/// <summary>Finds what questions of several entries share: asked alone, it names none of them in particular.</summary>
internal static class SharedStretch
{
    private const int FewestCharacters = 2, FewestLetters = 3;

    /// <summary>Finds the stretches.</summary>
    /// <param name="stored">Entry and question.</param>
    /// <returns>Each stretch once, with the entries that have it, two at least.</returns>
    public static IEnumerable<(string Text, IReadOnlyList<string> Entries)> Of(IReadOnlyList<(string Entry, string Question)> stored)
    {
        (string Entry, string Text, List<TextWord> Words)[] questions =
        [
            .. stored.Select(item => (item.Entry, Text: TextNormalizer.Clean(item.Question)))
                .Select(item => (item.Entry, item.Text, TextWords.Of(item.Text))),
        ];
        HashSet<string> found = new(StringComparer.Ordinal);
        for (int one = 0; one < questions.Length; one++)
        {
            for (int other = one + 1; other < questions.Length; other++)
            {
                if (questions[one].Entry != questions[other].Entry
                    && LongestOf(questions[one].Text, questions[one].Words, questions[other].Words) is { } stretch && found.Add(stretch))
                {
                    string[] entries =
                    [
                        .. questions.Where(item => item.Text.Contains(stretch, StringComparison.OrdinalIgnoreCase))
                            .Select(item => item.Entry).Distinct(),
                    ];
                    if (entries.Length > 1)
                    {
                        yield return (stretch, entries);
                    }
                }
            }
        }
    }

    /// <summary>The longest run of words in both, without function words at its ends; null where it says nothing or is a whole
    /// question.</summary>
    private static string? LongestOf(string text, List<TextWord> words, List<TextWord> others)
    {
        (int Length, int Start) longest = default;
        for (int i = 0; i < words.Count; i++)
        {
            for (int j = 0; j < others.Count; j++)
            {
                int length = 0;
                while (i + length < words.Count && j + length < others.Count && words[i + length].Key == others[j + length].Key)
                {
                    length++;
                }

                longest = length > longest.Length ? (length, i) : longest;
            }
        }

        int first = longest.Start, end = longest.Start + longest.Length;
        if (longest.Length == words.Count || longest.Length == others.Count)
        {
            return null;
        }

        while (first < end && IsGeneric(words[first]))
        {
            first++;
        }

        while (first < end && IsGeneric(words[end - 1]))
        {
            end--;
        }

        string stretch = first < end ? text[words[first].Start..words[end - 1].End] : "";
        return stretch.Length >= (stretch.Any(char.IsAsciiLetter) ? FewestLetters : FewestCharacters) ? stretch : null;
    }

    private static bool IsGeneric(TextWord word) => TermAnalyzer.Analyze(word.Key).Terms.All(TermAnalyzer.IsGeneric);
}
