using System.Text.Json;
using FaqBot.Answering;
using FaqBot.Errors;
using FaqBot.Knowledge;
using FaqBot.Matching;
using FaqBot.Text;

namespace FaqBot.Asking;

/// <summary>Reads the body of a question and reports all its faults together.</summary>
internal sealed class AskRequestReader(AnsweringOptions options)
{
    private const int DefaultTop = 3;

    private static readonly string[] Known = ["question", "kb", "top", "threshold", "language", "filters", "context"];

    public async ValueTask<Ask> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body is not JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 8 }, cancellationToken);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            string place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw Invalid(new() { [""] = [$"The body is not valid JSON ({place}); expected an object such as {{\"question\": \"…\"}}."] });
        }
    }

    private Ask Read(JsonElement body)
    {
        Dictionary<string, List<string>> faults = new(StringComparer.Ordinal);
        void Add(string field, string fault) => (faults.TryGetValue(field, out List<string>? list) ? list : faults[field] = []).Add(fault);

        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(new() { [""] = [$"Found {body.ValueKind.ToString().ToLowerInvariant()}, expected an object such as {{\"question\": \"…\"}}."] });
        }

        foreach (JsonProperty member in body.EnumerateObject())
        {
            if (!Known.Contains(member.Name, StringComparer.Ordinal))
            {
                Add(member.Name, $"Unknown; known are {string.Join(", ", Known)}.");
            }
        }

        JsonFields fields = new(body, "", Add);
        string? original = fields.Text("question");
        Language? language = null;
        if (fields.Text("language") is { } tag)
        {
            if (LanguageTag.TryParse(tag, out Language stated))
            {
                language = stated;
            }
            else
            {
                Add("language", "Found another tag, expected zh-Hans, zh-Hant or en.");
            }
        }

        Question? question = null;
        if (!faults.ContainsKey("question") && !Question.TryParse(original, options.MaxQuestionLength, language, out question, out string? fault))
        {
            Add("question", fault);
        }

        string kb = fields.Text("kb", KnowledgeLimits.Id) is { Length: > 0 } named ? named : options.DefaultKnowledgeBase;
        int top = (int)(fields.Number("top", 1, Ranking.MaxEntries, whole: true) ?? DefaultTop);
        double? threshold = fields.Number("threshold", 0, 1, whole: false);
        EntryFilter filter = ReadFilter(fields, Add);
        return faults.Count == 0 && question is not null
            ? new Ask(question, kb, filter, top, threshold)
            : throw Invalid(faults.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));
    }

    private static EntryFilter ReadFilter(JsonFields fields, Action<string, string> add)
    {
        List<KeyValuePair<string, string>> conditions = [];
        FilterJoin join = FilterJoin.And;
        if (fields.Object("filters") is { } filters)
        {
            foreach (JsonFields condition in filters.Objects("metadata", EntryFilter.MaxConditions))
            {
                string? name = condition.Text("name", KnowledgeLimits.MetadataName);
                string? value = condition.Text("value", KnowledgeLimits.MetadataValue);
                if (name is null || value is null)
                {
                    add("filters.metadata", "A condition lacks its name or value.");
                }
                else
                {
                    conditions.Add(new(name, value));
                }
            }

            switch (filters.Text("join"))
            {
                case null or "and":
                    break;
                case "or":
                    join = FilterJoin.Or;
                    break;
                default:
                    add("filters.join", "Found another word, expected and or or.");
                    break;
            }
        }

        string? previous = null;
        if (fields.Object("context") is { } context)
        {
            previous = context.Text("previousEntryId", KnowledgeLimits.Id);
            context.Text("previousQuestion", KnowledgeLimits.AnswerLength);
        }

        return conditions.Count == 0 && string.IsNullOrEmpty(previous) ? EntryFilter.None : new EntryFilter(conditions, join, previous);
    }

    private static InvalidRequestException Invalid(Dictionary<string, string[]> faults) =>
        new($"Found {faults.Values.Sum(list => list.Length)} fault(s); nothing was asked.", faults);
}
