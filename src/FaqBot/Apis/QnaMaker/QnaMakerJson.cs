using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Apis.QnaMaker;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GenerateAnswerReply))]
[JsonSerializable(typeof(QnaMakerError))]
internal sealed partial class QnaMakerJson : JsonSerializerContext;
