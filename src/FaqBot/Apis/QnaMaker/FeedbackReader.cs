using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.QnaMaker;

/// <summary>Reads what bots send about the answers that users chose.</summary>
internal static class FeedbackReader
{
    private const int MostRecords = 1_000;
    private const int LongestQuestion = 1_000;
    private const int LongestUser = 256;

    /// <summary>Reads the records; all faults are told together.</summary>
    /// <param name="http">The request.</param>
    /// <param name="member">The member that holds the records.</param>
    /// <param name="source">The route.</param>
    /// <param name="catalog">The version that answers.</param>
    /// <param name="now">The present.</param>
    public static ValueTask<IReadOnlyList<Feedback>> ReadAsync(
        HttpContext http, string member, string source, FaqCatalog catalog, DateTimeOffset now)
    {
        string caller = http.Connection.RemoteIpAddress?.ToString() ?? "";
        return JsonBody.ReadForeignAsync(
            http.Request,
            $"{{\"{member}\": [{{\"userId\": \"…\", \"userQuestion\": \"…\", \"qnaId\": 1}}]}}",
            IReadOnlyList<Feedback> (fields) =>
            {
                List<Feedback> records = [];
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

                    string key = Feedback.KeyOf(catalog.Identity.KnowledgeBaseId, string.IsNullOrEmpty(user) ? caller : user);
                    records.Add(new Feedback(
                        catalog.Identity.KnowledgeBaseId, catalog.Identity.Number, question, catalog.Entries[entry].Id, FeedbackKind.Chosen,
                            key, source, now));
                }

                if (records.Count == 0)
                {
                    fields.Report(member, "Found no record, expected 1 to 1000.");
                }

                return records;
            },
            http.RequestAborted);
    }
}
