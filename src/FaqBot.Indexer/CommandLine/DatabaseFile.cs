using System.CommandLine;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Library;

namespace FaqBot.Indexer.CommandLine;

/// <summary>The database of a command: the named one, else that of the service.</summary>
internal static class DatabaseFile
{
    /// <summary>The variable that names the database for the service; both read one where both are installed.</summary>
    public const string FileVariable = "FaqBot__Storage__Path";

    /// <summary>The variable that leads to a database of PostgreSQL instead.</summary>
    public const string ServerVariable = "FaqBot__Storage__ConnectionString";

    /// <summary>The same past a pooler.</summary>
    public const string DirectVariable = "FaqBot__Storage__DirectConnectionString";

    /// <summary>What options say of their default.</summary>
    public const string Default = $"Default: what {ServerVariable} or {FileVariable} names, else {HomeFolder.Database}.";

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

    /// <summary>The database.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">Its option that names a database.</param>
    /// <returns>Where it is; relative paths of the variable start where the service's do.</returns>
    public static StorePlace Of(ParseResult parsed, Option<string> option) => parsed.GetValue(option) is { } named
        ? StorePlace.Parse(named)
        : Variable(ServerVariable) is { } server
            ? new StorePlace("") { ConnectionString = server, DirectConnectionString = Variable(DirectVariable) }
            : new StorePlace(Path.GetFullPath(Variable(FileVariable) ?? HomeFolder.Database, HomeFolder.Find()));

    /// <summary>The file, where only a file will do.</summary>
    /// <exception cref="StoreException">It is a database of PostgreSQL.</exception>
    public static string FileOf(ParseResult parsed, Option<string> option) => Of(parsed, option) is { ConnectionString: null } place
        ? place.Path
        : throw new StoreException(
            "PostgreSQL", StoreFault.Refused,
            "found a database of PostgreSQL, expected a file of SQLite; use pg_dump and pg_restore, or copy it into a file first (copy)");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
