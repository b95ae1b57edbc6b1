using System.ComponentModel;
using FaqBot.Core.Access;

namespace FaqBot.Api.Access;

/// <summary>A role on a knowledge base, or on all.</summary>
internal sealed record GrantView(
    [property: Description("Id of the knowledge base; * for all.")] string Kb,
    [property: Description("viewer, analyst, editor, publisher, owner or administrator.")] string Role)
{
    public static GrantView Of(Grant grant) => new(grant.Scope, grant.Role.Name());
}

/// <summary>A key, without what opens it.</summary>
internal sealed record KeyView(
    long Id,
    string Name,
    IReadOnlyList<GrantView> Grants,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    IReadOnlyList<SecretView> Secrets)
{
    public static KeyView Of(AccessKey key) => new(
        key.Id, key.Name, [.. key.Grants.Select(GrantView.Of)], key.CreatedBy, key.CreatedAt, key.ExpiresAt, key.LastUsedAt,
        [
            .. key.Secrets.Select(secret =>
                new SecretView(secret.Id, secret.Shown, secret.CreatedAt, secret.ExpiresAt, secret.LastUsedAt)),
        ]);
}

/// <summary>One of the texts that open a key: where it begins, and when it was used.</summary>
internal sealed record SecretView(
    long Id, string Start, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>Keys.</summary>
internal sealed record KeyList(IReadOnlyList<KeyView> Keys);

/// <summary>A key with the text that opens it, which is told this one time.</summary>
internal sealed record NewKeyView([property: Description("What opens the key: told this one time.")] string Secret, KeyView Key);

/// <summary>Body of <c>POST /api/v1/keys</c>.</summary>
internal sealed record NewKeyRequest(string Name, IReadOnlyList<GrantView> Grants, DateTimeOffset? ExpiresAt);

/// <summary>Body of <c>POST /api/v1/kbs/{kb}/keys</c>.</summary>
internal sealed record NewOwnKeyRequest(string Name, IReadOnlyList<string> Roles, DateTimeOffset? ExpiresAt);

/// <summary>Body of <c>POST …/rotate</c>.</summary>
internal sealed record RotateRequest(
    [property: Description("Hours for which the former text still opens the key; 168 without.")] int? OverlapHours);

/// <summary>A person or a group, and its roles.</summary>
internal sealed record MemberView(
    [property: Description("user or group.")] string Kind, string Name, string Kb, string Role, string GrantedBy, DateTimeOffset GrantedAt)
{
    public static MemberView Of(Member member) => new(
        KindName(member.Kind), member.Name, member.Grant.Scope, member.Grant.Role.Name(), member.GrantedBy, member.GrantedAt);

    /// <summary>What requests call a kind.</summary>
    public static string KindName(MemberKind kind) => kind == MemberKind.User ? "user" : "group";
}

/// <summary>Roles of persons and groups.</summary>
internal sealed record MemberList(IReadOnlyList<MemberView> Members);

/// <summary>Body of <c>PUT /api/v1/kbs/{kb}/members</c>.</summary>
internal sealed record OwnMemberRequest(
    string Kind, string Name,
    [property: Description("All roles there from now on; none: they are taken away.")] IReadOnlyList<string> Roles);

/// <summary>Body of <c>PUT /api/v1/members</c>.</summary>
internal sealed record MemberRequest(
    string Kind, string Name, [property: Description("Id of the knowledge base; * for all.")] string Kb, IReadOnlyList<string> Roles);

/// <summary>A row of the audit log.</summary>
internal sealed record AuditRowView(
    long Number,
    DateTimeOffset At,
    string Actor,
    [property: Description("The network it came from.")] string? Address,
    [property: Description("An operation of this description, or SignIn, SignOut.")] string Action,
    string? Kb,
    string? Object,
    string? Before,
    string? After,
    [property: Description("done, refused or failed.")] string Outcome,
    string? RequestId,
    string? Note,
    [property: Description("What proves it and all rows before it.")] string Hash)
{
    public static AuditRowView Of(AuditRow row) => new(
        row.Number, row.Entry.At, row.Entry.Actor, row.Entry.Address, row.Entry.Action, row.Entry.KnowledgeBaseId, row.Entry.Object,
        row.Entry.Before, row.Entry.After, row.Entry.Outcome.ToString().ToLowerInvariant(), row.Entry.RequestId, row.Entry.Note,
        Convert.ToHexStringLower(row.Hash.Span));
}

/// <summary>Rows of the audit log, latest first.</summary>
internal sealed record AuditPage(
    IReadOnlyList<AuditRowView> Rows,
    [property: Description("What to give as before for the next page; none: this is the last.")] long? Next);

/// <summary>Who calls, and what that one may do.</summary>
internal sealed record CallerView(
    [property: Description("nobody, configured, key, user or account.")] string Kind,
    string Name,
    IReadOnlyList<CallerGrantView> Grants,
    [property: Description("To be sent as X-FaqBot-Antiforgery with every change, where a cookie says who calls.")]
    string? AntiforgeryToken,
    DateTimeOffset? ExpiresAt,
    SignInWays SignIn);

/// <summary>What a caller may do with a knowledge base, or with all.</summary>
internal sealed record CallerGrantView(string Kb, IReadOnlyList<string> Roles, IReadOnlyList<string> Rights);

/// <summary>By what people can sign in here.</summary>
internal sealed record SignInWays(
    [property: Description("Whether GET /api/v1/sign-in leads to an issuer.")] bool Issuer,
    [property: Description("Whether POST /api/v1/sign-in takes a name and a password.")] bool Account);
