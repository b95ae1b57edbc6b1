using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Apis.Embedding;

namespace FaqBot.Apis.Tei;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TeiEmbedRequest))]
[JsonSerializable(typeof(TeiRerankRequest))]
[JsonSerializable(typeof(TeiTokenizeRequest))]
[JsonSerializable(typeof(TeiDecodeRequest))]
[JsonSerializable(typeof(TeiError))]
[JsonSerializable(typeof(TeiInfo))]
[JsonSerializable(typeof(TeiRank[]))]
[JsonSerializable(typeof(TeiToken[][]))]
[JsonSerializable(typeof(WireVector[]))]
[JsonSerializable(typeof(WireVector[][]))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class TeiJson : JsonSerializerContext;
