using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Apis.QnaMaker.Authoring;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuthoredList))]
[JsonSerializable(typeof(AuthoredDocuments))]
[JsonSerializable(typeof(WordAlterations))]
[JsonSerializable(typeof(EndpointKeyPair))]
[JsonSerializable(typeof(EndpointSettings))]
[JsonSerializable(typeof(QnaOperation))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class QnaAuthoringJson : JsonSerializerContext;
