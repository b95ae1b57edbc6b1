namespace FaqBot.Core.Storage;

/// <summary>Where a store is: a file of SQLite, or a database of PostgreSQL.</summary>
/// <param name="Path">The file; of a database of PostgreSQL nothing.</param>
public sealed record StorePlace(string Path)
{
    private const string FileScheme = "sqlite:", PostgresScheme = "postgres:";

    private static readonly string[] Addresses = ["postgres://", "postgresql://"];

    /// <summary>What leads to a database of PostgreSQL, a secret: as an address (<c>postgres://…</c>) or as Npgsql writes it
    /// (<c>Host=…;Database=…</c>); null: the store is a file.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The same past a pooler, for what lasts longer than a transaction: hints and the turn of who encodes; null: the one above
    /// leads to the server itself.</summary>
    public string? DirectConnectionString { get; init; }

    /// <summary>Whether opening it brings its tables up to date, which is otherwise done on purpose. A file's always are.</summary>
    public bool Migrate { get; init; }

    /// <summary>A file near at hand that keeps vectors which were read from PostgreSQL, for the next start; null: none.</summary>
    public string? VectorCache { get; init; }

    /// <summary>The place in words that may be shown.</summary>
    public string Name => ConnectionString is null ? Path : "PostgreSQL";

    /// <summary>Reads a place.</summary>
    /// <param name="text">The path of a file, with or without <c>sqlite:</c> before it; or <c>postgres:</c> with what leads to a
    /// database.</param>
    /// <returns>The place.</returns>
    public static StorePlace Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return Array.Exists(Addresses, address => text.StartsWith(address, StringComparison.OrdinalIgnoreCase))
            ? new StorePlace("") { ConnectionString = text }
            : text.StartsWith(PostgresScheme, StringComparison.OrdinalIgnoreCase)
                ? new StorePlace("") { ConnectionString = text[PostgresScheme.Length..] }
                : new StorePlace(
                    text.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase) ? text[FileScheme.Length..] : text);
    }

    /// <inheritdoc />
    public override string ToString() => Name;
}
