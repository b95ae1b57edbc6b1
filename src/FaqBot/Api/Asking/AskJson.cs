using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Http;

namespace FaqBot.Api.Asking;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, Converters = [typeof(DecisionConverter)])]
[JsonSerializable(typeof(AskRequest))]
[JsonSerializable(typeof(AskResponse))]
internal sealed partial class AskJson : JsonSerializerContext;
