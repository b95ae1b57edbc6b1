using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProjectPage))]
[JsonSerializable(typeof(ProjectView))]
[JsonSerializable(typeof(QnaPage))]
[JsonSerializable(typeof(SynonymPage))]
[JsonSerializable(typeof(SourcePage))]
[JsonSerializable(typeof(DeploymentPage))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ProjectJson : JsonSerializerContext;
