using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Jobs;

namespace FaqBot.Admin;

/// <summary>What these routes read and write, as generated code does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(KnowledgeBaseModel))]
[JsonSerializable(typeof(ModelChoice))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(ModelInventory))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(ServiceSettings))]
[JsonSerializable(typeof(DraftList))]
[JsonSerializable(typeof(BuildRequest))]
internal sealed partial class AdminJson : JsonSerializerContext;
