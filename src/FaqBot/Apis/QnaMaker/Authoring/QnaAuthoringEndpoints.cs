using System.Text.Json;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing.Exporting;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaqBot.Apis.QnaMaker.Authoring;

/// <summary>The authoring routes of QnA Maker, whose clients can be pointed here.</summary>
/// <remarks>
/// Source: <see href="https://learn.microsoft.com/rest/api/qnamaker4.0/knowledgebase"/>. Clients do not agree on the version in the path,
/// nor on the name of the route that creates; some never look at the status, so that publishing and replacing are done when they reply.
/// </remarks>
internal static class QnaAuthoringEndpoints
{
    private const string Tag = "QnA Maker";
    private const string Example = "{\"qnaList\": [{\"answer\": \"…\", \"questions\": [\"…\"]}]}";
    private const string Described = "/qnamaker/v4.0";
    private const string OtherVersions = "/qnamaker/{version:regex(^[vV][0-9])}";

    private static readonly TimeSpan MostPublishing = TimeSpan.FromMinutes(15);

    public static void MapQnaAuthoring(this IEndpointRouteBuilder routes)
    {
        int most = routes.ServiceProvider.GetRequiredService<HttpOptions>().MaxImportBodyBytes;
        Map(routes.MapGroup(Described), most, isDescribed: true);
        Map(routes.MapGroup(OtherVersions).ExcludeFromDescription(), most, isDescribed: false);
    }

