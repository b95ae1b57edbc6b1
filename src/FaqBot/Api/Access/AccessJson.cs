using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Api.Access;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(NewKeyView))]
[JsonSerializable(typeof(NewKeyRequest))]
[JsonSerializable(typeof(NewOwnKeyRequest))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(MemberList))]
[JsonSerializable(typeof(MemberRequest))]
[JsonSerializable(typeof(OwnMemberRequest))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(CallerView))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(EndSessionsRequest))]
[JsonSerializable(typeof(EndedSessions))]
internal sealed partial class AccessJson : JsonSerializerContext;

/// <summary>Lines of the exported audit log, in the spelling of all JSON here.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditRowView))]
internal sealed partial class AuditLineJson : JsonSerializerContext;
