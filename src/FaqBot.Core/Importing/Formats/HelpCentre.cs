using System.Text.Json;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads articles of Zendesk, Freshdesk and Intercom, as their interfaces list them.</summary>
internal static class HelpCentre
{
    /// <summary>The name of the help centre whose articles a document holds; null when it holds none.</summary>
    public static string? FormatOf(JsonElement root) =>
        IsZendesk(ArticlesOf(root, "articles", "article")) ? "Zendesk articles"
        : IsIntercom(ArticlesOf(root, "data", "")) ? "Intercom articles"
        : IsFreshdesk(ArticlesOf(root, "articles", "article")) ? "Freshdesk articles"
        : null;

    /// <summary>Reads a document.</summary>
    public static void Read(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        string format = FormatOf(root)!;
        JsonElement[] articles = ArticlesOf(root, format[0] == 'I' ? "data" : "articles", "article");
        foreach (JsonElement article in articles)
        {
            context.CountRow();
            Place place = at(article, null);
            switch (format[0])
            {
                case 'Z':
                    Zendesk(article, place, context);
                    break;
                case 'I':
                    Intercom(article, place, context);
                    break;
                default:
                    Freshdesk(article, place, context);
                    break;
            }
        }

        string? next = root.Find("next_page").AsText() ?? root.Find("links").Find("next").AsText()
            ?? root.Find("pages").Find("next").AsText();
        if (next is not null)
        {
            context.Notes.LeftOut(
                NoteCode.AddressNotRead, at(root, null), $"the list goes on at '{QnaCells.Shown(next)}'; import that page, too, nothing "
                    + $"is fetched");
        }
    }

    private static JsonElement[] ArticlesOf(JsonElement root, string list, string one) =>
        root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()]
        : root.Find(list) is { ValueKind: JsonValueKind.Array } articles ? [.. articles.EnumerateArray()]
        : root.Find(one) is { ValueKind: JsonValueKind.Object } article ? [article]
        : root.Find("title").IsThere() ? [root]
        : [];

    private static bool IsZendesk(JsonElement[] articles) =>
        articles.FirstOrDefault() is var first && first.Find("title").IsThere() && first.Find("body").IsThere()
        && (first.Find("section_id").IsThere() || first.Find("draft").IsThere() || first.Find("locale").IsThere());

    private static bool IsIntercom(JsonElement[] articles) =>
        articles.FirstOrDefault() is var first && first.Find("title").IsThere() && first.Find("body").IsThere()
        && (first.Find("type").AsText() == "article" || first.Find("workspace_id").IsThere() || first.Find("state").IsThere());

    private static bool IsFreshdesk(JsonElement[] articles) =>
        articles.FirstOrDefault() is var first && first.Find("title").IsThere()
        && (first.Find("description").IsThere() || first.Find("description_text").IsThere());

    private static void Zendesk(JsonElement article, Place place, ReadingContext context)
    {
        bool isPublic = !article.Find("user_segment_id").IsThere() && !article.Find("user_segment_ids").Items().Any();
        if (Start(article, place, !article.Find("draft").IsTrue(), isPublic, context) is { } entry)
        {
            entry.Source = article.Find("html_url").AsText();
            Add(entry, article.Find("title"), article.Find("body"), article.FindAny("locale", "source_locale").AsText(), place);
            Metadata(entry, "label", article.Find("label_names"), place);
            Metadata(entry, "section", article.Find("section_id"), place);
            context.Add(entry);
        }
    }

    private static void Freshdesk(JsonElement article, Place place, ReadingContext context)
    {
        int status = article.Find("status").AsInteger(2);
        if (Start(article, place, status == 2, isPublic: true, context) is { } entry)
        {
            entry.Source = article.FindAny("html_url", "url").AsText();
            Add(entry, article.Find("title"), article.FindAny("description", "description_text"),
                article.FindAny("language", "locale").AsText(), place);
            Metadata(entry, "tag", article.Find("tags"), place);
            Metadata(entry, "folder", article.Find("folder_id"), place);
            context.Add(entry);
        }
    }

    private static void Intercom(JsonElement article, Place place, ReadingContext context)
    {
        if (Start(article, place, article.Find("state").AsText() is null or "published", isPublic: true, context) is not { } entry)
        {
            return;
        }

        entry.Source = article.Find("url").AsText();
        JsonElement translations = article.Find("translated_content");
        string? language = article.Find("default_locale").AsText() ?? (translations.ValueKind == JsonValueKind.Object ? null : "en");
        Add(entry, article.Find("title"), article.Find("body"), language, place);
        if (translations.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty translation in translations.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.Object))
            {
                Place at = place with { Column = $"translated_content.{translation.Name}" };
                bool isPublished = translation.Value.Find("state").AsText() is null or "published";
                if (QnaSettings.TagOf(translation.Name) is null || !isPublished)
                {
                    context.Notes.LeftOut(
                        isPublished ? NoteCode.OtherLanguage : NoteCode.NotPublished, at,
                        $"the translation is {(isPublished ? "of a language that is not told apart here" : "not published")}");
                }
                else
                {
                    Add(entry, translation.Value.Find("title"), translation.Value.Find("body"), translation.Name, at);
                }
            }
        }

        Metadata(entry, "collection", article.FindAny("parent_id"), place);
        context.Add(entry);
    }

    /// <summary>An article that everybody may read; a draft is left out, or taken over switched off when drafts are wanted.</summary>
    private static FoundEntry? Start(JsonElement article, Place place, bool isPublished, bool isPublic, ReadingContext context)
    {
        string title = QnaCells.Shown(article.Find("title").AsText() ?? "");
        string why = isPublic ? "a draft" : "not for everybody";
        if ((!isPublished || !isPublic) && !context.Options.IncludesDrafts)
        {
            context.LeaveOut(NoteCode.NotPublished, place, $"'{title}' is {why}; ask for drafts to take it over, switched off");
            return null;
        }

        FoundEntry entry = new(place) { Id = article.Find("id").AsText(), IsHtml = true, Metadata = [] };
        if (!isPublished || !isPublic)
        {
            entry.Enabled = false;
            context.Notes.Changed(NoteCode.NotPublished, place, $"'{title}' is {why}; it was taken over switched off");
        }

        return entry;
    }

    private static void Add(FoundEntry entry, JsonElement title, JsonElement body, string? locale, Place place)
    {
        if (title.AsText() is { } question && !entry.Questions.Exists(other => other.Text == question))
        {
            entry.Questions.Add(new FoundText(question, place with { Column = "title" }));
        }

        string? text = body.AsText();
        if (!string.IsNullOrWhiteSpace(text))
        {
            string? tag = QnaSettings.TagOf(locale);
            Language guessed = LanguageGuess.Of(text);
            entry.Answers[tag ?? (guessed == Language.Other ? LocalizedText.AnyLanguage : LanguageTag.Of(guessed))] =
                new FoundText(text, place with { Column = "body" });
        }
    }

    private static void Metadata(FoundEntry entry, string name, JsonElement values, Place place)
    {
        foreach (string value in values.ItemsOrOne().Select(ForeignJson.AsText).OfType<string>())
        {
            entry.Metadata!.Add(new FoundPair(name, value, place with { Column = name }));
        }
    }
}
