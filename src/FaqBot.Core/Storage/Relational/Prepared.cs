using System.Data.Common;
using System.Globalization;

namespace FaqBot.Core.Storage.Relational;

/// <summary>A statement that is made once and run many times; its parameters are <c>$1</c>, <c>$2</c>, ….</summary>
/// <remarks>It runs in the transaction that its connection is in at that time.</remarks>
internal sealed class Prepared : IDisposable
{
    private readonly StoreConnection _connection;
    private readonly DbCommand _command;

    public Prepared(StoreConnection connection, string sql)
    {
        _connection = connection;
        _command = connection.Prepare(sql);
        for (int i = 1; sql.Contains($"${i.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal); i++)
        {
            connection.Add(_command, $"${i.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="values">The values of $1, $2, …</param>
    /// <returns>How many rows it changed.</returns>
    public int Run(params ReadOnlySpan<object?> values) => Set(values).ExecuteNonQuery();

    /// <summary>Runs it and gives the first value of the first row; null where there is none.</summary>
    public object? Value(params ReadOnlySpan<object?> values) =>
        Set(values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Runs it and reads the first row.</summary>
    public T? First<T>(Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using DbDataReader reader = Set(values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>Runs it and reads all rows.</summary>
    public List<T> All<T>(Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using DbDataReader reader = Set(values).ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose() => _command.Dispose();

    private DbCommand Set(ReadOnlySpan<object?> values)
    {
        _command.Transaction = _connection.Transaction;
        for (int i = 0; i < values.Length; i++)
        {
            _connection.Set(_command.Parameters[i], values[i]);
        }

        return _command;
    }
}
