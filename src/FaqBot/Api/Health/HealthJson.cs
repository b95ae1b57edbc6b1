using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Api.Health;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(Readiness))]
internal sealed partial class HealthJson : JsonSerializerContext;
