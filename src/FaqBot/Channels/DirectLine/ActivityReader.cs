using System.Text.Json;
using FaqBot.Core.Knowledge;

namespace FaqBot.Channels.DirectLine;

/// <summary>Reads an activity that a client sends, and keeps of it what other clients of the conversation may see.</summary>
/// <remarks>Source:
/// <see href="https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md"/>.</remarks>
internal sealed class ActivityReader(DirectLineOptions options, TimeProvider time)
{
    /// <summary>Most files of an activity whose names are kept.</summary>
    public const int MostFiles = 10;

    private const int MostIdLength = 256;
    private const int MostNameLength = 256;

    // Members that are kept as they came; all others are the server's to say, or nobody's.
    private static readonly string[] Kept =
        ["text", "textFormat", "name", "value", "valueType", "locale", "localTimestamp", "localTimezone", "channelData", "entities",
            "inputHint", "summary", "speak", "replyToId"];

    /// <summary>Reads an activity.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="files">Names of files that came with it.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="caller">Who sends it.</param>
    /// <exception cref="DirectLineException">It breaks rules.</exception>
    public IncomingActivity Read(JsonElement activity, IReadOnlyList<string> files, string conversation, Caller caller)
    {
        string type = RequestJson.Text(activity, "type", MostNameLength) ?? throw Missing("type");
        string text = RequestJson.Text(activity, "text", int.MaxValue) ?? "";
        bool hasValue = activity.TryGetProperty("value", out JsonElement value) && value.ValueKind != JsonValueKind.Null;
        files = files.Count > 0 ? files : FilesOf(activity);
        if (type == IncomingActivity.Message && text.Length == 0 && !hasValue && files.Count == 0)
        {
            throw Missing("text");
        }

        JsonElement? data = RequestJson.Object(activity, "channelData");
        return new IncomingActivity(type, Store(activity, type, conversation, SenderOf(activity, caller), files))
        {
            Text = text,
            HasFiles = files.Count > 0,
            Name = RequestJson.Text(activity, "name", MostNameLength),
            Locale = RequestJson.Text(activity, "locale", MostNameLength),
            Key = data is { } own ? RequestJson.Text(own, "clientActivityID", int.MaxValue) : null,
            Choice = hasValue ? ChoiceOf(value) : null,
        };
    }

    /// <summary>Who sends the activity: the token's user, whatever the activity says. Without one nobody may pass for such a user, or for
    /// the bot.</summary>
    private static (string Id, string? Name) SenderOf(JsonElement activity, Caller caller)
    {
        JsonElement? from = RequestJson.Object(activity, "from");
        string? name = from is { } named ? RequestJson.Text(named, "name", MostNameLength) : null;
        if (caller.Claims?.User is { } user)
        {
            return (user, caller.Claims.Name ?? name);
        }

        string id = (from is { } sender ? RequestJson.Text(sender, "id", MostIdLength) : null) ?? throw Missing("from.id");
        return id == BotActivity.BotId || (!caller.HasSecret && TokenEndpoints.IsReserved(id))
            ? throw DirectLineException.BadArgument("from.id is reserved: a user whose id starts with dl_ must stand in the token.")
            : (id, name);
    }

    /// <summary>The names of an activity's attachments.</summary>
    private static IReadOnlyList<string> FilesOf(JsonElement activity) =>
        activity.TryGetProperty("attachments", out JsonElement attachments) && attachments.ValueKind == JsonValueKind.Array
            ? [.. attachments.EnumerateArray().Take(MostFiles).Select(file =>
                file.ValueKind == JsonValueKind.Object ? RequestJson.Text(file, "name", MostNameLength) ?? "" : "")]
            : [];

    private byte[] Store(
        JsonElement activity, string type, string conversation, (string Id, string? Name) sender, IReadOnlyList<string> files)
    {
        byte[] stored = BotActivity.Build(replyTo: 0, json =>
        {
            json.WriteString("type", type);
            json.WriteString("timestamp", time.GetUtcNow().UtcDateTime);
            json.WriteString("channelId", BotActivity.ChannelId);
            json.WriteStartObject("from");
            json.WriteString("id", sender.Id);
            if (sender.Name is not null)
            {
                json.WriteString("name", sender.Name);
            }

            json.WriteString("role", "user");
            json.WriteEndObject();
            json.WriteStartObject("conversation");
            json.WriteString("id", conversation);
            json.WriteEndObject();
            if (files.Count > 0)
            {
                WriteFiles(json, files);
            }

            foreach (JsonProperty member in activity.EnumerateObject().Where(member => Kept.Contains(member.Name))
                .DistinctBy(member => member.Name))
            {
                json.WritePropertyName(member.Name);
                json.WriteRawValue(RequestJson.Raw(member.Value), skipInputValidation: true);
            }
        });
        return stored.Length <= options.MaxActivityBytes ? stored : throw new DirectLineException(
            StatusCodes.Status413PayloadTooLarge, DirectLineCode.MessageTooBig,
                $"The activity has {stored.Length} bytes, expected at most {options.MaxActivityBytes}.");
    }

    /// <summary>Names alone: there is nothing to look at.</summary>
    private static void WriteFiles(Utf8JsonWriter json, IReadOnlyList<string> files)
    {
        json.WriteStartArray("attachments");
        foreach (string file in files)
        {
            json.WriteStartObject();
            json.WriteString("contentType", "application/octet-stream");
            json.WriteString("name", file.Length <= MostNameLength ? file : file[..MostNameLength]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static EntryChoice? ChoiceOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && RequestJson.Object(value, BotActivity.OwnMember) is { } own
            && RequestJson.Text(own, "entryId", KnowledgeLimits.Id) is { } entry
                ? new EntryChoice(entry, RequestJson.Text(own, "previousEntryId", KnowledgeLimits.Id))
                : null;

    private static DirectLineException Missing(string member) =>
        new(StatusCodes.Status400BadRequest, DirectLineCode.MissingProperty, $"The activity lacks '{member}'.");
}
