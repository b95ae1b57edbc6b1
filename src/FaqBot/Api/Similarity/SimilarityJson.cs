using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Api.Similarity;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SimilarityRequest))]
[JsonSerializable(typeof(SimilarityResponse))]
[JsonSerializable(typeof(SimilarityList))]
[JsonSerializable(typeof(RankRequest))]
[JsonSerializable(typeof(RankResponse))]
internal sealed partial class SimilarityJson : JsonSerializerContext;
