using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

/// <summary>Looks into a database, or changes it, past the store.</summary>
internal static class Sql
{
    public static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public static void Execute(string path, string sql)
    {
        using SqliteConnection connection = Open(path);
        Execute(connection, sql);
    }

    /// <summary>The same, or nothing where a row's number is to become something else, which SQLite never stores.</summary>
    public static void ExecuteWhereTypesFit(string path, string sql)
    {
        const int DatatypeMismatch = 20;
        try
        {
            Execute(path, sql);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == DatatypeMismatch)
        {
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<string> Columns(string path, string table)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> columns = [];
        while (reader.Read())
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }

    public static long Count(string path, string table) => Number(path, $"SELECT COUNT(*) FROM {table}");

    public static long Number(string path, string sql) => (long)Scalar(path, sql);

    public static string Text(string path, string sql) => (string)Scalar(path, sql);

    /// <summary>Everything that the tables hold, as text: equal before and after what must change nothing.</summary>
    public static string Dump(string path)
    {
        using SqliteConnection connection = Open(path);
        List<string> rows = [];
        foreach (
            string table in new[] { "knowledge_bases", "models", "versions", "deployments", "entries", "questions", "model_assignments" })
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                object[] values = new object[reader.FieldCount];
                reader.GetValues(values);
                rows.Add($"{table}: {string.Join('|', values)}");
            }
        }

        return string.Join('\n', rows);
    }

    private static object Scalar(string path, string sql)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }
}
