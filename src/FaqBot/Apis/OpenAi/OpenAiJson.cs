using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Apis.OpenAi;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingList))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(OpenAiError))]
internal sealed partial class OpenAiJson : JsonSerializerContext;
