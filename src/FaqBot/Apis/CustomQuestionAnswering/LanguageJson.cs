using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProjectReply))]
[JsonSerializable(typeof(TextReply))]
[JsonSerializable(typeof(LanguageError))]
internal sealed partial class LanguageJson : JsonSerializerContext;
