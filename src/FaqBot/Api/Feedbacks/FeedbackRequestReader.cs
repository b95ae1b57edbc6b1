using System.Text.Json;
using FaqBot.Core.Answering;
using FaqBot.Core.Conversations;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Api.Feedbacks;

/// <summary>Reads feedback and reports all its faults together.</summary>
internal static class FeedbackRequestReader
{
    private const string Example = "{\"question\": \"…\", \"entryId\": \"…\", \"kind\": \"helpful\"}";

    public static ValueTask<GivenFeedback> ReadAsync(
        HttpRequest request, LoadedEngine loaded, AnsweringOptions options, CancellationToken cancellationToken) =>
        JsonBody.ReadFieldsAsync(request, Example, fields => ReadAsync(fields, loaded, options, cancellationToken), cancellationToken);

    private static async ValueTask<GivenFeedback> ReadAsync(
        JsonMembers fields, LoadedEngine loaded, AnsweringOptions options, CancellationToken cancellationToken)
    {
        fields.Expect("question", "kind", "reason", "comment", "entryId", "kb", "version", "conversationId", "userId", "noLog");
        string kb = fields.Text("kb", KnowledgeLimits.Id) is { Length: > 0 } named ? named : options.DefaultKnowledgeBase;
        FaqCatalog? catalog = await loaded.Catalogs.FindAsync(kb, Deployment.Production, cancellationToken);
        string? typed = fields.Text("question");
        if (!Question.TryParse(typed, options.MaxQuestionLength, null, out Question? question, out string? fault)
            && (typed is not null || !HasOther(fields)))
        {
            fields.Report("question", fault);
        }

        FeedbackKind? kind = fields.Text("kind") switch
        {
            "helpful" => FeedbackKind.Helpful,
            "notHelpful" => FeedbackKind.NotHelpful,
            "chosen" => FeedbackKind.Chosen,
            _ => null,
        };
        if (kind is null)
        {
            fields.Report("kind", "Found another word or none, expected helpful, notHelpful or chosen.");
        }

        FeedbackReason? reason = ReasonOf(fields);
        string? comment = fields.Text("comment", Feedback.MostComment)?.Trim() is { Length: > 0 } said ? said : null;
        if (kind is not null and not FeedbackKind.NotHelpful && (reason is not null || comment is not null))
        {
            fields.Report(reason is null ? "comment" : "reason", "Found one with another kind, expected it with notHelpful only.");
        }

        string? entry = fields.Text("entryId", KnowledgeLimits.Id) is { Length: > 0 } id ? id : null;
        if (entry is not null && catalog?.IndexOf(entry) < 0)
        {
            fields.Report("entryId", "Found no entry of this id.");
        }
        else if (entry is null && kind == FeedbackKind.Chosen)
        {
            fields.Report("entryId", "Found none, expected the entry that was chosen.");
        }

        int? version = (int?)fields.Number("version", 1, catalog?.Identity.Number ?? int.MaxValue, whole: true);
        string? user =
            fields.Text("userId", ConversationKey.MaxLength), conversation = fields.Text("conversationId", ConversationKey.MaxLength);
        return new GivenFeedback(kb, question?.Text ?? "", kind ?? default, entry, version, user is { Length: > 0 } ? user : conversation)
        {
            Reason = reason,
            Comment = comment,
            OptsOut = fields.Flag("noLog") ?? false,
        };
    }

    private static FeedbackReason? ReasonOf(JsonMembers fields)
    {
        if (fields.Text("reason") is not { Length: > 0 } named)
        {
            return null;
        }

        foreach (FeedbackReason reason in Enum.GetValues<FeedbackReason>())
        {
            if (JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()) == named)
            {
                return reason;
            }
        }

        fields.Report("reason", "Found another word, expected notMyQuestion, outOfDate, unclear or didNotWork.");
        return null;
    }

    /// <summary>Whether the member is there as something else than a text, which was told already.</summary>
    private static bool HasOther(JsonMembers fields) => fields.Element("question") is not null;
}
