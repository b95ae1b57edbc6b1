using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Core.Storage;

namespace FaqBot.Api.Feedbacks;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(ComplaintList))]
internal sealed partial class FeedbackJson : JsonSerializerContext;

/// <summary>A reason as replies spell it.</summary>
internal sealed class FeedbackReasonConverter() : JsonStringEnumConverter<FeedbackReason>(JsonNamingPolicy.CamelCase);
