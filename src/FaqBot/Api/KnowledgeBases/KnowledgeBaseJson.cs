using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Api.KnowledgeBases;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(KnowledgeBaseList))]
[JsonSerializable(typeof(KnowledgeBaseSummary))]
internal sealed partial class KnowledgeBaseJson : JsonSerializerContext;
