using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Access;
using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>POST …/explain</c>: what a version says to a question, and why. Nothing of it is logged.</summary>
internal static class ExplainEndpoint
{
    private const string Example = "{\"question\": \"…\", \"deployment\": \"test\"}";

    public static void MapExplain(this RouteGroupBuilder group) =>
        group.MapPost("/{kb}/explain", ExplainAsync).WithName("ExplainAnswer").Needs(Right.Edit)
            .WithSummary("Show what customers, or testers of the draft, are answered, and why.")
            .WithDescription($"Body: {Example}. deployment: production (otherwise) or test, the draft, which is brought up to the working "
                + "copy first. threshold: another bar than the service's, to see what it would change. The question is not logged.")
            .WithExample("""{"question":"怎么申请退货？","deployment":"test"}""")
            .Accepts<ExplainRequest>("application/json").ProducesEditProblems();

    private static async Task<Ok<ExplainView>> ExplainAsync(
        string kb, HttpRequest request, AnsweringEngine engine, AnsweringOptions options, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        (Question question, Deployment deployment, double? threshold) = await JsonBody.ReadFieldsAsync(
            request, Example, fields => Read(fields, options.MaxQuestionLength), cancellationToken);
        if (deployment == Deployment.Test)
        {
            await AuthoringRequest.RunAsync(() => editing.Copies.Get(kb));
            await editing.Drafts.MakeAsync(kb, cancellationToken);
        }

        return TypedResults.Ok(await editing.Trials.ExplainAsync(
            kb, deployment, question, threshold,
            (explanation, published) => ExplainView.Of(kb, deployment, explanation, published.Catalog), cancellationToken));
    }

    private static (Question Question, Deployment Deployment, double? Threshold) Read(JsonMembers fields, int longest)
    {
        fields.Expect("question", "deployment", "threshold");
        string text = fields.RequiredText("question");
        Question? question = null;
        if (text.Length > 0 && !Question.TryParse(text, longest, null, out question, out string? fault))
        {
            fields.Report("question", fault);
        }

        Deployment deployment = Deployment.Production;
        if (fields.Text("deployment", KnowledgeLimits.Id) is { } stated && !DeploymentName.TryParse(stated, out deployment))
        {
            fields.Report("deployment", "Found another word, expected production or test.");
        }

        return (question!, deployment, fields.Number("threshold", 0, 1));
    }
}

/// <summary>Body of <c>POST …/explain</c>.</summary>
internal sealed record ExplainRequest(
    string Question,
    [property: Description("production or test; production otherwise.")] string? Deployment,
    [property: Description("Least confidence of an answer, instead of the service's.")] double? Threshold);

/// <summary>What a version says to a question, and why.</summary>
internal sealed record ExplainView(
    string Kb, string Deployment, int Version,
    [property: Description("answer, suggestions or noMatch.")] Decision Decision,
    [property: Description("Least confidence of an answer.")] double Threshold,
    [property: Description("Least confidence of a suggestion.")] double SuggestThreshold,
    [property: Description("What was searched for: without polite words, slips mended, in full where it follows on from something.")]
        string SearchedFor,
    [property: Description("Language of the question.")] string Language,
    [property: Description("The stored question that it equals; or null.")] string? Exact,
    [property: Description("The owner's words, where it is answered.")] string? Answer,
    [property: Description("The entries that are asked back for.")] IReadOnlyList<string> Suggestions,
    [property: Description("The parts that ask for different entries; none where it asks one thing.")] IReadOnlyList<string> Clauses,
    [property: Description("The most probable first.")] IReadOnlyList<ExplainedView> Entries)
{
    public static ExplainView Of(string kb, Deployment deployment, Explanation explanation, FaqCatalog catalog)
    {
        RankedEntry[] ranked = [.. explanation.Entries.Select(entry => entry.Ranked)];
        return new ExplainView(
            kb, DeploymentName.Of(deployment), catalog.Identity.Number, explanation.Decision, explanation.Policy.AnswerThreshold,
            explanation.Policy.SuggestThreshold, explanation.SearchedFor, LanguageTag.Of(explanation.Question.Language),
            explanation.Exact is { } exact ? catalog.Questions[exact.Row].Text : null,
            explanation.Decision == Decision.Answer
                ? catalog.Entries[ranked[0].Entry].Answer.For(explanation.Question.Language) : null,
            explanation.Decision == Decision.Suggestions
                ? [.. MatchPolicy.SuggestionsOf(ranked).Select(entry => catalog.Entries[entry.Entry].Id)] : [],
            explanation.Clauses,
            [.. explanation.Entries.Select(entry => ExplainedView.Of(entry, catalog))]);
    }
}

/// <summary>An entry with what speaks for it.</summary>
internal sealed record ExplainedView(
    string EntryId, string Question,
    [property: Description("The entry's question that is nearest.")] string Nearest,
    double Confidence, double Cosine,
    [property: Description("0 for unrelated questions, about 1 for rewordings; null where nothing was compared.")] double? Meaning,
    [property: Description("Share of the question's words that the entry has, by weight.")] double? Words,
    [property: Description("Share of the nearest question's words that the question has.")] double? StoredWords,
    bool NumbersDiffer, bool NegationDiffers,
    [property: Description("Words that say the opposite of one of the question, or stand for another thing: word ≠ rival.")]
        IReadOnlyList<string> Rivals,
    [property: Description("How much nearer the question is to a counter-example than to the entry.")] double NotThis,
    [property: Description("What the knowledge base's own questions taught.")] double Taught,
    [property: Description("How sure the judge is that both ask the same, 0 to 1; null where none read them.")] double? Judge)
{
    public static ExplainedView Of(ExplainedEntry entry, FaqCatalog catalog)
    {
        Evidence? evidence = entry.Evidence;
        IReadOnlyList<float> logits = entry.Contender?.Logits ?? [];
        return new ExplainedView(
            catalog.Entries[entry.Ranked.Entry].Id, catalog.Entries[entry.Ranked.Entry].Question,
            catalog.Questions[entry.Ranked.Row].Text, entry.Ranked.Confidence, entry.Ranked.Cosine, evidence?.Nearest, evidence?.Coverage,
            evidence?.StoredCoverage, evidence?.NumbersDiffer ?? false, evidence?.NegationDiffers ?? false,
            [.. entry.Contender?.Differences?.Rivals?.Select(pair => $"{pair.Word} ≠ {pair.Rival}") ?? []],
            evidence?.NotThis ?? 0, evidence?.Taught ?? 0,
            logits.Count > 0 ? 1 / (1 + Math.Exp(-logits[0])) : entry.Logit is { } logit ? 1 / (1 + Math.Exp(-logit)) : null);
    }
}

/// <summary>What this route reads and writes, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(DecisionConverter)])]
[JsonSerializable(typeof(ExplainView))]
[JsonSerializable(typeof(ExplainRequest))]
internal sealed partial class ExplainJson : JsonSerializerContext;
