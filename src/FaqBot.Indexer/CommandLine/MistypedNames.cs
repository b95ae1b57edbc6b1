using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FaqBot.Core.Files;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Finds options and commands that there are not, which the parser would take for inputs, with what they may have meant.</summary>
internal static class MistypedNames
{
    private const string EndOfOptions = "--";

    /// <summary>The faults of a command line.</summary>
    /// <param name="parsed">The command line, parsed.</param>
    /// <param name="arguments">The command line as it was typed.</param>
    /// <returns>A line for each fault, its own and the parser's.</returns>
    public static IReadOnlyList<string> Faults(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        string[] known = [.. OptionsOf(parsed.CommandResult).SelectMany(option => option.Aliases.Prepend(option.Name))];
        string[] unknown = [.. arguments.TakeWhile(argument => argument != EndOfOptions).Where(argument => IsOption(argument))
            .Select(NameOf).Where(name => !known.Contains(name, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];
        Command command = parsed.CommandResult.Command;
        string[] commands = command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var first, ..] && !IsOption(first) ? [first] : [];
        return
        [
            .. unknown.Select(name => $"Found no option '{name}' of '{command.Name}'{Meant(name, known.Where(one => one.Length > 2))}"),
            .. commands.Select(name => $"Found no command '{name}'{Meant(name, command.Subcommands.Select(sub => sub.Name))}"),
            .. unknown.Length + commands.Length > 0 ? [] : parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<Option> OptionsOf(CommandResult command)
    {
        IEnumerable<Option> own = command.Command.Options;
        for (SymbolResult? parent = command.Parent; parent is CommandResult above; parent = parent.Parent)
        {
            own = own.Concat(above.Command.Options.Where(option => option.Recursive));
        }

        return own;
    }

    /// <summary>One dash alone is a file, and behind a dash may stand a number.</summary>
    private static bool IsOption(string argument) => argument.Length > 1 && argument[0] == '-'
        && !double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string NameOf(string argument) => argument.Split('=', ':')[0];

    private static string Meant(string typed, IEnumerable<string> names) =>
        NearestName.Of(typed, names) is { } near ? $"; is '{near}' meant?" : ".";
}
