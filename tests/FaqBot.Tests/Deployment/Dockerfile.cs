using System.Text.RegularExpressions;

namespace FaqBot.Tests.Deployment;

/// <summary>The instructions of the repository's Dockerfile.</summary>
internal sealed partial class Dockerfile
{
    private readonly (string Name, string Arguments)[] _instructions;

    private Dockerfile((string Name, string Arguments)[] instructions) => _instructions = instructions;

    public static Dockerfile Read()
    {
        string text =
            Comment().Replace(File.ReadAllText(Repository.PathOf("Dockerfile")), "").Replace("\\\n", " ", StringComparison.Ordinal);
        return new Dockerfile(
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split(' ', 2))
                .Select(parts => (parts[0].ToUpperInvariant(), parts[1].Trim())),
        ]);
    }

    /// <summary>The instructions of the stage that builds.</summary>
    public IEnumerable<(string Name, string Arguments)> BuildStage => _instructions[..LastStage];

    /// <summary>What is copied from the repository into the image itself.</summary>
    public IEnumerable<string> CopiedIntoImage => SourcesOf(_instructions[LastStage..]);

    /// <summary>Arguments of an instruction, in all stages.</summary>
    /// <param name="name">The instruction.</param>
    /// <returns>One a use.</returns>
    public IEnumerable<string> All(string name) =>
        _instructions.Where(instruction => instruction.Name == name).Select(instruction => instruction.Arguments);

    /// <summary>Arguments of the last use of an instruction in the stage that becomes the image.</summary>
    /// <param name="name">The instruction.</param>
    /// <returns>The arguments.</returns>
    public string Last(string name) =>
        _instructions.Skip(LastStage).Last(instruction => instruction.Name == name).Arguments;

    /// <summary>The variables that the image sets.</summary>
    /// <returns>Value by name.</returns>
    public IReadOnlyDictionary<string, string> Environment() => VariablesOf(_instructions[LastStage..], "ENV");

    /// <summary>The variables of the stage that builds.</summary>
    /// <returns>Value by name.</returns>
    public IReadOnlyDictionary<string, string> Variables() => VariablesOf(_instructions[..LastStage], "ENV", "ARG");

    /// <summary>What is copied from the repository.</summary>
    /// <returns>Paths or patterns, relative to it.</returns>
    public IEnumerable<string> CopiedFromRepository() => SourcesOf(_instructions);

    private int LastStage => Array.FindLastIndex(_instructions, instruction => instruction.Name == "FROM");

    private static IEnumerable<string> SourcesOf(IEnumerable<(string Name, string Arguments)> instructions) => instructions
        .Where(instruction => instruction.Name == "COPY" && !instruction.Arguments.Contains("--from=", StringComparison.Ordinal))
        .SelectMany(copy => copy.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1]);

    private static Dictionary<string, string> VariablesOf(
        IEnumerable<(string Name, string Arguments)> instructions, params string[] names) => instructions
        .Where(instruction => names.Contains(instruction.Name))
        .SelectMany(instruction => instruction.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));

    [GeneratedRegex("^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
