using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>A model at a revision: <c>organisation/name@revision</c>.</summary>
/// <param name="Id">The model.</param>
/// <param name="Revision">A branch, a tag or a commit; null for the hub's default branch.</param>
public sealed partial record ModelReference(ModelId Id, string? Revision)
{
    /// <summary>Reads a reference.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="fault">What is wrong with the text.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ModelReference? reference, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('@', 2);
        string? revision = parts.Length == 2 ? parts[1] : null;
        bool known = ModelId.TryParse(parts[0], out ModelId? id);
        fault = !known
            ? $"'{text}' is no model, expected organisation/name or organisation/name@revision, for example BAAI/bge-small-zh-v1.5"
            : revision is not null && !RevisionForm().IsMatch(revision)
                ? $"'{revision}' is no revision, expected a branch, a tag or a commit after the @"
                : null;
        reference = fault is null ? new ModelReference(id!, revision) : null;
        return reference is not null;
    }

    /// <inheritdoc />
    public override string ToString() => Revision is null ? Id.Text : $"{Id}@{Revision}";

    [GeneratedRegex(@"^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}\z")]
    private static partial Regex RevisionForm();
}
