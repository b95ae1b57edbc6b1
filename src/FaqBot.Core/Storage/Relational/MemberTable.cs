using FaqBot.Core.Access;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The roles of persons and groups, and the persons who have signed in.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own.</remarks>
public sealed class MemberTable
{
    private readonly KnowledgeDatabase _database;

    internal MemberTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Lists the roles.</summary>
    /// <returns>All of them, by kind, name and place.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<Member> All() => _database.Select(Read);

    /// <summary>Gives a person or a group a role in place of the ones that it had there.</summary>
    /// <param name="kind">Whose it is.</param>
    /// <param name="name">Name of the person or of the group.</param>
    /// <param name="scope">Where.</param>
    /// <param name="roles">The roles; none takes them away.</param>
    /// <param name="by">Who gives them.</param>
    /// <param name="now">The present.</param>
    /// <returns>The roles that it had there; null when there are too many roles already, and nothing was changed.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public IReadOnlyList<Role>? Put(
        MemberKind kind, string name, string scope, IReadOnlyCollection<Role> roles, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return _database.Write<IReadOnlyList<Role>?>(connection =>
        {
            (string, object?)[] place = [("$kind", kind.ToString()), ("$name", name), ("$scope", scope)];
            Role[] former =
            [
                .. Read(connection).Where(member => member.Kind == kind && member.Name == name && member.Grant.Scope == scope)
                    .Select(member => member.Grant.Role),
            ];
            if (roles.Count > 0 && connection.Number("SELECT COUNT(*) FROM access_members") - former.Length + roles.Count > Member.Most)
            {
                return null;
            }

            connection.Execute("DELETE FROM access_members WHERE kind = $kind AND name = $name AND scope = $scope", place);
            foreach (Role role in roles.Distinct())
            {
                connection.Execute(
                    "INSERT INTO access_members (kind, name, scope, role, granted_by, granted_at) "
                    + "VALUES ($kind, $name, $scope, $role, $by, $at)",
                    [.. place, ("$role", role.Name()), ("$by", by), ("$at", now.ToUnixTimeMilliseconds())]);
            }

            return former;
        });
    }

    /// <summary>Notes that a person has signed in, and says by which name the person is known here.</summary>
    /// <param name="issuer">Who vouches for the person.</param>
    /// <param name="subject">What the issuer calls the person, for ever.</param>
    /// <param name="name">What the person is called now, which may change and may be another's.</param>
    /// <param name="now">The present.</param>
    /// <returns>
    /// The name of the first time: who takes another name takes no other's roles. A name that another person has is told apart by the
    /// subject.
    /// </returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public string Enter(string issuer, string subject, string name, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _database.Write(connection =>
        {
            string? known = connection.Query(
                "SELECT name FROM access_users WHERE issuer = $issuer AND subject = $subject", reader => reader.GetString(0),
                ("$issuer", issuer), ("$subject", subject)).FirstOrDefault();
            bool isTaken = known is null
                && connection.Number("SELECT COUNT(*) FROM access_users WHERE name = $name", ("$name", name)) > 0;
            string given = known ?? (isTaken ? $"{name} ({subject} of {issuer})" : name);
            connection.Execute(
                """
                INSERT INTO access_users (issuer, subject, name, first_at, last_at) VALUES ($issuer, $subject, $name, $at, $at)
                ON CONFLICT (issuer, subject) DO UPDATE SET last_at = excluded.last_at
                """,
                ("$issuer", issuer), ("$subject", subject), ("$name", given), ("$at", now.ToUnixTimeMilliseconds()));
            return given;
        });
    }

    private static List<Member> Read(StoreConnection connection) =>
    [
        .. connection.Query(
            "SELECT kind, name, scope, role, granted_by, granted_at FROM access_members ORDER BY kind, name, scope, role",
            reader => Enum.TryParse(reader.GetString(0), out MemberKind kind)
                && StoredGrant.Of(reader.GetString(2), reader.GetString(3)) is { } grant
                    ? new Member(kind, reader.GetString(1), grant, reader.GetString(4), reader.Instant(5)) : null).OfType<Member>(),
    ];
}
