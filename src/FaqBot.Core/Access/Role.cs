using System.Diagnostics.CodeAnalysis;

namespace FaqBot.Core.Access;

/// <summary>Which rights somebody has, by one word.</summary>
public enum Role
{
    /// <summary>Reads content and analytics, but nothing that customers typed.</summary>
    Viewer,

    /// <summary>A viewer who reads what customers typed, too.</summary>
    Analyst,

    /// <summary>A viewer who edits what is not published yet.</summary>
    Editor,

    /// <summary>An editor who publishes.</summary>
    Publisher,

    /// <summary>May do everything with a knowledge base, and says who else may.</summary>
    Owner,

    /// <summary>May do everything.</summary>
    Administrator,
}

/// <summary>The rights of each role: the one table of them.</summary>
/// <remarks>
/// Roles of one caller add up. Editors and publishers do not read what customers typed unless they are analysts, too: who writes answers
/// needs no personal data for it.
/// </remarks>
public static class RoleRights
{
    private const Right Viewing = Right.ReadContent | Right.ReadAnalytics;
    private const Right Editing = Viewing | Right.Edit;
    private const Right Owning =
        Editing | Right.ReadQuestionTexts | Right.Publish | Right.Configure | Right.ManageAccess | Right.ReadAudit;

    private static readonly (Role Role, string Name, Right Rights)[] Table =
    [
        (Role.Viewer, "viewer", Viewing),
        (Role.Analyst, "analyst", Viewing | Right.ReadQuestionTexts),
        (Role.Editor, "editor", Editing),
        (Role.Publisher, "publisher", Editing | Right.Publish),
        (Role.Owner, "owner", Owning),
        (Role.Administrator, "administrator", Owning | Right.Administer),
    ];

    /// <summary>The names of all roles, the least first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>The rights of a role.</summary>
    /// <param name="role">The role.</param>
    /// <returns>Its rights.</returns>
    public static Right Rights(this Role role) => Table[(int)role].Rights;

    /// <summary>What files and requests call a role.</summary>
    /// <param name="role">The role.</param>
    /// <returns>Its name.</returns>
    public static string Name(this Role role) => Table[(int)role].Name;

    /// <summary>Finds a role by its name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="role">The role.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, out Role role)
    {
        int place = Array.FindIndex(Table, row => row.Name.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase));
        role = place < 0 ? Role.Viewer : Table[place].Role;
        return place >= 0;
    }

    /// <summary>The roles that have a right.</summary>
    /// <param name="right">One right, or several, all of which a role must have.</param>
    /// <returns>The roles, the least first.</returns>
    public static IEnumerable<Role> With(Right right) => Table.Where(row => (row.Rights & right) == right).Select(row => row.Role);
}
