using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Bench;

/// <summary>Real questions: the sample shop's own and those of its customers.</summary>
internal static class Questions
{
    /// <summary>The owner's questions: each matches exactly.</summary>
    public static string[] Owned { get; } =
        [.. FaqFile.Read(Path.Combine(BenchContext.Home, "data", "faq.json")).Entries.SelectMany(entry => entry.Questions).Distinct()];

    /// <summary>The owner's answers in Markdown, of some sentences.</summary>
    public static string[] Answers { get; } =
        [.. FaqFile.Read(Path.Combine(BenchContext.Home, "data", "faq.json"))
            .Entries.Select(entry => entry.Answer.For(Language.SimplifiedChinese)).Distinct()];

    /// <summary>Customers' questions in their own words.</summary>
    public static string[] Typed { get; } =
    [
        .. File.ReadLines(Path.Combine(BenchContext.Home, "tests", "data", "shop.queries.tsv")).Skip(1)
            .Select(line => line.Split('\t')[0]).Distinct(),
    ];

    /// <summary>Any number of distinct questions of natural length.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">Number of the first: other numbers give other questions.</param>
    public static IEnumerable<string> Distinct(int count, int first = 0) =>
        Enumerable.Range(first, count).Select(number =>
        {
            string text = Typed[number % Typed.Length];
            return LanguageGuess.Of(text) == Language.English ? $"{text}, order {number}" : $"{text}，订单{number}";
        });
}
