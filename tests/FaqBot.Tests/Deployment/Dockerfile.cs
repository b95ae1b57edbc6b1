using System.Text.RegularExpressions;

namespace FaqBot.Tests.Deployment;

/// <summary>The instructions of the repository's Dockerfile.</summary>
internal sealed partial class Dockerfile
{
    private readonly (string Name, string Arguments)[] _instructions;
    private readonly int _lastStage;

    private Dockerfile((string Name, string Arguments)[] instructions)
    {
        _instructions = instructions;
        _lastStage = Array.FindLastIndex(instructions, instruction => instruction.Name == "FROM");
    }

    public static Dockerfile Read()
    {
        string text = Comment().Replace(File.ReadAllText(Repository.PathOf("Dockerfile")), "").Replace("\\\n", " ", StringComparison.Ordinal);
        return new Dockerfile(
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split(' ', 2))
                .Select(parts => (parts[0].ToUpperInvariant(), parts[1].Trim())),
        ]);
    }

    /// <summary>Arguments of an instruction, in all stages.</summary>
    /// <param name="name">The instruction.</param>
    /// <returns>One a use.</returns>
    public IEnumerable<string> All(string name) =>
        _instructions.Where(instruction => instruction.Name == name).Select(instruction => instruction.Arguments);

    /// <summary>Arguments of the last use of an instruction in the stage that becomes the image.</summary>
    /// <param name="name">The instruction.</param>
    /// <returns>The arguments.</returns>
    public string Last(string name) =>
        _instructions.Skip(_lastStage).Last(instruction => instruction.Name == name).Arguments;

    /// <summary>The variables that the image sets.</summary>
    /// <returns>Value by name.</returns>
    public IReadOnlyDictionary<string, string> Environment() => All("ENV")
        .SelectMany(variables => variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>What is copied from the repository.</summary>
    /// <returns>Paths or patterns, relative to it.</returns>
    public IEnumerable<string> CopiedFromRepository() => All("COPY")
        .Where(copy => !copy.Contains("--from=", StringComparison.Ordinal))
        .SelectMany(copy => copy.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1]);

    [GeneratedRegex("^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
