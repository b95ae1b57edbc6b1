using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Copies tables from one database into another, whatever engines they are of, and compares them afterwards.</summary>
internal static class TableCopy
{
    /// <summary>Puts the rows of tables in place of those of another database; wholly, or nothing was changed.</summary>
    /// <param name="from">Where they are, within a read transaction.</param>
    /// <param name="to">Where they go, within a write transaction, which stays its caller's.</param>
    /// <param name="tables">The tables, those that others refer to first.</param>
    /// <returns>Each with its number of rows.</returns>
    /// <exception cref="InvalidDataException">A table differs after the copy, or a row cannot be stored there.</exception>
    public static IReadOnlyList<(string Table, long Rows)> Run(StoreConnection from, StoreConnection to, IReadOnlyList<string> tables)
    {
        foreach (string table in tables.Reverse())
        {
            to.Execute($"DELETE FROM {table}");
        }

        List<(string, long)> copied = [];
        foreach (string table in tables)
        {
            string[] columns = ColumnsOf(from, table);
            to.Insert(table, [.. columns.Select(Quoted)], Rows(from, table, columns).Select(row => Fitting(to, table, columns, row)));
            if (IsNumbered(to, table))
            {
                to.ContinueNumbers(table);
            }

            (long rows, UInt128 sum) = SumOf(from, table, columns);
            if ((rows, sum) != SumOf(to, table, columns))
            {
                throw new InvalidDataException($"table '{table}' differs after it was copied");
            }

            copied.Add((table, rows));
        }

        return copied;
    }

    private static string[] ColumnsOf(StoreConnection connection, string table)
    {
        using DbCommand command = connection.Prepare($"SELECT * FROM {table} LIMIT 0");
        using DbDataReader reader = command.ExecuteReader();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private static bool IsNumbered(StoreConnection connection, string table)
    {
        using DbCommand command = connection.Prepare($"SELECT * FROM {table} LIMIT 0");
        using DbDataReader reader = command.ExecuteReader();
        return Enumerable.Range(0, reader.FieldCount).Any(i => reader.GetName(i) == "id" && reader.GetFieldType(i) == typeof(long));
    }

    private static string Quoted(string column) => $"\"{column}\"";

    private static IEnumerable<object?[]> Rows(StoreConnection connection, string table, string[] columns)
    {
        using DbCommand command = connection.Prepare($"SELECT {string.Join(", ", columns.Select(Quoted))} FROM {table}");
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            object?[] row = new object?[columns.Length];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = reader.GetValue(i) is var value and not DBNull ? value : null;
            }

            yield return row;
        }
    }

    private static object?[] Fitting(StoreConnection connection, string table, string[] columns, object?[] row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = connection.Fitting(table, columns[i], row[i]);
        }

        return row;
    }

    /// <summary>A sum over all rows, in whatever order they come.</summary>
    private static (long Rows, UInt128 Sum) SumOf(StoreConnection connection, string table, string[] columns)
    {
        (long rows, UInt128 sum) = (0, UInt128.Zero);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (object?[] row in Rows(connection, table, columns))
        {
            foreach (object? value in row)
            {
                Append(hash, value);
            }

            hash.GetHashAndReset(digest);
            rows++;
            sum = unchecked(sum + BinaryPrimitives.ReadUInt128LittleEndian(digest));
        }

        return (rows, sum);
    }

    private static void Append(IncrementalHash hash, object? value)
    {
        (byte kind, byte[] bytes) = value switch
        {
            null => ((byte)0, []),
            byte[] blob => ((byte)1, blob),
            string text => ((byte)2, System.Text.Encoding.UTF8.GetBytes(text)),
            double number => ((byte)3, BitConverter.GetBytes(number)),
            _ => ((byte)4, BitConverter.GetBytes(Convert.ToInt64(value, CultureInfo.InvariantCulture))),
        };
        Span<byte> head = [kind, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }
}
