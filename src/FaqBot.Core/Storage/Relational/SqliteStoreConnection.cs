using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Relational;

/// <summary>A connection to a file of SQLite.</summary>
internal sealed class SqliteStoreConnection(SqliteConnection connection) : StoreConnection(connection)
{
    /// <summary>Rows that a statement adds: each call costs as much as a few rows; but SQLite looks for the name of each parameter among
    /// all.</summary>
    internal const int RowsOfStatement = 8;

    /// <summary>The connection.</summary>
    public SqliteConnection Sqlite { get; } = connection;

    /// <inheritdoc />
    public override StoreTransaction Begin(Purpose purpose) => new(this, Sqlite.BeginTransaction(deferred: purpose == Purpose.Read));

    /// <inheritdoc />
    public override VectorTable Vectors(KnowledgeDatabase database, long modelId, int dimensions, VectorFormat format) =>
        new SqliteVectorTable(database, this, modelId, dimensions, format);

    /// <inheritdoc />
    public override void Insert(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        SqliteCommand? command = null;
        try
        {
            foreach (object?[][] some in rows.Chunk(RowsOfStatement))
            {
                int values = some.Length * columns.Count;
                if (command?.Parameters.Count != values)
                {
                    command?.Dispose();
                    command = Sqlite.CreateCommand();
                    string[] names = [.. Enumerable.Range(0, values).Select(Parameter)];
                    command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {Rows(names, columns.Count)}";
                    command.Parameters.AddRange(names.Select(name => new SqliteParameter(name, null)));
                }

                for (int i = 0; i < values; i++)
                {
                    command.Parameters[i].Value = some[i / columns.Count][i % columns.Count] ?? DBNull.Value;
                }

                command.ExecuteNonQuery();
            }
        }
        finally
        {
            command?.Dispose();
        }
    }

    /// <summary>Name of a parameter of a statement for several rows.</summary>
    internal static string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"$p{number}");

    /// <summary>Rows of a statement: (…), (…).</summary>
    internal static string Rows(IEnumerable<string> values, int width) =>
        string.Join(", ", values.Chunk(width).Select(row => $"({string.Join(", ", row)})"));

    /// <inheritdoc />
    public override void DisposeForGood()
    {
        SqliteConnection.ClearPool(Sqlite);
        Dispose();
    }

    /// <inheritdoc />
    protected override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(Sqlite);
}
