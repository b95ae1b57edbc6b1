using FaqBot.Access;
using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Access;

/// <summary><c>GET /api/v1/me</c>: who calls, and what that one may do.</summary>
internal static class CallerEndpoints
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/me", Show).WithName("ShowCaller")
        .WithSummary("Show who calls and what that one may do, and by what people can sign in.").WithTags("Access").KnowsCaller()
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Ok<CallerView> Show(HttpContext http, AccessOptions options, AccessRing ring)
    {
        Caller caller = Caller.Of(http);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new CallerView(
            caller.Kind.ToString().ToLowerInvariant(),
            caller.Name,
            [
                .. caller.Grants.GroupBy(grant => grant.Scope, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new CallerGrantView(
                        group.Key, [.. group.Select(grant => grant.Role.Name()).Distinct()],
                        Names(caller.Grants.On(group.Key == Grant.Everything ? null : group.Key)))),
            ],
            caller.AntiforgeryToken,
            caller.ExpiresAt,
            new SignInWays(options.Oidc.IsConfigured(), ring.IsLoaded && ring.HasAccounts)));
    }

    private static string[] Names(Right rights) =>
    [
        .. Enum.GetValues<Right>().Where(right => right != Right.None && (rights & right) == right)
            .Select(right => right.ToString()).Select(name => char.ToLowerInvariant(name[0]) + name[1..]),
    ];
}
