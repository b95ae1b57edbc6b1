using FaqBot.Core.Access;
using FaqBot.Http;

namespace FaqBot.Access;

/// <summary>The issuer whose people sign in (OpenID Connect), and what its groups may do.</summary>
internal sealed class OidcOptions
{
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    public string[] Scopes { get; set; } = ["profile", "email"];

    public string NameClaim { get; set; } = "preferred_username";

    public string RoleClaim { get; set; } = "groups";

    public string[] Roles { get; set; } = [];

    /// <summary>Whether there is an issuer.</summary>
    public bool IsConfigured() => Authority is not null;

    /// <summary>The roles of the groups that somebody is in.</summary>
    /// <param name="groups">The groups.</param>
    public IEnumerable<Grant> GrantsOf(IReadOnlyCollection<string> groups) =>
        Roles.Select(Parse).OfType<(string Group, Grant Grant)>().Where(role => groups.Contains(role.Group)).Select(role => role.Grant);

    public IEnumerable<string> Faults()
    {
        if (Authority is null)
        {
            if (ClientId is not null || ClientSecret is not null)
            {
                yield return "ClientId or ClientSecret is set without Authority, expected all or none";
            }
        }
        else if (!Uri.TryCreate(Authority, UriKind.Absolute, out Uri? address) || address.UserInfo.Length > 0
            || !(address.Scheme == "https" || (address.Scheme == "http" && LoopbackAddress.IsHost(address.Host))))
        {
            yield return "Authority is no address over TLS, expected for example https://login.example/realms/main";
        }

        if (Authority is not null && string.IsNullOrWhiteSpace(ClientId))
        {
            yield return "ClientId is missing, expected the id that the issuer knows this service by";
        }

        if (string.IsNullOrWhiteSpace(NameClaim) || string.IsNullOrWhiteSpace(RoleClaim))
        {
            yield return "NameClaim or RoleClaim is empty, expected names of claims";
        }

        foreach (string role in Roles.Where(role => Parse(role) is null))
        {
            yield return $"Roles holds '{role}', expected group=role or group=knowledge-base:role, a role being one of "
                + $"{string.Join(", ", RoleRights.Names)}, and administrator for all knowledge bases only";
        }
    }

    private static (string Group, Grant Grant)? Parse(string text)
    {
        int equals = text.LastIndexOf('=');
        if (equals <= 0)
        {
            return null;
        }

        string[] place = text[(equals + 1)..].Split(':');
        return place.Length <= 2 && RoleRights.TryParse(place[^1], out Role role)
            && new Grant(place.Length == 2 ? place[0].Trim() : Grant.Everything, role) is { IsPossible: true, Scope.Length: > 0 } grant
                ? (text[..equals].Trim(), grant) : null;
    }
}
