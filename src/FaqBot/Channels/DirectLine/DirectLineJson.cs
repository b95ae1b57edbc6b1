using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Channels.DirectLine;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DirectLineError))]
[JsonSerializable(typeof(TokenGrant))]
[JsonSerializable(typeof(ConversationGrant))]
[JsonSerializable(typeof(ActivityReceipt))]
internal sealed partial class DirectLineJson : JsonSerializerContext;
