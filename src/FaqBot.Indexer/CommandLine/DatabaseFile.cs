using System.CommandLine;
using FaqBot.Encoding.Library;

namespace FaqBot.Indexer.CommandLine;

/// <summary>The database of a command: the named one, else that of the service.</summary>
internal static class DatabaseFile
{
    /// <summary>The variable that names the database for the service; both read one where both are installed.</summary>
    public const string Variable = "FaqBot__Storage__Path";

    /// <summary>What options say of their default.</summary>
    public const string Default = $"Default: what {Variable} names, else {HomeFolder.Database}.";

    /// <summary>The option that names the database, in every command.</summary>
    /// <param name="description">What it is there for.</param>
    /// <param name="isWritten">Whether the command writes into it, and knows it by the name of what it writes, too.</param>
    public static Option<string> Option(string description, bool isWritten = false)
    {
        Option<string> option = new("--database", "-d") { Description = $"{description} {Default}" };
        if (isWritten)
        {
            option.Aliases.Add("--output");
            option.Aliases.Add("-o");
        }

        return option;
    }

    /// <summary>The path of the database.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">Its option that names a database.</param>
    /// <returns>The path; relative paths of the variable start where the service's do.</returns>
    public static string Of(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option) ?? Path.GetFullPath(
            Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : HomeFolder.Database, HomeFolder.Find());
}
