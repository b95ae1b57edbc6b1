using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.QnaMaker;

/// <summary>Reads the body of <c>generateAnswer</c>; members that mean nothing here are ignored, as clients send some of their
/// own.</summary>
internal sealed class GenerateAnswerReader(AnsweringOptions options)
{
    private const int Scale = 100;

    // The .NET client puts the source of an entry among the metadata.
    private const string SourceName = "source_name_metadata";

    private const string Example = "{\"question\": \"…\"}";

    public ValueTask<GenerateAnswerOrder> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.ReadForeignAsync(request, Example, fields => Read(fields, UsesFractions(request)), cancellationToken);

    /// <summary>The JavaScript client of bots sends its fractions as they are; the .NET client, as all others, sends 0 to 100.</summary>
    private static bool UsesFractions(HttpRequest request) =>
        request.Headers.UserAgent.ToString().Contains("botbuilder-ai/", StringComparison.OrdinalIgnoreCase);

    private GenerateAnswerOrder Read(JsonMembers fields, bool usesFractions)
    {
        double? threshold = fields.Number("scoreThreshold", 0, Scale);
        int? number = fields.EntryNumber("qnaId");
        return new GenerateAnswerOrder(
            new EntryQuery(
                fields.Question(options.MaxQuestionLength, required: number is null),
                number,
                fields.PreviousNumber(),
                ReadFilter(fields),
                fields.Top(),
                usesFractions && threshold <= 1 ? threshold * Scale : threshold,
                Scale)
            {
                User = ForeignQuestion.UserOf(fields),
            },
            fields.Flag("isTest") ?? false);
    }

    private static EntryFilter ReadFilter(JsonMembers fields)
    {
        FilterJoin join = fields.Join("strictFiltersCompoundOperationType");
        List<KeyValuePair<string, string>> metadata = [];
        List<string> sources = [];
        foreach (JsonMembers condition in fields.Objects("strictFilters", EntryFilter.MaxConditions))
        {
            string name = condition.RequiredText("name", KnowledgeLimits.MetadataName);
            string value = condition.RequiredText("value", KnowledgeLimits.MetadataValue);
            if (name.Equals(SourceName, StringComparison.OrdinalIgnoreCase))
            {
                sources.Add(value);
            }
            else
            {
                metadata.Add(new(name, value));
            }
        }

        return metadata.Count + sources.Count == 0
            ? EntryFilter.None : new EntryFilter(metadata, join, null) { Sources = sources, SourceJoin = join };
    }
}

/// <summary>What <c>generateAnswer</c> is to do.</summary>
/// <param name="Query">What is asked for.</param>
/// <param name="IsTest">Whether the draft is to answer.</param>
internal sealed record GenerateAnswerOrder(EntryQuery Query, bool IsTest);

/// <summary>Reads questions of clients of other services.</summary>
internal static class ForeignQuestion
{
    private const int LongestUser = 256;

    /// <summary>Reads the member <c>userId</c>; what is no such text names nobody.</summary>
    /// <param name="fields">The object.</param>
    public static string? UserOf(JsonMembers fields) =>
        fields.Element("userId") is { ValueKind: System.Text.Json.JsonValueKind.String } value && JsonMembers.TextOf(value) is { } user
            && user.Length <= LongestUser ? user : null;

    /// <summary>Reads the member <c>question</c>.</summary>
    /// <param name="fields">The object.</param>
    /// <param name="longest">Most characters.</param>
    /// <param name="required">Whether it must be there and right.</param>
    public static Question? Question(this JsonMembers fields, int longest, bool required)
    {
        string? text = fields.Text("question");
        bool isText = text is not null || fields.Element("question") is null;
        if (!Core.Text.Question.TryParse(text, longest, null, out Question? question, out string? fault) && required && isText)
        {
            fields.Report("question", fault);
        }

        return question;
    }
}
