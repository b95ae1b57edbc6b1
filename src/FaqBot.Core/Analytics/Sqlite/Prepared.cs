using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Analytics.Sqlite;

/// <summary>A statement that is prepared once and run many times.</summary>
internal sealed class Prepared : IDisposable
{
    private readonly SqliteCommand _command;

    public Prepared(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;

        // Named as SQL names them, in order of first use: $1, $2, …
        for (int i = 1; sql.Contains($"${i}", StringComparison.Ordinal); i++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="transaction">The transaction; null: the one that it was made in.</param>
    /// <param name="values">The values of $1, $2, …</param>
    /// <returns>How many rows it changed.</returns>
    public int Run(SqliteTransaction? transaction, params ReadOnlySpan<object?> values) => Set(transaction, values).ExecuteNonQuery();

    /// <summary>Runs it and gives the first value of the first row; null where there is none.</summary>
    public object? Value(SqliteTransaction? transaction, params ReadOnlySpan<object?> values) =>
        Set(transaction, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Runs it and reads the first row.</summary>
    public T? First<T>(SqliteTransaction transaction, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using SqliteDataReader reader = Set(transaction, values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public void Dispose() => _command.Dispose();

    private SqliteCommand Set(SqliteTransaction? transaction, ReadOnlySpan<object?> values)
    {
        // Made within a transaction it has that one already.
        _command.Transaction = transaction ?? _command.Transaction;
        for (int i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return _command;
    }
}
