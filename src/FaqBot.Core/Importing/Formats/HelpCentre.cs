using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads articles of Zendesk, Freshdesk and Intercom, as their interfaces list them.</summary>
internal static partial class HelpCentre
{
    private const int MostLookedAt = 1_000;

    private static readonly string[] Lists = ["articles", "data", "results"];

    /// <summary>The name of the help centre whose articles a document holds; null when it holds none.</summary>
    public static string? FormatOf(JsonElement root)
    {
        // The first article may be a draft without a text.
        JsonElement[] articles = [.. ArticlesOf(root).Take(MostLookedAt).Where(article => article.Find("title").IsThere())];
        return Array.Exists(articles, IsZendesk) ? "Zendesk articles"
            : Array.Exists(articles, IsIntercom) ? "Intercom articles"
            : Array.Exists(articles, IsFreshdesk) ? "Freshdesk articles"
            : null;
    }

    /// <summary>Reads a document.</summary>
    public static void Read(JsonElement root, Func<JsonElement, string?, Place> at, ReadingContext context)
    {
        string format = FormatOf(root)!;
        int count = 0;
        foreach (JsonElement article in ArticlesOf(root))
        {
            count++;
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

        if (root.ValueKind == JsonValueKind.Object && FurtherPage(root, count) is { } next)
        {
            context.Notes.LeftOut(
                NoteCode.AddressNotRead, at(root, null), $"the list goes on {next}; import that page, too, nothing is fetched");
        }
    }

    /// <summary>Where a list goes on, in the words of a sentence; null where it is whole.</summary>
    private static string? FurtherPage(JsonElement root, int count)
    {
        JsonElement pages = root.Find("pages"), next = pages.Find("next");
        string? address = root.Find("next_page").AsText() ?? root.Find("links").Find("next").AsText() ?? next.AsText();
        if (address is not null)
        {
            return $"at '{QnaCells.Shown(address)}'";
        }

        int page = pages.Find("page").AsInteger(root.Find("page").AsInteger(0));
        int total = pages.Find("total_pages").AsInteger(root.Find("page_count").AsInteger(0));
        return total > page && page > 0 ? $"on page {page + 1} of {total}"
            : next.Find("starting_after").AsText() is { } after ? $"after '{QnaCells.Shown(after)}'"
            : root.Find("meta").Find("has_more").IsTrue() ? "on a further page"
            : page == 0 && root.Find("total_count").AsInteger(0) is var all && all > count ? $"after {count} of {all} articles"
            : null;
    }

    private static IEnumerable<JsonElement> ArticlesOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return root.Items().Where(article => article.ValueKind == JsonValueKind.Object);
        }

        foreach (string name in Lists)
        {
            // A search of Intercom has the articles one member deeper.
            JsonElement list = root.Find(name);
            list = list.ValueKind == JsonValueKind.Object ? list.Find("articles") : list;
            if (list.ValueKind == JsonValueKind.Array)
            {
                return list.Items().Where(article => article.ValueKind == JsonValueKind.Object);
            }
        }

        JsonElement[] lists =
            [.. root.EnumerateObject().Select(member => member.Value).Where(value => value.ValueKind == JsonValueKind.Array)];
        return root.Find("article") is { ValueKind: JsonValueKind.Object } one ? [one]
            : root.Find("title").IsThere() ? [root]
            : lists is [var only] ? only.Items().Where(article => article.ValueKind == JsonValueKind.Object)
            : [];
    }

    private static bool IsZendesk(JsonElement article) => article.Has("body")
        && (article.Find("section_id").IsThere() || article.Find("draft").IsThere() || article.Find("locale").IsThere());

    private static bool IsIntercom(JsonElement article) => article.Has("body")
        && (article.Find("type").AsText() == "article" || article.Find("workspace_id").IsThere() || article.Find("state").IsThere());

    private static bool IsFreshdesk(JsonElement article) =>
        article.Find("description").IsThere() || article.Find("description_text").IsThere();

    private static void Zendesk(JsonElement article, Place place, ReadingContext context)
    {
        bool isPublic = !article.Find("user_segment_id").IsThere() && !article.Find("user_segment_ids").Items().Any();
        if (Start(article, place, !article.Find("draft").IsTrue(), isPublic, context) is not { } entry)
        {
            return;
        }

        entry.Source = article.Find("html_url").AsText();
        string? locale = article.FindAny("locale", "source_locale").AsText();
        AddVersions(
            entry,
            [
                new Version(locale, article.Find("title"), article.Find("body"), place),
                .. article.Find("translations").Items().Where(translation => translation.ValueKind == JsonValueKind.Object)
                    .Select(translation => new Version(
                        translation.Find("locale").AsText(), translation.Find("title"), translation.Find("body"),
                        place with { Column = $"translations.{translation.Find("locale").AsText()}" })
                    {
                        IsPublished = !translation.Find("draft").IsTrue() && !translation.Find("hidden").IsTrue(),
                    }),
            ],
            context);
        Metadata(entry, "label", article.Find("label_names"), place);
        Metadata(entry, "section", article.Find("section_id"), place);
        AddOrJoin(entry, locale, place, context);
    }

    private static void Freshdesk(JsonElement article, Place place, ReadingContext context)
    {
        int status = article.Find("status").AsInteger(2);
        if (Start(article, place, status == 2, isPublic: true, context) is { } entry)
        {
            entry.Source = article.FindAny("html_url", "url").AsText();
            AddVersions(
                entry,
                [
                    new Version(article.FindAny("language", "locale").AsText(), article.Find("title"),
                        article.FindAny("description", "description_text"), place),
                ],
                context);
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

        // A help centre of one language states none but in its addresses.
        string? locale = article.Find("default_locale").AsText()
            ?? (LocaleOfAddress().Match(entry.Source ?? "") is { Success: true } match ? match.Groups[1].Value : null);
        AddVersions(
            entry,
            [
                new Version(locale, article.Find("title"), article.Find("body"), place),
                .. translations.ValueKind != JsonValueKind.Object ? [] : translations.EnumerateObject()
                    .Where(member => member.Value.ValueKind == JsonValueKind.Object)
                    .Select(member => new Version(
                        member.Name, member.Value.Find("title"), member.Value.Find("body"),
                        place with { Column = $"translated_content.{member.Name}" })
                    {
                        IsPublished = member.Value.Find("state").AsText() is null or "published",
                    }),
            ],
            context);
        Metadata(entry, "collection", article.Find("parent_id"), place);
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

    private static void Metadata(FoundEntry entry, string name, JsonElement values, Place place)
    {
        foreach (string value in values.ItemsOrOne().Select(ForeignJson.AsText).OfType<string>())
        {
            entry.Metadata!.Add(new FoundPair(name, value, place with { Column = name }));
        }
    }

    [GeneratedRegex(@"/([a-z]{2}(?:-[A-Za-z]{2,4})?)/articles/")]
    private static partial Regex LocaleOfAddress();
}
