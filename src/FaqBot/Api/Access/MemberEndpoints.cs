using FaqBot.Core.Access;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Access;

/// <summary><c>/api/v1/members</c> and <c>/api/v1/kbs/{kb}/members</c>: the roles of persons and groups. Names stand in bodies: URLs are
/// logged.</summary>
internal sealed class MemberEndpoints(AccessRing ring, TimeProvider time)
{
    private const string Example = "{\"kind\": \"user\", \"name\": \"anna@example.com\", \"kb\": \"*\", \"roles\": [\"publisher\"]}";
    private const string OwnExample = "{\"kind\": \"user\", \"name\": \"anna@example.com\", \"roles\": [\"publisher\"]}";

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes.MapGroup("/api/v1/members").Needs(Right.Administer), "");
        Map(routes.MapGroup("/api/v1/kbs/{kb}/members").Needs(Right.ManageAccess).WithExample("kb", "shop"), "Own");
    }

    private static void Map(RouteGroupBuilder group, string own)
    {
        string where = own.Length == 0 ? "" : " of one knowledge base";
        group.WithTags("Access").ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", (HttpContext http, MemberEndpoints members) => members.ListAsync(http)).WithName($"List{own}Members")
            .WithSummary($"List the roles of persons and groups{where}.").Produces<MemberList>();
        RouteHandlerBuilder put = group
            .MapPut("", (HttpContext http, MemberEndpoints members, CancellationToken end) => members.PutAsync(http, end))
            .WithName($"Put{own}Member").WithSummary($"Give a person or a group roles{where}, in place of those that it had there.")
            .Produces<MemberList>().ProducesAccessProblems();
        if (own.Length == 0)
        {
            put.Accepts<MemberRequest>("application/json")
                .WithExample("""{"kind":"group","name":"faq-editors","kb":"*","roles":["editor"]}""");
        }
        else
        {
            put.Accepts<OwnMemberRequest>("application/json")
                .WithExample("""{"kind":"user","name":"anna@example.com","roles":["publisher","analyst"]}""");
        }
    }

    private async Task<Ok<MemberList>> ListAsync(HttpContext http) => TypedResults.Ok(ListOf(
        await Task.Run(ring.Store.Members.All), KnowledgeBaseOf(http)));

    private async Task<Ok<MemberList>> PutAsync(HttpContext http, CancellationToken cancellationToken)
    {
        string? kb = KnowledgeBaseOf(http);
        (MemberKind kind, string name, string scope, Role[] roles) = await JsonBody.ReadFieldsAsync(
            http.Request, kb is null ? Example : OwnExample, fields => Read(fields, kb), cancellationToken);
        AuditDetail detail = AuditDetail.Of(http);
        detail.KnowledgeBaseId = kb ?? (scope == Grant.Everything ? null : scope);
        detail.Object = $"{MemberView.KindName(kind)} {name}";
        detail.After = string.Join(", ", roles.Select(role => role.Name()));
        IReadOnlyList<Member> all = await Task.Run(() =>
        {
            IReadOnlyList<Role> former = ring.Store.Members.Put(kind, name, scope, roles, Caller.Of(http).Name, time.GetUtcNow())
                ?? throw new DoesNotFitException($"Found {Member.Most} roles, expected fewer; take those away that nobody needs.");
            detail.Before = string.Join(", ", former.Select(role => role.Name()));
            ring.Refresh();
            return ring.Store.Members.All();
        });
        return TypedResults.Ok(ListOf(all, kb));
    }

    private static (MemberKind Kind, string Name, string Scope, Role[] Roles) Read(JsonMembers fields, string? kb)
    {
        fields.Expect(kb is null ? ["kind", "name", "kb", "roles"] : ["kind", "name", "roles"]);
        string kind = fields.RequiredText("kind", Member.MostName);
        if (kind.Length > 0 && kind is not ("user" or "group"))
        {
            fields.Report("kind", "Found another word, expected user or group.");
        }

        string scope = kb ?? AccessRequest.Scope(fields);
        return (
            kind == "group" ? MemberKind.Group : MemberKind.User, fields.RequiredText("name", Member.MostName).Trim(), scope,
            AccessRequest.Roles(fields, scope, mayBeNone: true));
    }

    private static MemberList ListOf(IReadOnlyList<Member> members, string? kb) =>
        new([.. members.Where(member => kb is null || member.Grant.Scope == kb).Select(MemberView.Of)]);

    private static string? KnowledgeBaseOf(HttpContext http) => http.GetRouteValue("kb") as string;
}
