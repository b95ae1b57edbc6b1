using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/labelled</c>: questions of which owners have said what answers them.</summary>
internal static class LabelledEndpoints
{
    private const string Example = "{\"labelled\": [{\"question\": \"…\", \"entry\": \"…\"}]}";
    private const int MostAdded = 1_000;
    private const string Tsv = "text/tab-separated-values";

    public static void MapLabelled(this RouteGroupBuilder group)
    {
        group.MapGet("/{kb}/labelled", ListAsync).WithName("ListLabelled")
            .WithSummary("List labelled questions.")
            .WithDescription("Query: limit, after (as next of the page before says).").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("/{kb}/labelled", AddAsync).WithName("AddLabelled").Needs(Right.Edit)
            .WithSummary("Add labelled questions, each in place of an equal one.")
            .WithDescription($"Body: {Example}, at most {MostAdded}; without entry none answers, offered names several to be offered, kind "
                + "how it is worded.")
            .WithExample("""{"labelled":[{"question":"May I bring my dog along?","entry":"pets"}]}""")
            .Accepts<LabelRequest>("application/json").ProducesEditProblems();
        group.MapDelete("/{kb}/labelled", RemoveAsync).WithName("RemoveLabelled").Needs(Right.Edit)
            .WithSummary("Remove a labelled question, named by the query question=.");
        group.MapGet("/{kb}/labelled/export", ExportAsync).WithName("ExportLabelled").Audited()
            .WithSummary("Get all labelled questions as the file that the command eval reads.");
        group.MapPost("/{kb}/labelled/import", ImportAsync).WithName("ImportLabelled").Needs(Right.Edit)
            .WithSummary("Add the labelled questions of a file; with replace=true all former ones go.")
            .Accepts<string>(Tsv, "text/plain").ProducesEditProblems();
    }

    private static async Task<Ok<LabelPage>> ListAsync(string kb, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        int most = AuthoringRequest.Page(request).Most;
        string after = request.Query["after"].ToString();
        (IReadOnlyList<StoredLabel> labels, int all) = await AuthoringRequest.RunAsync(() =>
        {
            editing.Copies.Get(kb);
            return editing.Labels.List(kb, after, most);
        });
        return TypedResults.Ok(new LabelPage(
            all, [.. labels.Select(LabelView.Of)], labels.Count == most && most > 0 ? labels[^1].MatchKey : null));
    }

    private static async Task<Ok<LabelPage>> AddAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        NewLabel[] labels = await JsonBody.ReadFieldsAsync(
            http.Request,
            Example,
            fields =>
            {
                fields.Expect("labelled");
                return fields.Objects("labelled", MostAdded).Select(Read).ToArray();
            },
            cancellationToken);
        IReadOnlyList<StoredLabel> added =
            await AuthoringRequest.RunAsync(() => editing.Labels.Add(kb, labels, Actor.Of(http).Author));
        return await PageOfAsync(editing, kb, added);
    }

    private static NewLabel Read(JsonMembers label)
    {
        label.Expect("question", "entry", "offered", "kind", "language");
        return new NewLabel(
            label.RequiredText("question"),
            label.Text("entry", KnowledgeLimits.Id) is { Length: > 0 } entry ? entry : null,
            label.Texts("offered", EvaluationFiles.MostOffered, KnowledgeLimits.Id),
            label.Text("kind") is { Length: > 0 } kind ? kind : null,
            label.Text("language"));
    }

    private static async Task<NoContent> RemoveAsync(string kb, HttpRequest request, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        string question = request.Query["question"].ToString();
        return await AuthoringRequest.RunAsync(() => editing.Labels.Remove(kb, question))
            ? TypedResults.NoContent()
            : throw new NotThereException($"Found no such labelled question of '{kb}'; GET …/labelled lists them.");
    }

    private static async Task<IResult> ExportAsync(string kb, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        string file = await AuthoringRequest.RunAsync(() =>
        {
            editing.Copies.Get(kb);
            return editing.Labels.Export(kb);
        });
        return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(file), $"{Tsv}; charset=utf-8", $"{kb}-labelled.tsv");
    }

    private static async Task<Ok<LabelPage>> ImportAsync(
        string kb, HttpContext http, AnsweringEngine engine, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        using StreamReader reader = new(http.Request.Body, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
        RequestFaults faults = new();
        try
        {
            string text = await reader.ReadToEndAsync(cancellationToken);
            IReadOnlyList<StoredLabel> added = await AuthoringRequest.RunAsync(() =>
                editing.Labels.Import(kb, text, Actor.Of(http).Author, http.Request.Query["replace"] == "true"));
            return await PageOfAsync(editing, kb, added);
        }
        catch (System.Text.DecoderFallbackException)
        {
            faults.Add("", "Found bytes that are not UTF-8, expected a file in UTF-8.");
        }
        catch (InvalidDataException exception)
        {
            foreach (string fault in exception.Message.Split('\n'))
            {
                faults.Add("", fault);
            }
        }

        throw faults.ToException();
    }

    private static async Task<Ok<LabelPage>> PageOfAsync(Editing editing, string kb, IReadOnlyList<StoredLabel> labels) =>
        TypedResults.Ok(new LabelPage(
            await AuthoringRequest.RunAsync(() => editing.Labels.List(kb, most: 0).All),
            [.. labels.Take(AuthoringRequest.MostOnPage).Select(LabelView.Of)],
            null));
}
