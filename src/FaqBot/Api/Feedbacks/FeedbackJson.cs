using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Api.Feedbacks;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FeedbackRequest))]
internal sealed partial class FeedbackJson : JsonSerializerContext;
