using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads the questions and answers that a page states for search engines: JSON-LD, microdata and RDFa of schema.org.</summary>
/// <remarks>Source: <see href="https://schema.org/FAQPage"/>.</remarks>
internal static partial class FaqPage
{
    private const int MostDepth = 24;

    /// <summary>Whether a document holds questions of schema.org.</summary>
    public static bool IsOne(JsonElement root) => QuestionsOf(root, 0).Any();

    /// <summary>Reads a document.</summary>
    public static void Read(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        if (LanguageOf(root, 0) is { } language && QnaSettings.TagOf(language) is not null)
        {
            QnaSettings.Language(language, at(root, "inLanguage"), context);
        }

        foreach (JsonElement question in QuestionsOf(root, 0))
        {
            context.CountRow();
            Place place = at(question, null);
            string[] answers =
            [
                .. question.FindAny("acceptedAnswer", "suggestedAnswer").ItemsOrOne()
                    .Select(answer => answer.Find("text").AsText() ?? answer.AsText())
                    .OfType<string>(),
            ];
            Add(question.FindAny("name", "text").AsText() ?? "", answers.FirstOrDefault() ?? "", place, context);
            foreach (string other in answers.Skip(1))
            {
                context.Notes.LeftOut(NoteCode.OtherAnswer, place, $"'{QnaCells.Shown(other)}' is a further answer; the first one stands");
            }
        }
    }

    /// <summary>Reads a page.</summary>
    /// <param name="file">Name of its file.</param>
    /// <param name="html">The page.</param>
    /// <param name="context">Takes what is found.</param>
    /// <returns>Whether the page states questions.</returns>
    public static bool ReadPage(string file, string html, ReadingContext context)
    {
        using IHtmlDocument page = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true }).ParseDocument(html);
        int before = context.Found.Rows;
        QnaSettings.Language(page.DocumentElement.GetAttribute("lang") is { } tag && QnaSettings.TagOf(tag) is not null ? tag : null,
            new Place(file), context);
        foreach (IElement script in page.QuerySelectorAll("script[type='application/ld+json' i]"))
        {
            Place place = new(file, script.SourceReference?.Position.Line, "application/ld+json");
            if (QnaCells.TryParse(script.TextContent.Trim(), out JsonDocument? document))
            {
                using (document)
                {
                    Read(document.RootElement, (_, _) => place, context);
                }
            }
            else
            {
                context.Notes.Refuse(NoteCode.FileNotRead, place, "the data of the page are not valid JSON and were left out");
            }
        }

        if (context.Found.Rows == before)
        {
            ReadMarked(file, page, "[itemtype$='schema.org/Question' i]", "[itemprop='name' i]", "[itemprop~='text' i]", context);
            ReadMarked(file, page, "[typeof~='Question'], [typeof$=':Question']", "[property='name' i], [property$=':name']",
                "[property='text' i], [property$=':text']", context);
        }

        return context.Found.Rows > before;
    }

    private static void ReadMarked(
        string file, IHtmlDocument page, string questions, string names, string texts, ReadingContext context)
    {
        foreach (IElement question in page.QuerySelectorAll(questions))
        {
            context.CountRow();
            IElement? name = question.QuerySelector(names), text = question.QuerySelector(texts);
            Add(name?.GetAttribute("content") ?? name?.TextContent ?? "", text?.GetAttribute("content") ?? text?.InnerHtml ?? "",
                new Place(file, question.SourceReference?.Position.Line), context);
        }
    }

    private static void Add(string question, string answer, Place place, ReadingContext context)
    {
        if (Placeholder().IsMatch(question) || Placeholder().IsMatch(answer))
        {
            context.LeaveOut(
                NoteCode.OtherKind, place, $"'{QnaCells.Shown(question)}' or its answer is a placeholder of a template, which nobody "
                    + $"filled in");
            return;
        }

        // A page writes the text of a question as HTML as well: &amp; and <b>.
        FoundEntry entry = new(place) { IsHtml = true };
        entry.Questions.Add(new FoundText(Plain(question), place with { Column = "name" }));
        entry.Answer(answer, place with { Column = "acceptedAnswer" });
        context.Add(entry);
    }

    private static string Plain(string html) => html.AsSpan().ContainsAny('<', '&')
        ? new HtmlParser().ParseDocument("<body>" + html).Body!.TextContent : html;

    private static IEnumerable<JsonElement> QuestionsOf(JsonElement json, int depth)
    {
        if (depth > MostDepth)
        {
            return [];
        }

        return json.ValueKind switch
        {
            JsonValueKind.Array => json.EnumerateArray().SelectMany(item => QuestionsOf(item, depth + 1)),
            JsonValueKind.Object when IsOfType(json, "Question") && json.FindAny("acceptedAnswer", "suggestedAnswer").IsThere() => [json],
            JsonValueKind.Object => new[] { json.Find("@graph"), json.Find("mainEntity"), json.Find("mainEntityOfPage"),
                json.Find("hasPart"), json.Find("itemListElement") }
                .SelectMany(part => QuestionsOf(part, depth + 1)),
            _ => [],
        };
    }

    /// <summary>The language that the page of questions states.</summary>
    private static string? LanguageOf(JsonElement json, int depth) =>
        depth > 2 ? null
        : json.ValueKind == JsonValueKind.Array
            ? json.EnumerateArray().Select(item => LanguageOf(item, depth + 1)).FirstOrDefault(tag => tag is not null)
        : json.ValueKind != JsonValueKind.Object ? null
        : IsOfType(json, "FAQPage") ? json.Find("inLanguage").ItemsOrOne().Select(ForeignJson.AsText).FirstOrDefault()
        : LanguageOf(json.Find("@graph"), depth + 1);

    private static bool IsOfType(JsonElement json, string type) => json.Find("@type").ItemsOrOne().Any(
        item => item.AsText() is { } name && (name == type || name.EndsWith($"/{type}", StringComparison.Ordinal)
            || name.EndsWith($":{type}", StringComparison.Ordinal)));

    [GeneratedRegex(@"^\s*(?:\{\{.*\}\}|\{%.*%\}|\{[\w.]+\}|\[\w+\])\s*\z", RegexOptions.Singleline)]
    private static partial Regex Placeholder();
}
