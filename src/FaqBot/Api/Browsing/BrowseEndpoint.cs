using System.ComponentModel;
using System.Globalization;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Browsing;

/// <summary><c>GET /api/v1/browse</c>: what may be asked, by category, for whoever does not know what to type.</summary>
internal static class BrowseEndpoint
{
    private const int DefaultTop = 50, MostShown = 200;

    public static void MapBrowse(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/browse", BrowseAsync)
            .OpenToAll()
            .WithName("Browse")
            .WithTags("Asking")
            .WithExample("kb", "shop")
            .WithExample("language", "en")
            .WithExample("category", "invoice")
            .WithSummary("List the questions that are answered, by category.")
            .WithDescription(
                "Each in the nearest wording of the language. Entries that answer only in context, not now or not at all are left out. "
                + "Closed by FaqBot:Channels:OfferBrowsing=false.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<BrowseResponse>, ProblemHttpResult>> BrowseAsync(
        [Description("Knowledge base; the service's default one otherwise.")] string? kb,
        [Description("Language to show the questions in: zh-Hans, zh-Hant or en; the owner's otherwise.")] string? language,
        [Description("Only questions of this category.")] string? category,
        [Description("Only questions with these words, at most 100 characters.")] string? q,
        [Description("How many questions to pass over.")] string? skip,
        [Description("Most questions to give, 1 to 200; 50 otherwise.")] string? top,
        AnsweringEngine engine,
        AnsweringOptions options,
        ChannelOptions channels,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!channels.OfferBrowsing)
        {
            return TypedResults.Problem(
                "Browsing is switched off: FaqBot:Channels:OfferBrowsing.", statusCode: StatusCodes.Status404NotFound);
        }

        PublishedCatalogs catalogs = engine.Require().Catalogs;
        RequestFaults faults = new();
        Language shown = Language.Other;
        if (language is { Length: > 0 } && !LanguageTag.TryParse(language, out shown))
        {
            faults.Add("language", "Found another tag, expected zh-Hans, zh-Hant or en.");
        }

        if (q?.EnumerateRunes().Skip(QuestionCompletion.MaxRunes).Any() == true)
        {
            faults.Add("q", $"Found a longer text, expected at most {QuestionCompletion.MaxRunes} characters.");
        }

        foreach ((string name, string? value, int most) in
            (ReadOnlySpan<(string, string?, int)>)[("kb", kb, KnowledgeLimits.Id), ("category", category, KnowledgeLimits.MetadataValue)])
        {
            if (value?.Length > most)
            {
                faults.Add(name, $"Found {value.Length} characters, expected at most {most}.");
            }
        }

        int passed = Number(skip, "skip", 0, KnowledgeLimits.Entries, 0, faults);
        int given = Number(top, "top", 1, MostShown, DefaultTop, faults);
        faults.ThrowIfAny();
        string id = kb is { Length: > 0 } ? kb : options.DefaultKnowledgeBase;
        FaqCatalog catalog = await catalogs.FindAsync(id, Deployment.Production, cancellationToken) ?? throw catalogs.Missing(id);
        DateTimeOffset now = time.GetUtcNow();
        int[] found = Found(catalog, q, now);
        int[] ofCategory = category is { Length: > 0 } ? [.. found.Where(entry => Categories(catalog, entry).Contains(
            category, StringComparer.OrdinalIgnoreCase))] : found;
        return TypedResults.Ok(new BrowseResponse(
            id, catalog.Identity.Number, CategoriesOf(catalog, found, shown), ofCategory.Length,
            [.. ofCategory.Skip(passed).Take(given).Select(entry => RelatedQuestion.Of(catalog, entry, shown))]));
    }

    private static int[] Found(FaqCatalog catalog, string? q, DateTimeOffset now) => string.IsNullOrWhiteSpace(q)
        ? [.. Enumerable.Range(0, catalog.Entries.Count).Where(entry => EntryFilter.None.Allows(catalog.Entries[entry], null, now))]
        : [.. catalog.Completion.Complete(q, null, now, QuestionCompletion.Most).Select(row => catalog.Questions[row].Entry)];

    private static List<BrowsedCategory> CategoriesOf(FaqCatalog catalog, int[] entries, Language language)
    {
        Dictionary<string, int> counts = new(StringComparer.OrdinalIgnoreCase);
        foreach (string value in entries.SelectMany(entry => Categories(catalog, entry)))
        {
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        IReadOnlyList<CategoryName> named = catalog.Knowledge.Categories;
        return
        [
            .. named.Where(category => counts.ContainsKey(category.Value))
                .Select(category => new BrowsedCategory(category.Value, category.Name.For(language), counts[category.Value])),
            .. counts.Where(count => !named.Any(category => category.Value.Equals(count.Key, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => new BrowsedCategory(count.Key, count.Key, count.Value)),
        ];
    }

    private static IEnumerable<string> Categories(FaqCatalog catalog, int entry) => catalog.Entries[entry].Metadata
        .Where(pair => pair.Key.Equals(CategoryName.MetadataName, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value);

    private static int Number(string? text, string name, int least, int most, int otherwise, RequestFaults faults)
    {
        if (text is not { Length: > 0 })
        {
            return otherwise;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
        {
            faults.Add(name, $"Found another value, expected a whole number from {least} to {most}.");
            return otherwise;
        }

        return number;
    }
}
