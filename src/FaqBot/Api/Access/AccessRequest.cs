using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Encoding.Json;

namespace FaqBot.Api.Access;

/// <summary>What bodies of these routes have in common: roles, names, times.</summary>
internal static class AccessRequest
{
    private const int MostRoles = 6;

    /// <summary>Roles by their names.</summary>
    /// <param name="fields">The body.</param>
    /// <param name="scope">Where they are granted.</param>
    /// <param name="mayBeNone">Whether none is right.</param>
    public static Role[] Roles(JsonMembers fields, string scope, bool mayBeNone)
    {
        IReadOnlyList<string> names = fields.Texts("roles", MostRoles, Member.MostName);
        List<Role> roles = [];
        foreach (string name in names)
        {
            if (!RoleRights.TryParse(name, out Role role))
            {
                fields.Report("roles", $"Found another word, expected {string.Join(", ", RoleRights.Names)}.");
            }
            else if (!new Grant(scope, role).IsPossible)
            {
                fields.Report("roles", "Found administrator on one knowledge base, expected it on all (kb: *), or owner.");
            }
            else
            {
                roles.Add(role);
            }
        }

        if (names.Count == 0 && (!mayBeNone || fields.Element("roles") is null))
        {
            fields.Report("roles", $"Found none, expected a list such as [\"{Role.Editor.Name()}\"].");
        }

        return [.. roles.Distinct()];
    }

    /// <summary>An instant that is to come; or null.</summary>
    /// <param name="fields">The body.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="now">The present.</param>
    public static DateTimeOffset? Future(JsonMembers fields, string name, DateTimeOffset now)
    {
        if (fields.Element(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || !value.TryGetDateTimeOffset(out DateTimeOffset at) || at <= now)
        {
            fields.Report(name, "Found something else, expected an instant to come such as 2030-03-31T18:00:00+08:00.");
            return null;
        }

        return at;
    }

    /// <summary>Where something is granted.</summary>
    /// <param name="fields">The body.</param>
    public static string Scope(JsonMembers fields) => fields.RequiredText("kb", Core.Knowledge.KnowledgeLimits.Id);
}
