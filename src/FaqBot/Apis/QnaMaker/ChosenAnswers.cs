using FaqBot.Apis.EndpointKeys;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaqBot.Apis.QnaMaker;

/// <summary>Takes what bots send about the answers that users chose.</summary>
internal static class ChosenAnswers
{
    /// <summary>Bounds the body of a route that takes them.</summary>
    public static readonly IRequestSizeLimitMetadata BodyLimit = new RecordsLimit();

    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostRecords = 1_000;
    private const int LongestQuestion = 1_000;
    private const int LongestUser = 256;

    /// <summary>Reads the records, all faults of which are told together, and keeps them.</summary>
    /// <param name="http">The request; it may enter.</param>
    /// <param name="id">The knowledge base.</param>
    /// <param name="member">The member that holds the records.</param>
    /// <param name="source">The route.</param>
    /// <param name="engine">What answers.</param>
    /// <param name="log">Takes them in, too.</param>
    /// <param name="time">The clock.</param>
    public static async Task<NoContent> AddAsync(
        HttpContext http, string id, string member, string source, AnsweringEngine engine, QuestionLog log, TimeProvider time)
    {
        LoadedEngine loaded = engine.Require();
        FaqCatalog catalog = await loaded.Catalogs.FindAsync(id, Deployment.Production, http.RequestAborted)
            ?? throw loaded.Catalogs.Missing(id, new UnknownProjectException());
        IReadOnlyList<(Feedback Row, string? User)> records = await ReadAsync(http, member, source, catalog, time.GetUtcNow());

        // Writing to the store blocks; the request's thread is better used elsewhere.
        await Task.Run(() => loaded.Keep(
            [.. records.Select(record => log.Privacy.Of(record.Row, RequestAsker.Of(http, source, record.User)))]));
        foreach ((Feedback row, string? user) in records)
        {
            Question.TryParse(row.Question, LongestQuestion, null, out Question? question, out _);
            log.Add(new SaidOfAnswer(RequestAsker.Of(http, source, user), question, row));
        }

        return TypedResults.NoContent();
    }

    private static ValueTask<IReadOnlyList<(Feedback Row, string? User)>> ReadAsync(
        HttpContext http, string member, string source, FaqCatalog catalog, DateTimeOffset now)
    {
        return JsonBody.ReadForeignAsync(
            http.Request,
            $"{{\"{member}\": [{{\"userId\": \"…\", \"userQuestion\": \"…\", \"qnaId\": 1}}]}}",
            IReadOnlyList<(Feedback Row, string? User)> (fields) =>
            {
                List<(Feedback Row, string? User)> records = [];
                foreach (JsonMembers record in fields.Objects(member, MostRecords))
                {
                    string? user = record.Text("userId", LongestUser);
                    string question = record.RequiredText("userQuestion", LongestQuestion);
                    int entry = record.EntryNumber("qnaId") is { } number ? catalog.IndexOfNumber(number) : -1;
                    if (entry < 0)
                    {
                        record.Report("qnaId", "Found no entry of this id.");
                        continue;
                    }

                    records.Add((new Feedback(
                        catalog.Identity.KnowledgeBaseId, catalog.Identity.Number, question, catalog.Entries[entry].Id, FeedbackKind.Chosen,
                            "", source, now), user));
                }

                if (records.Count == 0)
                {
                    fields.Report(member, "Found no record, expected 1 to 1000.");
                }

                return records;
            },
            http.RequestAborted);
    }

    /// <summary>A thousand records of a thousand characters.</summary>
    private sealed class RecordsLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostBytes;
    }
}
