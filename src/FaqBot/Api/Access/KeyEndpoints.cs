using FaqBot.Core.Access;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Access;

/// <summary>
/// <c>/api/v1/keys</c>, and <c>/api/v1/kbs/{kb}/keys</c> for those that open this knowledge base alone: making, rotating, removing keys.
/// </summary>
internal sealed class KeyEndpoints(AccessRing ring, TimeProvider time)
{
    private const int MostName = 100, MostGrants = 100, UsualOverlap = 168, MostOverlap = 24 * 90;
    private const string Example = "{\"name\": \"ci\", \"grants\": [{\"kb\": \"shop\", \"role\": \"editor\"}]}";
    private const string OwnExample = "{\"name\": \"ci\", \"roles\": [\"editor\"]}";

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder all = routes.MapGroup("/api/v1/keys").Needs(Right.Administer);
        Map(all, "");
        all.MapPost("", (HttpContext http, KeyEndpoints keys, CancellationToken end) => keys.CreateAsync(null, http, end))
            .WithName("CreateKey").WithSummary("Make a key; what opens it is told this one time.")
            .WithExample("""{"name":"ci","grants":[{"kb":"shop","role":"editor"}],"expiresAt":"2031-01-01T00:00:00Z"}""")
            .Accepts<NewKeyRequest>("application/json").Produces<NewKeyView>(StatusCodes.Status201Created).ProducesAccessProblems();
        RouteGroupBuilder own = routes.MapGroup("/api/v1/kbs/{kb}/keys").Needs(Right.ManageAccess).WithExample("kb", "shop");
        Map(own, "Own");
        own.MapPost("", (string kb, HttpContext http, KeyEndpoints keys, CancellationToken end) => keys.CreateAsync(kb, http, end))
            .WithName("CreateOwnKey").WithSummary("Make a key for one knowledge base; what opens it is told this one time.")
            .WithExample("""{"name":"shop-import","roles":["editor"],"expiresAt":"2031-01-01T00:00:00Z"}""")
            .Accepts<NewOwnKeyRequest>("application/json").Produces<NewKeyView>(StatusCodes.Status201Created).ProducesAccessProblems();
    }

    /// <summary>What both places have alike.</summary>
    private static void Map(RouteGroupBuilder group, string own)
    {
        string where = own.Length == 0 ? "" : " of one knowledge base";
        group.WithTags("Access").ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", (HttpContext http, KeyEndpoints keys) => keys.ListAsync(http)).WithName($"List{own}Keys")
            .WithSummary($"List the keys{where}: what they may do, when they end and were used last.").Produces<KeyList>();
        group.MapPost("/{id:long}/rotate",
                (long id, HttpContext http, KeyEndpoints keys, CancellationToken end) => keys.RotateAsync(id, http, end))
            .WithName($"Rotate{own}Key")
            .WithSummary($"Make a second text that opens a key{where}; the former one still does for a while.")
            .WithExample("""{"overlapHours":24}""").Accepts<RotateRequest>("application/json").Produces<NewKeyView>()
            .ProducesAccessProblems();
        group.MapDelete("/{id:long}", (long id, HttpContext http, KeyEndpoints keys) => keys.RemoveAsync(id, http))
            .WithName($"Remove{own}Key").WithSummary($"Remove a key{where}: it opens nothing from now on.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/{id:long}/secrets/{secret:long}",
                (long id, long secret, HttpContext http, KeyEndpoints keys) => keys.RemoveSecretAsync(id, secret, http))
            .WithName($"Remove{own}KeySecret").WithSummary($"Remove one of the two texts that open a key{where}.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private async Task<Ok<KeyList>> ListAsync(HttpContext http)
    {
        string? kb = KnowledgeBaseOf(http);
        IReadOnlyList<AccessKey> keys = await Task.Run(() =>
        {
            ring.StoreUses();
            return ring.Store.Keys.All();
        });
        return TypedResults.Ok(new KeyList([.. keys.Where(key => kb is null || IsOwn(key, kb)).Select(KeyView.Of)]));
    }

    private async Task<Created<NewKeyView>> CreateAsync(string? kb, HttpContext http, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        (string name, Grant[] grants, DateTimeOffset? end) = await JsonBody.ReadFieldsAsync(
            http.Request,
            kb is null ? Example : OwnExample,
            fields =>
            {
                fields.Expect("name", kb is null ? "grants" : "roles", "expiresAt");
                return (
                    fields.RequiredText("name", MostName).Trim(),
                    kb is null ? Grants(fields) : AccessRequest.Roles(fields, kb, false).Select(role => new Grant(kb, role)).ToArray(),
                    AccessRequest.Future(fields, "expiresAt", now));
            },
            cancellationToken);
        (AccessKey key, string secret) = await ChangeAsync(() => ring.Store.Keys.Create(name, grants, Caller.Of(http).Name, now, end))
            ?? throw new DoesNotFitException(
                $"Found a key of this name, or {AccessKey.Most} keys; choose another name, or remove those that have ended.");
        AuditDetail detail = AuditDetail.Of(http);
        detail.Object = $"keys/{key.Id}";
        detail.Note = $"{key.Name}: {string.Join(", ", key.Grants)}";
        return TypedResults.Created($"{http.Request.Path}/{key.Id}", new NewKeyView(secret, KeyView.Of(key)));
    }

    private async Task<Ok<NewKeyView>> RotateAsync(long id, HttpContext http, CancellationToken cancellationToken)
    {
        int hours = await JsonBody.ReadFieldsAsync(
            http.Request,
            "{\"overlapHours\": 24}",
            fields =>
            {
                fields.Expect("overlapHours");
                return fields.Integer("overlapHours", 0, MostOverlap) ?? UsualOverlap;
            },
            cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        Find(id, http);
        (AccessKey key, string secret) = await ChangeAsync(() => ring.Store.Keys.Rotate(id, now, now.AddHours(hours)))
            ?? throw new DoesNotFitException(
                "Found two texts that open the key; remove the one that no client uses any more: DELETE …/secrets/{secret}.");
        return TypedResults.Ok(new NewKeyView(secret, KeyView.Of(key)));
    }

    private async Task<NoContent> RemoveAsync(long id, HttpContext http)
    {
        AuditDetail.Of(http).Note = Find(id, http).Name;
        return await ChangeAsync(() => ring.Store.Keys.Remove(id)) ? TypedResults.NoContent() : throw NoKey(id);
    }

    private async Task<NoContent> RemoveSecretAsync(long id, long text, HttpContext http)
    {
        if (!Find(id, http).Secrets.Select(secret => secret.Id).Contains(text))
        {
            throw new UnknownHereException($"Found no text {text} of key {id}; GET …/keys lists them.");
        }

        return await ChangeAsync(() => ring.Store.Keys.RemoveSecret(id, text))
            ? TypedResults.NoContent()
            : throw new DoesNotFitException("Found the only text that opens the key; rotate the key first, or remove the key.");
    }

    /// <summary>The grants of a body.</summary>
    private static Grant[] Grants(JsonMembers fields)
    {
        List<Grant> grants = [];
        foreach (JsonMembers item in fields.Objects("grants", MostGrants))
        {
            item.Expect("kb", "role");
            string scope = AccessRequest.Scope(item);
            if (!RoleRights.TryParse(item.RequiredText("role", MostName), out Role role))
            {
                item.Report("role", $"Found another word, expected {string.Join(", ", RoleRights.Names)}.");
            }
            else if (new Grant(scope, role) is { IsPossible: true } grant)
            {
                grants.Add(grant);
            }
            else
            {
                item.Report("role", "Found administrator on one knowledge base, expected it on all (kb: *), or owner.");
            }
        }

        if (fields.Element("grants") is null or { ValueKind: System.Text.Json.JsonValueKind.Array } && grants.Count == 0)
        {
            fields.Report("grants", $"Found none, expected a list as in {Example}.");
        }

        return [.. grants];
    }

    /// <summary>Finds a key that may be managed here.</summary>
    /// <exception cref="UnknownHereException">There is none, or it opens more than this knowledge base.</exception>
    private AccessKey Find(long id, HttpContext http)
    {
        string? kb = KnowledgeBaseOf(http);
        return ring.Store.Keys.All().FirstOrDefault(key => key.Id == id && (kb is null || IsOwn(key, kb))) ?? throw NoKey(id);
    }

    private async Task<T> ChangeAsync<T>(Func<T> change) => await Task.Run(() =>
    {
        T done = change();
        ring.Refresh();
        return done;
    });

    private static UnknownHereException NoKey(long id) => new($"Found no key {id} here; GET …/keys lists those that there are.");

    private static bool IsOwn(AccessKey key, string kb) => key.Grants.All(grant => grant.Scope == kb);

    private static string? KnowledgeBaseOf(HttpContext http) => http.GetRouteValue("kb") as string;
}
