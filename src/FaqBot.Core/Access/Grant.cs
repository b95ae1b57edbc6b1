namespace FaqBot.Core.Access;

/// <summary>A role on one knowledge base, or on all.</summary>
/// <param name="Scope">Id of the knowledge base, or <see cref="Everything"/>.</param>
/// <param name="Role">The role.</param>
public sealed record Grant(string Scope, Role Role)
{
    /// <summary>The scope of all knowledge bases, those to come included.</summary>
    public const string Everything = "*";

    /// <summary>Everything there is to do.</summary>
    public static IReadOnlyList<Grant> All { get; } = [new(Everything, Role.Administrator)];

    /// <summary>Whether it counts for a knowledge base.</summary>
    /// <param name="kb">The knowledge base; null: only what counts for all does.</param>
    /// <returns>Whether it does.</returns>
    public bool CountsFor(string? kb) => Scope == Everything || (kb is not null && Scope == kb);

    /// <summary>Whether the role can be granted there: administrators are so everywhere.</summary>
    public bool IsPossible => Role != Role.Administrator || Scope == Everything;

    /// <inheritdoc />
    public override string ToString() => $"{Scope}:{Role.Name()}";
}

/// <summary>What several grants allow together.</summary>
public static class GrantRights
{
    /// <summary>The rights on a knowledge base.</summary>
    /// <param name="grants">The grants.</param>
    /// <param name="kb">The knowledge base; null: on all of them.</param>
    /// <returns>The rights.</returns>
    public static Right On(this IEnumerable<Grant> grants, string? kb) =>
        grants.Where(grant => grant.CountsFor(kb)).Aggregate(Right.None, (rights, grant) => rights | grant.Role.Rights());

    /// <summary>Whether they give all of some rights.</summary>
    /// <param name="grants">The grants.</param>
    /// <param name="right">The rights.</param>
    /// <param name="kb">The knowledge base; null: on all of them.</param>
    /// <returns>Whether they do.</returns>
    public static bool Allow(this IEnumerable<Grant> grants, Right right, string? kb) => (grants.On(kb) & right) == right;
}
