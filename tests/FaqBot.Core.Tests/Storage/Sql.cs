using System.Data.Common;
using System.Globalization;
using FaqBot.Postgres.Schemas;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FaqBot.Core.Tests.Storage;

/// <summary>Looks into a database, or changes it, past the store.</summary>
internal static class Sql
{
    /// <summary>Opens a database, of either engine.</summary>
    /// <param name="place">The file, or host, port and database of the tests' server.</param>
    public static DbConnection OpenAny(string place)
    {
        if (Path.IsPathRooted(place))
        {
            return Open(place);
        }

        string[] parts = place.Split(':', '/', '#');
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder
        {
            Host = parts[0],
            Port = int.Parse(parts[1], CultureInfo.InvariantCulture),
            Database = parts[2],
            Username = "postgres",
            Pooling = false,
            SearchPath = parts.Length > 3 ? parts[3] : PostgresSchema.Name,
        }.ToString());
        connection.Open();
        return connection;
    }

    public static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public static void Execute(string path, string sql)
    {
        using DbConnection connection = OpenAny(path);
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

    public static void Execute(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
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

    public static long Number(string path, string sql) => Convert.ToInt64(Scalar(path, sql), CultureInfo.InvariantCulture);

    public static string Text(string path, string sql) => (string)Scalar(path, sql);

    /// <summary>The texts of a column, row by row.</summary>
    public static string Texts(string path, string sql)
    {
        using DbConnection connection = OpenAny(path);
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader reader = command.ExecuteReader();
        List<string> texts = [];
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return string.Join(',', texts);
    }

    /// <summary>Everything that the tables hold, as text: equal before and after what must change nothing.</summary>
    public static string Dump(string path)
    {
        using DbConnection connection = OpenAny(path);
        List<string> rows = [];
        foreach (
            string table in new[] { "knowledge_bases", "models", "versions", "deployments", "entries", "questions", "model_assignments" })
        {
            using DbCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using DbDataReader reader = command.ExecuteReader();
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
        using DbConnection connection = OpenAny(path);
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }
}
