using System.Text.RegularExpressions;

namespace FaqBot.Tests.Architecture;

/// <summary>Which rooms the source of a room names: what compilers fold away, as constants, is seen here alone.</summary>
internal static partial class SourceUse
{
    /// <summary>The other rooms that lines name: by full name, or by the last parts of one as C# finds them.</summary>
    /// <param name="project">The project.</param>
    /// <param name="room">The lines' room.</param>
    /// <param name="lines">The lines.</param>
    public static IEnumerable<string> Of(Project project, string room, IEnumerable<string> lines) => lines
        .Where(line => line.TrimStart() is var code && !code.StartsWith("//", StringComparison.Ordinal)
            && !code.StartsWith("namespace ", StringComparison.Ordinal))
        .SelectMany(line => Dotted().Matches(line))
        .Select(match => RoomOf(project, room, match.Value))
        .OfType<string>()
        .Where(used => used != room)
        .Distinct();

    private static string? RoomOf(Project project, string room, string dotted)
    {
        if (dotted.StartsWith(project.Name + ".", StringComparison.Ordinal))
        {
            string[] named = dotted[(project.Name.Length + 1)..].Split('.');
            string? found = Longest(project, "", named);

            // Other projects' names begin alike.
            return found is { Length: > 0 } || project.TypeNames[""].Contains(named[0]) ? found : null;
        }

        string[] parts = dotted.Split('.');
        for (string? outer = room; outer is not null; outer = outer.Length == 0 ? null : outer[..Math.Max(0, outer.LastIndexOf('/'))])
        {
            if (Longest(project, outer, parts) is { } found && found != outer
                && project.TypeNames[found].Contains(parts.ElementAtOrDefault(Depth(found) - Depth(outer))))
            {
                return found;
            }

            // A type of a room above needs no more than its own name.
            if (outer.Length > 0 && outer != room && project.TypeNames[outer].Contains(parts[0]))
            {
                return outer;
            }
        }

        return null;
    }

    /// <summary>The room below another that the most leading parts of a name lead to.</summary>
    private static string? Longest(Project project, string outer, string[] parts) => Enumerable.Range(0, parts.Length + 1).Reverse()
        .Select(count => string.Join('/', [.. outer.Length > 0 ? [outer] : Array.Empty<string>(), .. parts[..count]]))
        .FirstOrDefault(room => room.Length == 0 || project.MayUse.ContainsKey(room));

    private static int Depth(string room) => room.Length == 0 ? 0 : room.Split('/').Length;

    [GeneratedRegex(@"(?<![\w.""])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Dotted();
}
