using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Http;

namespace FaqBot.Api.Authoring;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(DecisionConverter)])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(DateTimeOffset?))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonElement?))]
[JsonSerializable(typeof(DraftView))]
[JsonSerializable(typeof(EntryPage))]
[JsonSerializable(typeof(EditResult))]
[JsonSerializable(typeof(ChangeSetPage))]
[JsonSerializable(typeof(WholeChangeSet))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(BlameView))]
[JsonSerializable(typeof(DiffView))]
[JsonSerializable(typeof(VersionPage))]
[JsonSerializable(typeof(PublishView))]
[JsonSerializable(typeof(UnpublishView))]
[JsonSerializable(typeof(PolicyView))]
[JsonSerializable(typeof(BulkView))]
[JsonSerializable(typeof(LabelPage))]
[JsonSerializable(typeof(EvaluationView))]
[JsonSerializable(typeof(EvaluationList))]
[JsonSerializable(typeof(ComparisonView))]
[JsonSerializable(typeof(BehaviourView))]
[JsonSerializable(typeof(LoggedBehaviourView))]
[JsonSerializable(typeof(LoggedBehaviourRequest))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(BehaviourRequest))]
[JsonSerializable(typeof(PublishRequest))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(LabelRequest))]
[JsonSerializable(typeof(EvaluationRequest))]
internal sealed partial class AuthoringJson : JsonSerializerContext;
