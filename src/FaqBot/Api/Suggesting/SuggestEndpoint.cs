using System.ComponentModel;
using System.Globalization;
using System.Text;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Suggesting;

/// <summary><c>GET /api/v1/suggest</c>: completes what is being typed.</summary>
internal static class SuggestEndpoint
{
    private const int DefaultTop = 5;

    public static void MapSuggest(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/suggest", SuggestAsync)
            .OpenToAll()
            .WithName("Suggest")
            .WithTags("Asking")
            .WithExample("q", "退货")
            .WithExample("kb", "shop")
            .WithSummary("Complete a question that is being typed.")
            .WithDescription(
                "By the words of stored questions, Chinese ones also by pinyin or its initials. Only entries that answer now are given.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<SuggestResponse>> SuggestAsync(
        [Description("What is typed so far, 1 to 100 characters.")] string? q,
        [Description("Knowledge base; the service's default one otherwise.")] string? kb,
        [Description("Most questions to give, 1 to 20; 5 otherwise.")] string? top,
        [Description("Language of the questions: zh-Hans, zh-Hant or en; any otherwise.")] string? language,
        AnsweringEngine engine,
        AnsweringOptions options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        LoadedEngine loaded = engine.Require();
        loaded.Admit(LoadKind.Suggest);
        RequestFaults faults = new();
        if (string.IsNullOrWhiteSpace(q) || q.EnumerateRunes().Take(QuestionCompletion.MaxRunes + 1).Count() > QuestionCompletion.MaxRunes)
        {
            faults.Add("q", $"Found no text or a longer one, expected 1 to {QuestionCompletion.MaxRunes} characters.");
        }

        if (kb?.Length > KnowledgeLimits.Id)
        {
            faults.Add("kb", $"Found {kb.Length} characters, expected at most {KnowledgeLimits.Id}.");
        }

        int most = DefaultTop;
        if (top is { Length: > 0 }
            && !(int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out most)
                && most is >= 1 and <= QuestionCompletion.Most))
        {
            faults.Add("top", $"Found another value, expected a whole number from 1 to {QuestionCompletion.Most}.");
        }

        Language stated = default;
        if (language is { Length: > 0 } && !LanguageTag.TryParse(language, out stated))
        {
            faults.Add("language", "Found another tag, expected zh-Hans, zh-Hant or en.");
        }

        faults.ThrowIfAny();
        string id = kb is { Length: > 0 } ? kb : options.DefaultKnowledgeBase;
        FaqCatalog catalog = await loaded.Catalogs.FindAsync(id, Deployment.Production, cancellationToken)
            ?? throw loaded.Catalogs.Missing(id);
        IReadOnlyList<int> rows = catalog.Completion.Complete(q!, language is { Length: > 0 } ? stated : null, time.GetUtcNow(), most);
        return TypedResults.Ok(new SuggestResponse(id, catalog.Identity.Number, [.. rows.Select(row => ToQuestion(catalog, row))]));
    }

    private static RelatedQuestion ToQuestion(FaqCatalog catalog, int row) =>
        new(catalog.Entries[catalog.Questions[row].Entry].Id, catalog.Questions[row].Text,
            LanguageTag.Of(LanguageGuess.Of(catalog.Questions[row].Text)));
}
