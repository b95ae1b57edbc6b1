using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Relational;

/// <summary>A connection to a file of SQLite.</summary>
internal sealed class SqliteStoreConnection(SqliteConnection connection) : StoreConnection(connection)
{
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
        using SqliteCommand command = Sqlite.CreateCommand();
        string[] names = [.. columns.Select((_, index) => $"${index + 1}")];
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", names)})";
        SqliteParameter[] parameters = [.. names.Select(name => command.Parameters.Add(new SqliteParameter(name, null)))];
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i].Value = row[i] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    /// <inheritdoc />
    public override void DisposeForGood()
    {
        SqliteConnection.ClearPool(Sqlite);
        Dispose();
    }

    /// <inheritdoc />
    protected override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(Sqlite);
}
