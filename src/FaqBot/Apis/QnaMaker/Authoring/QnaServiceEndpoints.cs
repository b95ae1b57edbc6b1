using System.Text.Json;
using FaqBot.Apis.Authoring;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Apis.QnaMaker.Authoring;

/// <summary>What QnA Maker's authoring routes have beside knowledge bases: synonyms, keys and settings of the service.</summary>
internal static class QnaServiceEndpoints
{
    private const int MostGroups = 10_000;

    /// <summary>Maps the routes.</summary>
    /// <param name="group">Where.</param>
    /// <param name="describe">Gives a route its name and summary.</param>
    public static void MapQnaService(
        this RouteGroupBuilder group, Func<RouteHandlerBuilder, string, string, RouteHandlerBuilder> describe)
    {
        describe(group.MapGet("/alterations", ListAlterationsAsync), "QnaListAlterations", "Get the synonyms of all knowledge bases.")
            .Produces<WordAlterations>();
        describe(group.MapPut("/alterations", ReplaceAlterationsAsync), "QnaReplaceAlterations",
                "Replace the synonyms of all knowledge bases.")
            .Needs(Right.Edit)
            .WithExample("""{"wordAlterations":[{"alterations":["dog","hound"]}]}""")
            .Accepts<JsonElement>("application/json").Produces(StatusCodes.Status204NoContent);
        describe(group.MapGet("/alterations/{kb}", ShowAlterationsAsync), "QnaShowAlterations", "Get the synonyms of a knowledge base.")
            .Produces<WordAlterations>();
        describe(group.MapPut("/alterations/{kb}", PutAlterationsAsync), "QnaPutAlterations", "Replace the synonyms of a knowledge base.")
            .Needs(Right.Edit)
            .WithExample("""{"wordAlterations":[{"alterations":["dog","hound"]}]}""")
            .Accepts<JsonElement>("application/json").Produces(StatusCodes.Status204NoContent);
        describe(group.MapGet("/endpointkeys", ShowKeys), "QnaShowKeys",
            "Keys of the runtime cannot be shown: only their hashes are stored.").Needs(Right.ManageAccess).Produces<EndpointKeyPair>();
        describe(group.MapPatch("/endpointkeys/{keyType}", RenewKeyAsync), "QnaRenewKey",
                "Make a new key for all knowledge bases, which is shown once.")
            .WithExample("keyType", "PrimaryKey").Needs(Right.ManageAccess).Produces<EndpointKeyPair>();
        describe(group.MapGet("/endpointSettings", ShowSettings), "QnaShowSettings", "Show whether suggestions are made.")
            .Produces<EndpointSettings>();
        describe(group.MapPatch("/endpointSettings", ChangeSettingsAsync), "QnaChangeSettings",
                "Suggestions are always made, and never taken over by themselves: anything else is refused.")
            .Needs(Right.Configure)
            .WithExample("""{"activeLearning":{"enable":"True"}}""")
            .Accepts<JsonElement>("application/json").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Ok<WordAlterations>> ListAlterationsAsync(AuthoredBases bases) => TypedResults.Ok(await Task.Run(() =>
        new WordAlterations(
        [
            .. bases.Ids().Select(id => bases.Editing.Copies.Find(id)).OfType<WorkingCopy>().SelectMany(copy => copy.Settings.Synonyms)
                .DistinctBy(group => string.Join('\n', group)).Select(group => new AlterationGroup(group)),
        ])));

    private static async Task<Ok<WordAlterations>> ShowAlterationsAsync(string kb, AuthoredBases bases) => TypedResults.Ok(
        await Task.Run(() => new WordAlterations([.. bases.Get(kb).Settings.Synonyms.Select(group => new AlterationGroup(group))])));

    private static async Task<NoContent> ReplaceAlterationsAsync(
        HttpContext http, AuthoredBases bases, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<string>> groups = await GroupsAsync(http.Request, cancellationToken);
        Authorship by = AuthoredBases.By(http);
        await Task.Run(
            () =>
            {
                string[] ids = [.. bases.Ids()];

                // Whether they fit all, before any is changed.
                foreach (string id in ids)
                {
                    bases.Editing.QnaEdits.CheckSynonyms(id, groups);
                }

                foreach (string id in ids)
                {
                    bases.Editing.QnaEdits.PutSynonyms(id, groups, by);
                }
            },
            cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> PutAlterationsAsync(
        string kb, HttpContext http, AuthoredBases bases, CancellationToken cancellationToken)
    {
        string id = await Task.Run(() => bases.Get(kb).Id, cancellationToken);
        IReadOnlyList<IReadOnlyList<string>> groups = await GroupsAsync(http.Request, cancellationToken);
        Authorship by = AuthoredBases.By(http);
        await Task.Run(() => bases.Editing.QnaEdits.PutSynonyms(id, groups, by), cancellationToken);
        return TypedResults.NoContent();
    }

    private static ValueTask<IReadOnlyList<IReadOnlyList<string>>> GroupsAsync(HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.ReadForeignAsync(
            request,
            "{\"wordAlterations\": [{\"alterations\": [\"…\", \"…\"]}]}",
            IReadOnlyList<IReadOnlyList<string>> (fields) =>
            [
                .. fields.Objects("wordAlterations", MostGroups)
                    .Select(group => group.Texts("alterations", KnowledgeLimits.SynonymMembers, KnowledgeLimits.Phrase)),
            ],
            cancellationToken);

    private static Ok<EndpointKeyPair> ShowKeys(EndpointKeyOptions options) => options.BlankKeys
        ? TypedResults.Ok(new EndpointKeyPair("", "", "", "", "")) : throw new HiddenKeysException();

    private static async Task<Ok<EndpointKeyPair>> RenewKeyAsync(string keyType, AuthoredBases bases, TimeProvider time)
    {
        KeySlot? slot = keyType.ToUpperInvariant() switch
        {
            "PRIMARYKEY" => KeySlot.Primary,
            "SECONDARYKEY" => KeySlot.Secondary,
            _ => null,
        };
        if (slot is not { } place)
        {
            RequestFaults faults = new();
            faults.Add("keyType", "Found another word, expected PrimaryKey or SecondaryKey.");
            throw faults.ToException();
        }

        string key = await Task.Run(() => bases.Editing.Keys.Renew(place, time.GetUtcNow()));
        return TypedResults.Ok(new EndpointKeyPair(place == KeySlot.Primary ? key : "", place == KeySlot.Secondary ? key : "", "", "", ""));
    }

    private static Ok<EndpointSettings> ShowSettings() => TypedResults.Ok(new EndpointSettings(new ActiveLearningSetting("True")));

    private static async Task<NoContent> ChangeSettingsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        await JsonBody.ReadForeignAsync(
            request,
            "{\"activeLearning\": {\"enable\": \"True\"}}",
            fields =>
            {
                JsonMembers? learning = fields.Object("activeLearning");
                if (learning?.Flag("enable") != true)
                {
                    fields.Report("activeLearning.enable",
                        "Found another value, expected True: suggestions are made and never taken over by themselves. Whether questions "
                        + "are kept at all, FaqBot:QuestionLog says.");
                }

                return true;
            },
            cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>Keys cannot be shown.</summary>
internal sealed class HiddenKeysException() : ServiceFaultException(
    "Keys of the runtime cannot be shown: only their hashes are stored. Make one with 'keys create', or with PATCH "
    + "…/endpointkeys/PrimaryKey, which shows the new one once. For tools that cannot go on without an answer, "
    + "FaqBot:EndpointKeys:BlankKeys gives empty ones.")
{
    public override int Status => StatusCodes.Status403Forbidden;

    public override string Title => "Keys are not shown.";

    public override string Code => QnaMakerErrorWriter.EndpointKeys;
}
