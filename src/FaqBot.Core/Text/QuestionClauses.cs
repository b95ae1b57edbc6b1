using System.Text.RegularExpressions;

namespace FaqBot.Core.Text;

/// <summary>Finds the clauses of a text that each ask something: 退款多久到账？另外发票怎么开.</summary>
/// <remarks>
/// Greetings, stories and reasons are no clauses of their own: within a sentence they belong to the clause that follows, else they are left
/// out. Whether clauses ask for different things only a search can tell. Thread-safe.
/// </remarks>
public static partial class QuestionClauses
{
    /// <summary>Most clauses; of a text with more the first count.</summary>
    public const int Most = 3;

    // What is left without the words that nearly every question has must name something: not 怎么退, how is it.
    private const int FewestCharacters = 2;

    // Who writes more tells a story.
    private const int LongestText = 400;

    private static readonly char[] Marks = [' ', '，', ',', '?', '？', '.', '。', '!', '！', '、', ';', '；', ':', '：'];

    /// <summary>Splits a text.</summary>
    /// <param name="text">The question: see <see cref="Question.Essence"/>.</param>
    /// <returns>Its clauses in order, at least two; none when it asks but one thing.</returns>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText || !Parting().IsMatch(text))
        {
            return [];
        }

        List<string> clauses = [];
        string told = "";
        bool afterSemicolon = false;
        foreach (Match sentence in Sentence().Matches(text))
        {
            // What the next sentence adds to is a request, be it not worded as one.
            bool adds = afterSemicolon || Addition().IsMatch(sentence.Value);
            if (told.Length > 0 && adds)
            {
                Add(told, clauses);
            }

            told = AddClauses(sentence.Value, adds && (told.Length > 0 || clauses.Count > 0), clauses);
            afterSemicolon = sentence.Value.AsSpan().TrimEnd() is [.., ';' or '；'];
        }

        clauses.RemoveAll(clause => !NamesSomething(clause));
        return clauses.Count < 2 ? [] : clauses[..Math.Min(Most, clauses.Count)];
    }

    /// <summary>Adds the clauses of a sentence.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="adds">Whether it adds to what was asked before, and so asks itself.</param>
    /// <param name="clauses">Receives the clauses.</param>
    /// <returns>What it tells without asking; empty where it asks.</returns>
    private static string AddClauses(string sentence, bool adds, List<string> clauses)
    {
        bool isQuestion = sentence.AsSpan().TrimEnd() is [.., '?' or '？'];
        string open = "";
        foreach (string part in Parts(sentence))
        {
            Match addition = Addition().Match(part);
            string rest = part[addition.Length..].Trim();
            if (rest.Length == 0)
            {
                continue;
            }

            // What adds to it ends a clause, be it only a request; without a word that adds, both sides must ask.
            if (open.Length > 0 && (addition.Success || (Asks(open) && Asks(rest))))
            {
                Add(open, clauses);
                open = rest;
            }
            else
            {
                open = open.Length == 0 ? rest : $"{open},{rest}";
            }
        }

        if (!isQuestion && !adds && !Asks(open) && !Addition().IsMatch(sentence))
        {
            return open;
        }

        Add(open, clauses);
        return "";
    }

    private static bool NamesSomething(string clause)
    {
        ulong[] terms = [.. TermAnalyzer.Analyze(clause).Terms.Where(term => !TermAnalyzer.IsGeneric(term))];
        return terms.Count(TermAnalyzer.IsSingle) >= FewestCharacters || terms.Any(TermAnalyzer.IsLatin);
    }

    private static void Add(string clause, List<string> clauses)
    {
        string text = Leading().Replace(clause, "").Trim(Marks);
        if (PolitePhrases.Strip(text) is { Length: > 0 } essence)
        {
            clauses.Add(essence);
        }
    }

    /// <summary>What stands between commas, and before and after words that join two questions.</summary>
    private static IEnumerable<string> Parts(string sentence)
    {
        foreach (string part in Comma().Split(sentence))
        {
            string rest = part;
            foreach (Match joint in Joint().Matches(part))
            {
                int at = joint.Index - (part.Length - rest.Length);
                if (at > 0 && Asks(rest[..at]) && Asks(rest[(at + joint.Length)..]))
                {
                    yield return rest[..at];
                    rest = rest[(at + joint.Length)..];
                }
            }

            yield return rest;
        }
    }

    private static bool Asks(string clause) => Asking().IsMatch(clause);

    // Without a sign, a blank or a Chinese word that joins there is but one clause.
    [GeneratedRegex(
        @"[?？。!！;；,，\s]|另外|还有|還有|以及|并且|並且|而且|顺便|順便|同时|同時|和|跟|与|與|再", RegexOptions.CultureInvariant,
            matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Parting();

    [GeneratedRegex(
        @"\A\W*(?:(?:and|so|then|but)\b\W+)+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Leading();

    // A point within a number or a name ends nothing.
    [GeneratedRegex(@"(?:[^?？。!！;；\n.]|\.(?!\s|\z))+[?？。!！;；\n.]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Sentence();

    // A blank between Chinese characters parts them as a comma does.
    [GeneratedRegex(
        @"[，、]|,(?!\d)|(?<=\p{IsCJKUnifiedIdeographs}) (?=\p{IsCJKUnifiedIdeographs})|\s+[-–—]\s+",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Comma();

    [GeneratedRegex(
        @"另外|还有|還有|以及|并且|並且|而且|顺便|順便|同时|同時|和|跟|与|與|再|\b(?:and also|and then|and|also|plus|by the way|btw)\b|[&+]",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Joint();

    [GeneratedRegex(
        @"\A\s*(?:(?:还有|還有|另外|此外|顺便|順便|以及|并且|並且|而且|同时|同時|对了|對了|再就是|再者|其次|还想|還想|也想)(?:[，,：:\s]|再?(?:请|請)?(?:问|問)(?:一下|一問|下)?|也)*"
        + @"|(?:and also|also|plus|by the way|btw|additionally|another (?:thing|question)|one more (?:thing|question)|secondly|oh and)\b[\s,:]*(?:i(?:'d| would) (?:also )?like to know\b)?)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Addition();

    [GeneratedRegex(
        @"怎|咋|啥|什么|什麼|甚麼|吗|嗎|呢|多少|多久|多长|多長|多大|几|幾|哪|谁|誰|如何|何时|何時|为何|為何|是否|能否|可否|有没有|有沒有|([\p{IsCJKUnifiedIdeographs}])[不没沒]\1"
        + @"|我想|我要|想要|帮我|幫我|麻烦|麻煩|给我|給我"
        + @"|\A\W*(?:(?:and|so|then|but|or|if so)\W+)*(?:how|what|when|where|which|who|whose|why|can|could|do|does|did|is|are|will|would|should|may|am|was|has|have|i want|i need|i(?:'d| would) like|please|help|tell me)\b"
        + @"|\b(?:how (?:do|can|to|long|much|many|soon|often)|what(?:'s| is| are| do| does)|where (?:do|can|is|are)|when (?:will|do|does|can)|can (?:i|you|we)|do (?:i|you))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Asking();
}
