using System.Diagnostics;
using System.Runtime.InteropServices;
using FaqBot.Core.Matching;
using Microsoft.Data.Sqlite;

namespace FaqBot.Bench;

/// <summary>The same questions in SQLite: the nearest vector by sqlite-vec, the best words by BM25 of FTS5.</summary>
internal sealed class SqlitePeer : IDisposable
{
    private static readonly string Folder = Path.Combine(BenchContext.Home, "bench", "sqlite-vec-peer");

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteCommand _nearest;
    private readonly SqliteCommand _words;

    public SqlitePeer(FaqCatalog catalog)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            using Process install = Process.Start(
                new ProcessStartInfo(
                    "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                { WorkingDirectory = Folder })!;
            install.WaitForExit();
        }

        _connection.Open();
        _connection.EnableExtensions(true);
        _connection.LoadExtension(Path.Combine(Folder, "node_modules", "sqlite-vec-linux-x64", "vec0"));
        Execute($"CREATE VIRTUAL TABLE vectors USING vec0(embedding float[{catalog.Vectors.Dimensions}]); CREATE VIRTUAL TABLE words USING "
            + $"fts5(text, tokenize='trigram')");
        Fill(catalog);
        _nearest = Command("SELECT rowid FROM vectors WHERE embedding MATCH $query AND k = 10");
        _words = Command("SELECT rowid FROM words WHERE words MATCH $query ORDER BY bm25(words) LIMIT 10");
    }

    public void Nearest(float[] query) => Run(_nearest, MemoryMarshal.AsBytes<float>(query).ToArray());

    /// <summary>Every three neighbouring characters count, as OR.</summary>
    public void Words(string question) => Run(
        _words, string.Join(" OR ",
            Enumerable.Range(0, Math.Max(0, question.Length - 2))
                .Select(i => $"\"{question.Substring(i, 3).Replace("\"", "", StringComparison.Ordinal)}\"")));

    public void Dispose()
    {
        _nearest.Dispose();
        _words.Dispose();
        _connection.Dispose();
    }

    private static void Run(SqliteCommand command, object query)
    {
        command.Parameters["$query"].Value = query;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            _ = reader.GetInt64(0);
        }
    }

    private void Fill(FaqCatalog catalog)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand vector = Command("INSERT INTO vectors (rowid, embedding) VALUES ($row, $query)"),
            words = Command("INSERT INTO words (rowid, text) VALUES ($row, $query)");
        for (int row = 0; row < catalog.Questions.Count; row++)
        {
            vector.Parameters["$row"].Value = words.Parameters["$row"].Value = row;
            vector.Parameters["$query"].Value = MemoryMarshal.AsBytes(catalog.Vectors[row]).ToArray();
            words.Parameters["$query"].Value = catalog.Questions[row].Text;
            vector.ExecuteNonQuery();
            words.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private SqliteCommand Command(string text)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddWithValue("$query", "");
        command.Parameters.AddWithValue("$row", 0);
        return command;
    }

    private void Execute(string text)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
