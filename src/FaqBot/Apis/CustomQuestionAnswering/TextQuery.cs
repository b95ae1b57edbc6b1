using FaqBot.Apis.QnaMaker;
using FaqBot.Core.Answering;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Body of <c>query-text</c>.</summary>
/// <param name="Question">The question.</param>
/// <param name="Records">The texts to look in.</param>
/// <param name="Unit">What offsets and lengths count.</param>
internal sealed record TextQuery(Question Question, IReadOnlyList<TextRecord> Records, StringIndexType Unit)
{
    private const int MostRecords = 5;
    private const int LongestRecord = 5_120;
    private const int LongestId = 256;
    private const string Example = "{\"question\": \"…\", \"records\": [{\"id\": \"1\", \"text\": \"…\"}]}";

    /// <summary>Reads a body; all faults are told together.</summary>
    public static ValueTask<TextQuery> ReadAsync(HttpRequest request, AnsweringOptions options, CancellationToken cancellationToken) =>
        JsonBody.ReadForeignAsync(request, Example, fields => Read(fields, options), cancellationToken);

    private static TextQuery Read(JsonMembers fields, AnsweringOptions options)
    {
        Question? question = fields.Question(options.MaxQuestionLength, required: true);
        TextRecord[] records =
        [
            .. fields.Objects("records", MostRecords).Select(record => new TextRecord(
                record.RequiredText("id", LongestId), record.RequiredText("text", LongestRecord))),
        ];
        if (records.Length == 0)
        {
            fields.Report("records", $"Found no record, expected 1 to {MostRecords}.");
        }

        StringIndexType unit = StringIndexType.TextElements;
        if (fields.Text("stringIndexType") is { } name && !StringIndex.TryParse(name, out unit))
        {
            fields.Report("stringIndexType", "Found another word, expected TextElements_v8, UnicodeCodePoint or Utf16CodeUnit.");
        }

        // Without a question there is a fault, and this is not used.
        return new TextQuery(question!, records, unit);
    }
}

/// <summary>A text to look in.</summary>
internal sealed record TextRecord(string Id, string Text);

/// <summary>Reply to <c>query-text</c>.</summary>
internal sealed record TextReply(IReadOnlyList<TextAnswer> Answers);

/// <summary>A passage that answers, with the sentence in it that does.</summary>
internal sealed record TextAnswer(string Answer, double ConfidenceScore, string Id, ShortAnswer AnswerSpan, int Offset, int Length);
