using System.Text.Json;
using FaqBot.Core.Answering;
using FaqBot.Core.Conversations;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Api.Asking;

/// <summary>Reads the body of a question and reports all its faults together.</summary>
internal sealed class AskRequestReader(AnsweringOptions options)
{
    private const string Channel = "http";
    private const int DefaultTop = 3, LongestTag = 35;
    private const string Example = "{\"question\": \"…\"}";

    public ValueTask<(Ask Ask, AskingUser User)> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.ReadAsync(request, Example, Read, cancellationToken);

    private (Ask Ask, AskingUser User) Read(JsonElement body)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        fields.Expect(
            "question", "kb", "top", "threshold", "language", "locale", "filters", "context", "conversationId", "userId", "noLog");
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
                faults.Add("language", "Found another tag, expected zh-Hans, zh-Hant or en.");
            }
        }

        language ??= LanguageGuess.Otherwise(original, fields.Text("locale", LongestTag));
        Question? question = null;
        if (!faults.Has("question") && !Question.TryParse(original, options.MaxQuestionLength, language, out question, out string? fault))
        {
            faults.Add("question", fault);
        }

        string kb = fields.Text("kb", KnowledgeLimits.Id) is { Length: > 0 } named ? named : options.DefaultKnowledgeBase;
        int top = (int)(fields.Number("top", 1, Ranking.MaxEntries, whole: true) ?? DefaultTop);
        double? threshold = fields.Number("threshold", 0, 1, whole: false);
        EntryFilter filter = ReadFilter(fields, faults.Add);
        Question? previousQuestion = ReadContext(fields, ref filter);
        string? conversation = fields.Text("conversationId", ConversationKey.MaxLength);
        AskingUser user = new(fields.Text("userId", ConversationKey.MaxLength), conversation, fields.Flag("noLog") ?? false);
        return faults.Count == 0 && question is not null
            ? (new Ask(question, kb, filter, top, threshold)
            {
                PreviousQuestion = previousQuestion,
                ConversationId = string.IsNullOrEmpty(conversation) ? null : ConversationKey.NameOf(Channel, conversation),
            }, user)
            : throw faults.ToException();
    }

    private static EntryFilter ReadFilter(JsonMembers fields, Action<string, string> add)
    {
        List<KeyValuePair<string, string>> conditions = [];
        FilterJoin join = FilterJoin.And;
        if (fields.Object("filters") is { } filters)
        {
            filters.Expect("metadata", "join");
            foreach (JsonMembers condition in filters.Objects("metadata", EntryFilter.MaxConditions))
            {
                condition.Expect("name", "value");
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
                    add("filters.join", "Found another word, expected 'and' or 'or'.");
                    break;
            }
        }

        return conditions.Count == 0 ? EntryFilter.None : new EntryFilter(conditions, join, null);
    }

    private Question? ReadContext(JsonMembers fields, ref EntryFilter filter)
    {
        if (fields.Object("context") is not { } context)
        {
            return null;
        }

        context.Expect("previousEntryId", "previousQuestion");
        string? previous = context.Text("previousEntryId", KnowledgeLimits.Id);
        filter = filter.After(string.IsNullOrEmpty(previous) ? null : previous);

        // What is no question now was none before: there is nothing to follow on from.
        return Question.TryParse(
            context.Text("previousQuestion", KnowledgeLimits.AnswerLength), options.MaxQuestionLength, null, out Question? question, out _)
                ? question : null;
    }
}

/// <summary>What a request says about who asks.</summary>
/// <param name="User">The user; or null.</param>
/// <param name="Conversation">The conversation, as the request names it; or null.</param>
/// <param name="OptsOut">Whether the question is not to be logged.</param>
internal readonly record struct AskingUser(string? User, string? Conversation, bool OptsOut);
