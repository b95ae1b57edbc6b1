using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Api.Suggesting;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SuggestResponse))]
internal sealed partial class SuggestJson : JsonSerializerContext;
