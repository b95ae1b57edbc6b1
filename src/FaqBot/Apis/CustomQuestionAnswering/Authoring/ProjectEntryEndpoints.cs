using System.Text.Json;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>Entries, sources and synonyms of projects.</summary>
internal static class ProjectEntryEndpoints
{
    private const string ChangeExample = "[{\"op\": \"add\", \"value\": {\"answer\": \"…\", \"questions\": [\"…\"]}}]";

    /// <summary>Maps the routes.</summary>
    /// <param name="group">Where.</param>
    /// <param name="describe">Gives a route its name and summary.</param>
    public static void MapEntries(
        this RouteGroupBuilder group, Func<RouteHandlerBuilder, string, string, RouteHandlerBuilder> describe)
    {
        describe(group.MapGet("/{project}/qnas", ListQnasAsync), "ListQnas", "List the entries of the working copy.")
            .Audited().Produces<QnaPage>();
        describe(group.MapPatch("/{project}/qnas", ChangeQnasAsync), "ChangeQnas",
                "Add, replace and delete entries; what is faulty is left out and told.")
            .Needs(Right.Edit, "project")
            .WithExample("""[{"op":"add","value":{"answer":"Yes.","questions":["May I bring my dog?"]}}]""")
            .Accepts<JsonElement>("application/json").Produces(StatusCodes.Status202Accepted);
        describe(group.MapGet("/{project}/sources", ListSourcesAsync), "ListSources", "List the sources of the entries.")
            .Produces<SourcePage>();
        describe(group.MapPatch("/{project}/sources", ChangeSourcesAsync), "ChangeSources",
                "Delete sources with their entries; nothing is fetched.")
            .Needs(Right.Edit, "project")
            .WithExample("""[{"op":"delete","value":{"source":"faq.docx"}}]""")
            .Accepts<JsonElement>("application/json").Produces(StatusCodes.Status202Accepted);
        describe(group.MapGet("/{project}/synonyms", ListSynonymsAsync), "ListSynonyms", "List groups of synonyms.")
            .Produces<SynonymPage>();
        describe(group.MapPut("/{project}/synonyms", PutSynonymsAsync), "PutSynonyms", "Replace the groups of synonyms.")
            .Needs(Right.Edit, "project")
            .WithExample("""{"value":[{"alterations":["dog","hound"]}]}""")
            .Accepts<JsonElement>("application/json").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Ok<QnaPage>> ListQnasAsync(string project, HttpRequest request, AuthoredBases bases, PublicAddress address)
    {
        PageOrder order = PageOrder.Of(request);
        string source = request.Query["source"].ToString();
        return TypedResults.Ok(await Task.Run(() =>
        {
            WorkingCopy copy = bases.Get(project);
            Language language = AuthoredBases.LanguageOf(copy.Settings);
            WorkingEntry[] all =
            [
                .. copy.Entries.Where(entry => entry.Entry.Enabled && (source.Length == 0
                    || (entry.Entry.Source ?? AuthoredBases.Editorial).Equals(source, StringComparison.OrdinalIgnoreCase))),
            ];
            (IReadOnlyList<WorkingEntry> page, string? next) = order.Of(all, request, address.Of(request));
            IReadOnlyDictionary<string, int> numbers = bases.Editing.Copies.NumbersOf(copy.ToKnowledge());
            IReadOnlyDictionary<int, DateTimeOffset> times = bases.Editing.Copies.TimesOf(copy.Id, page.Select(entry => entry.Revision));
            return new QnaPage([.. page.Select(entry => RecordOf(entry, copy, language, numbers, times))], next);
        }));
    }

    private static QnaRecord RecordOf(
        WorkingEntry working, WorkingCopy copy, Language language, IReadOnlyDictionary<string, int> numbers,
        IReadOnlyDictionary<int, DateTimeOffset> times)
    {
        FaqEntry entry = working.Entry;
        return new QnaRecord(
            numbers[entry.Id],
            entry.Answer.For(language),
            entry.Source ?? AuthoredBases.Editorial,
            [.. entry.Questions],
            SingleValues.Of(entry.Metadata),
            new QnaDialog(entry.ContextOnly, [.. entry.Prompts.Where(prompt => copy.Find(prompt.EntryId) is { Entry.Enabled: true })
                .Select((prompt, index) => new DialogPrompt(index, numbers[prompt.EntryId], prompt.Text.For(language)))]),
            [.. entry.Suggested.Select(SuggestedCluster.Of)],
            times.TryGetValue(working.Revision, out DateTimeOffset at) ? at : null);
    }

    private static async Task<IResult> ChangeQnasAsync(
        string project, HttpContext http, AuthoredBases bases, Operations operations, ImportTurns turns, PublicAddress address,
        CancellationToken cancellationToken)
    {
        using LargeWork turn = await turns.TakeAsync(cancellationToken);
        IReadOnlyList<QnaChange> changes = ProjectChanges.OfEntries(
            await JsonBody.ReadForeignAsync(http.Request, ChangeExample, JsonValueKind.Array, cancellationToken));
        return await ApplyAsync(project, "qnas", changes, http, bases, operations, address);
    }

    private static async Task<IResult> ChangeSourcesAsync(
        string project, HttpContext http, AuthoredBases bases, Operations operations, ImportTurns turns, PublicAddress address,
        CancellationToken cancellationToken)
    {
        using LargeWork turn = await turns.TakeAsync(cancellationToken);
        IReadOnlyList<QnaChange> changes = ProjectChanges.OfSources(await JsonBody.ReadForeignAsync(
            http.Request, "[{\"op\": \"delete\", \"value\": {\"source\": \"…\"}}]", JsonValueKind.Array, cancellationToken));
        return await ApplyAsync(project, "sources", changes, http, bases, operations, address);
    }

    private static async Task<IResult> ApplyAsync(
        string project, string kind, IReadOnlyList<QnaChange> changes, HttpContext http, AuthoredBases bases, Operations operations,
        PublicAddress address)
    {
        string id = await Task.Run(() => bases.Get(project).Id);
        Authorship by = AuthoredBases.By(http);
        Operation operation = await operations.RunAsync(id, kind, by.Author, _ => Task.FromResult(
            new OperationOutcome(Faults: bases.Editing.QnaEdits.Apply(id, changes, by, isWhole: false).Faults)));
        return ProjectJobs.Accepted(http, operation, address, $"{http.Request.Path.ToUriComponent()}/jobs");
    }

    private static async Task<Ok<SourcePage>> ListSourcesAsync(
        string project, HttpRequest request, AuthoredBases bases, PublicAddress address)
    {
        PageOrder order = PageOrder.Of(request);
        return TypedResults.Ok(await Task.Run(() =>
        {
            WorkingCopy copy = bases.Get(project);
            (string Source, int Revision)[] all =
            [
                .. copy.Entries.GroupBy(entry => entry.Entry.Source ?? AuthoredBases.Editorial, StringComparer.OrdinalIgnoreCase)
                    .Select(group => (group.Key, group.Max(entry => entry.Revision))).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            ];
            (IReadOnlyList<(string Source, int Revision)> page, string? next) = order.Of(all, request, address.Of(request));
            IReadOnlyDictionary<int, DateTimeOffset> times = bases.Editing.Copies.TimesOf(copy.Id, page.Select(pair => pair.Revision));
            return new SourcePage(
                [
                    .. page.Select(pair => new SourceView(
                        pair.Source, pair.Source, pair.Source,
                        Uri.TryCreate(pair.Source, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" ? "url" : "file",
                        "semistructured", times.TryGetValue(pair.Revision, out DateTimeOffset at) ? at : null)),
                ],
                next);
        }));
    }

    private static async Task<Ok<SynonymPage>> ListSynonymsAsync(
        string project, HttpRequest request, AuthoredBases bases, PublicAddress address)
    {
        PageOrder order = PageOrder.Of(request);
        return TypedResults.Ok(await Task.Run(() =>
        {
            (IReadOnlyList<IReadOnlyList<string>> page, string? next) =
                order.Of([.. bases.Get(project).Settings.Synonyms], request, address.Of(request));
            return new SynonymPage([.. page.Select(group => new SynonymGroup(group))], next);
        }));
    }

    private static async Task<NoContent> PutSynonymsAsync(
        string project, HttpContext http, AuthoredBases bases, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<string>> groups = await JsonBody.ReadForeignAsync(
            http.Request,
            "{\"value\": [{\"alterations\": [\"…\", \"…\"]}]}",
            IReadOnlyList<IReadOnlyList<string>> (fields) =>
            [
                .. fields.Objects("value", KnowledgeLimits.SynonymGroups * 5)
                    .Select(group => group.Texts("alterations", KnowledgeLimits.SynonymMembers, KnowledgeLimits.Phrase)),
            ],
            cancellationToken);
        Authorship by = AuthoredBases.By(http);
        await Task.Run(() => bases.Editing.QnaEdits.PutSynonyms(bases.Get(project).Id, groups, by), cancellationToken);
        return TypedResults.NoContent();
    }
}