    private static void Map(RouteGroupBuilder group, int most, bool isDescribed)
    {
        group.ForAuthors("kb").WithTags(Tag).WithExample("kb", "shop").WithMetadata(new BodyLimit(most));
        RouteHandlerBuilder Name(RouteHandlerBuilder route, string name, string summary) =>
            isDescribed ? Describe(route.WithName(name).WithSummary(summary)) : route;
        Name(group.MapGet("/knowledgebases", ListAsync), "QnaListKnowledgeBases", "List knowledge bases.").ForEachCaller()
            .Produces<AuthoredList>();
        Name(group.MapGet("/knowledgebases/{kb}", ShowAsync), "QnaShowKnowledgeBase", "Show a knowledge base.").Produces<AuthoredBase>();
        foreach ((string route, string name) in new[] { ("create", "QnaCreate"), ("createasync", "QnaCreateAsync") })
        {
            Name(group.MapPost($"/knowledgebases/{route}", CreateAsync), name, "Create a knowledge base, with or without entries.")
                .Needs(Right.Configure)
                .WithExample("""{"name":"FAQ","qnaList":[{"answer":"Yes.","source":"Editorial","questions":["May I bring my dog?"]}]}""")

                // Whatever is sent: otherwise what brings no JSON would be taken for the publication of a knowledge base of this name.
                .Accepts<JsonElement>("application/json", "*/*").Produces<QnaOperation>(StatusCodes.Status202Accepted);
        }

        Name(group.MapPatch("/knowledgebases/{kb}", UpdateAsync), "QnaUpdate", "Add, delete and change entries, all or none of it.")
            .Needs(Right.Edit)
            .WithExample("""{"add":{"qnaList":[{"answer":"Yes.","questions":["May I bring my dog?"]}]},"delete":{"ids":[3]}}""")
            .Accepts<JsonElement>("application/json").Produces<QnaOperation>(StatusCodes.Status202Accepted);
        Name(group.MapPut("/knowledgebases/{kb}", ReplaceAsync), "QnaReplace", "Replace all entries.")
            .Needs(Right.Edit)
            .WithExample("""{"qnAList":[{"id":1,"answer":"Yes.","questions":["May I bring my dog?"]}]}""")
            .Accepts<JsonElement>("application/json").Produces(StatusCodes.Status204NoContent);

        Name(group.MapPost("/knowledgebases/{kb}", PublishAsync), "QnaPublish",
                "Publish the working copy; done when it replies. No body.")
            .Needs(Right.Publish).Produces(StatusCodes.Status204NoContent);
        Name(group.MapDelete("/knowledgebases/{kb}", DeleteAsync), "QnaDelete",
            "Remove a knowledge base; undoing the change set within 30 days brings it back.")
            .Needs(Right.Configure).Produces(StatusCodes.Status204NoContent);
        Name(group.MapGet("/knowledgebases/{kb}/{environment}/qna", DownloadAsync), "QnaDownload",
                "Get all entries: Test is the working copy, Prod what is published.")
            .WithExample("environment", "Test").Audited().Produces<AuthoredDocuments>();
        group.MapQnaService(Name);
        Name(group.MapGet("/operations/{operation}", ShowOperation), "QnaShowOperation", "Show how far an operation is.").ForEachCaller()
            .Produces<QnaOperation>();
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .Produces<QnaMakerError>(StatusCodes.Status400BadRequest)
        .Produces<QnaMakerError>(StatusCodes.Status401Unauthorized)
        .Produces<QnaMakerError>(StatusCodes.Status403Forbidden)
        .Produces<QnaMakerError>(StatusCodes.Status404NotFound)
        .Produces<QnaMakerError>(StatusCodes.Status413PayloadTooLarge)
        .Produces<QnaMakerError>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<AuthoredList>> ListAsync(HttpRequest request, AuthoredBases bases, PublicAddress address) =>
        TypedResults.Ok(await Task.Run(() => new AuthoredList(
        [
            .. bases.Ids().Where(id => AuthoringRights.MayRead(request.HttpContext, id)).Select(bases.Editing.Copies.Find)
                .OfType<WorkingCopy>().Select(copy => BaseOf(copy, bases, address.Of(request))),
        ])));

    private static async Task<Ok<AuthoredBase>> ShowAsync(string kb, HttpRequest request, AuthoredBases bases, PublicAddress address) =>
        TypedResults.Ok(await Task.Run(() => BaseOf(bases.Get(kb), bases, address.Of(request))));

    private static AuthoredBase BaseOf(WorkingCopy copy, AuthoredBases bases, string host)
    {
        KnowledgeTimes times = bases.Editing.Copies.TimesOf(copy.Id);
        return new AuthoredBase(
            copy.Id, host, times.Changed, times.Changed, times.Published,
            copy.Settings.Name.For(AuthoredBases.LanguageOf(copy.Settings)), "", [],
            [
                .. copy.Entries.Select(entry => entry.Entry.Source).OfType<string>().Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ]);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http, AuthoredBases bases, Operations operations, ImportTurns turns, CancellationToken cancellationToken)
    {
        using LargeWork turn = await turns.TakeAsync(cancellationToken);
        JsonElement body = await JsonBody.ReadForeignAsync(http.Request, Example, JsonValueKind.Object, cancellationToken);
        RequestFaults faults = new();
        JsonMembers members = faults.Members(body, isForeign: true);
        string name = members.RequiredText("name", KnowledgeLimits.Name);
        members.Items("qnaList", "entries", most: KnowledgeLimits.Entries);
        RefuseAddresses(members);
        faults.ThrowIfAny();
        string id = Guid.NewGuid().ToString();
        Authorship by = AuthoredBases.By(http);
        return await StartAsync(http, operations, id, "create", by, turn.While(stopping =>
        {
            bases.Replace(id, Document(body), "create", by, stopping, options => options with { Name = name });
            return Task.FromResult(new OperationOutcome($"/knowledgebases/{id}"));
        }));
    }

    private static async Task<IResult> UpdateAsync(
        string kb, HttpContext http, AuthoredBases bases, Operations operations, ImportTurns turns, CancellationToken cancellationToken)
    {
        string id = await Task.Run(() => bases.Get(kb).Id, cancellationToken);
        using LargeWork turn = await turns.TakeAsync(cancellationToken);
        JsonElement body = await JsonBody.ReadForeignAsync(
            http.Request, "{\"add\": " + Example + "}", JsonValueKind.Object, cancellationToken);
        (IReadOnlyList<QnaChange> changes, Func<KnowledgeBase, KnowledgeBase>? settings) = UpdateReader.Read(body);
        Authorship by = AuthoredBases.By(http);
        return await StartAsync(http, operations, id, "update", by, turn.While(_ =>
        {
            bases.Editing.QnaEdits.Apply(id, changes, by, isWhole: true, settings);
            return Task.FromResult(new OperationOutcome($"/knowledgebases/{id}"));
        }));
    }

    private static async Task<IResult> StartAsync(
        HttpContext http, Operations operations, string kb, string kind, Authorship by,
        Func<CancellationToken, Task<OperationOutcome>> work)
    {
        Operation operation = await operations.RunAsync(kb, kind, by.Author, work);
        http.Response.Headers.Location = $"/operations/{operation.Id}";
        return TypedResults.Json(QnaOperation.Of(operation), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<NoContent> ReplaceAsync(
        string kb, HttpContext http, AuthoredBases bases, ImportTurns turns, CancellationToken cancellationToken)
    {
        string id = await Task.Run(() => bases.Get(kb).Id, cancellationToken);
        using LargeWork turn = await turns.TakeAsync(cancellationToken);
        JsonElement body = await JsonBody.ReadForeignAsync(http.Request, Example, JsonValueKind.Object, cancellationToken);
        RequestFaults faults = new();
        JsonMembers members = faults.Members(body, isForeign: true);
        members.Items("qnaList", "entries", least: 1, most: KnowledgeLimits.Entries, required: true);
        RefuseAddresses(members);
        string? name = members.Text("name", KnowledgeLimits.Name);
        faults.ThrowIfAny();
        Authorship by = AuthoredBases.By(http);
        await Task.Run(
            () => bases.Replace(id, Document(body), "replace", by, cancellationToken, options => options with { Name = name }),
            cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> PublishAsync(string kb, HttpContext http, AuthoredBases bases, CancellationToken cancellationToken)
    {
        string id = await Task.Run(() => bases.Get(kb).Id, cancellationToken);
        Authorship by = AuthoredBases.By(http);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MostPublishing);
        try
        {
            await Task.Run(() => bases.PublishAsync(id, by, limit.Token), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TooMuchAtWorkException(
                $"Publishing took more than {MostPublishing.TotalMinutes:0} minutes and was stopped; nothing was published. What was "
                    + "encoded is kept: try again.",
                TimeSpan.FromMinutes(1));
        }

        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(string kb, HttpContext http, AuthoredBases bases, CancellationToken cancellationToken)
    {
        Authorship by = AuthoredBases.By(http);
        await Task.Run(() => bases.Editing.Removal.RemoveAsync(bases.Get(kb).Id, by, cancellationToken), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DownloadAsync(
        string kb, string environment, HttpRequest request, AuthoredBases bases, TimeProvider time, CancellationToken cancellationToken)
    {
        bool isTest = environment.Equals("Test", StringComparison.OrdinalIgnoreCase);
        if (!isTest && !environment.Equals("Prod", StringComparison.OrdinalIgnoreCase))
        {
            RequestFaults faults = new();
            faults.Add("environment", "Found another word, expected Test or Prod.");
            throw faults.ToException();
        }

        string? source = request.Query["source"].ToString() is { Length: > 0 } stated ? stated : null;
        TimeSpan? since = AuthoredEntries.Since(request.Query["changedSince"]);
        bool isText = request.Query["qnaformat"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase);
        return await Task.Run<IResult>(
            () =>
            {
                WorkingCopy copy = bases.Get(kb);
                Editing editing = bases.Editing;
                KnowledgeBase? knowledge = isTest ? copy.ToKnowledge() : editing.Publishing.Published(copy.Id);
                if (knowledge is not null && isText)
                {
                    ExportedFile file = KnowledgeExport.Write(knowledge, new ExportOptions
                    {
                        Format = ExportFormat.Qna,
                        Numbers = editing.Copies.NumbersOf(knowledge),
                    });
                    return TypedResults.Bytes(file.Content, "text/plain; charset=utf-8");
                }

                // Nothing is published yet: clients compare with it all the same.
                return isText ? TypedResults.Text("") : TypedResults.Ok(new AuthoredDocuments(
                    knowledge is null ? [] : AuthoredEntries.Of(editing, copy, knowledge, source, since, time.GetUtcNow())));
            },
            cancellationToken);
    }

    private static Ok<QnaOperation> ShowOperation(string operation, HttpContext http, Operations operations)
    {
        Operation? kept = operations.Find(operation);
        Operation found = kept is not null && AuthoringRights.MayRead(http, kept.Kb) ? kept : throw new UnknownOperationException();
        if (found.State == OperationState.Running)
        {
            http.Response.Headers.RetryAfter = "1";
            http.Response.Headers["RetryAfter"] = "1";
        }

        return TypedResults.Ok(QnaOperation.Of(found));
    }

    private static void RefuseAddresses(JsonMembers members)
    {
        foreach (string name in new[] { "urls", "files" })
        {
            if (members.Items(name, "addresses").Count > 0)
            {
                members.Report(name, AuthoredBases.NothingIsFetched);
            }
        }
    }

    private static byte[] Document(JsonElement body)
    {
        using MemoryStream document = new();
        using (Utf8JsonWriter writer = new(document))
        {
            body.WriteTo(writer);
        }

        return document.ToArray();
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

/// <summary>No operation has this id, or it was forgotten.</summary>
internal sealed class UnknownOperationException() : ServiceFaultException(
    "Found no operation of this id: they are kept for a day. Look at what it was to change.")
{
    public override int Status => StatusCodes.Status404NotFound;

    public override string Title => "Unknown operation.";

    public override string Code => QnaMakerErrorWriter.UnknownOperation;
}
