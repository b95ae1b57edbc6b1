namespace FaqBot.Core.Linting;

/// <summary>Findings that an owner has seen and wants to hear no more of.</summary>
/// <remarks>One a line: a rule's id, <c>rule:entry</c>, or <c>rule:entry+other</c>; what follows <c>#</c> is a remark.</remarks>
public sealed class LintIgnoreList
{
    private readonly HashSet<string> _ignored;

    private LintIgnoreList(HashSet<string> ignored) => _ignored = ignored;

    /// <summary>Reads what a command line names.</summary>
    /// <param name="option">Name of the option that the lines were given with.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="file">A file of further ones; or null.</param>
    /// <returns>The list.</returns>
    /// <exception cref="InvalidDataException">Lines name no rule; all are reported together.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LintIgnoreList Read(string option, IEnumerable<string> lines, string? file) => Parse(
    [
        .. lines.Select(line => (option, line)),
        .. file is null ? [] : File.ReadAllLines(file).Select((line, i) => ($"{file}: line {i + 1}", line)),
    ]);

    /// <summary>Reads lines of lists.</summary>
    /// <param name="lines">Lines with the place that messages name.</param>
    /// <returns>The list.</returns>
    /// <exception cref="InvalidDataException">Lines name no rule; all are reported together.</exception>
    public static LintIgnoreList Parse(IEnumerable<(string Where, string Line)> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        HashSet<string> ignored = new(StringComparer.Ordinal);
        List<string> faults = [];
        foreach ((string where, string line) in lines)
        {
            string text = line.Split('#', 2)[0].Trim();
            if (text.Length == 0)
            {
                continue;
            }

            string rule = text.Split(':', 2)[0];
            if (LintRule.All.Any(known => known.Id == rule))
            {
                ignored.Add(text);
            }
            else
            {
                faults.Add($"{where}: found rule '{rule}', expected one of: {string.Join(", ", LintRule.All.Select(known => known.Id))}");
            }
        }

        return faults.Count == 0 ? new LintIgnoreList(ignored) : throw new InvalidDataException(string.Join('\n', faults));
    }

    /// <summary>Whether a finding is ignored.</summary>
    /// <param name="finding">The finding.</param>
    public bool Has(LintFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return _ignored.Contains(finding.Rule.Id)
            || (finding.Entry is { } entry && (_ignored.Contains($"{finding.Rule.Id}:{entry}")
                || (finding.OtherEntry is { } other
                    && (_ignored.Contains($"{finding.Rule.Id}:{entry}+{other}")
                        || _ignored.Contains($"{finding.Rule.Id}:{other}+{entry}")))));
    }
}
