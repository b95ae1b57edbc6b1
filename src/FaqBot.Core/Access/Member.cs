namespace FaqBot.Core.Access;

/// <summary>Who a role is given to.</summary>
public enum MemberKind
{
    /// <summary>A person who signs in.</summary>
    User,

    /// <summary>All persons of whom the issuer says that they belong to a group.</summary>
    Group,
}

/// <summary>A role that a person or a group has.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Name">Name of the person or of the group.</param>
/// <param name="Grant">The role, and where.</param>
/// <param name="GrantedBy">Who gave it.</param>
/// <param name="GrantedAt">When.</param>
public sealed record Member(MemberKind Kind, string Name, Grant Grant, string GrantedBy, DateTimeOffset GrantedAt)
{
    /// <summary>Most roles of persons and groups together.</summary>
    public const int Most = 10_000;

    /// <summary>Most characters of a name.</summary>
    public const int MostName = 200;
}
