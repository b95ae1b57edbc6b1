namespace FaqBot.Core.Storage.Relational;

/// <summary>What the columns of tables meant that were imported, by their headers; within their caller's transaction.</summary>
/// <remarks>Not thread-safe; errors of SQLite are its caller's to translate.</remarks>
internal sealed class ColumnMappingRows(StoreConnection connection)
{
    /// <summary>Most headers of a knowledge base; those that were used longest ago go.</summary>
    public const int Most = 200;

    /// <summary>Finds what a header's columns meant; or null.</summary>
    public StoredMapping? Find(string kb, string header) => connection.Query(
        "SELECT columns, author, at FROM column_mappings WHERE knowledge_base_id = $kb AND header = $header",
        reader => new StoredMapping(StoredJson.ReadList(reader.GetString(0)), reader.GetString(1), reader.Instant(2)),
        ("$kb", kb), ("$header", header)).FirstOrDefault();

    /// <summary>Writes what a header's columns mean over what they meant.</summary>
    public void Put(string kb, string header, StoredMapping mapping)
    {
        connection.Execute(
            """
            INSERT INTO column_mappings (knowledge_base_id, header, columns, author, at) VALUES ($kb, $header, $columns, $author, $at)
            ON CONFLICT (knowledge_base_id, header) DO UPDATE SET columns = excluded.columns, author = excluded.author, at = excluded.at
            """,
            ("$kb", kb), ("$header", header), ("$columns", StoredJson.Write(mapping.Columns)), ("$author", mapping.Author),
            ("$at", mapping.At.ToUnixTimeMilliseconds()));
        connection.Execute(
            """
            DELETE FROM column_mappings WHERE knowledge_base_id = $kb AND header NOT IN (
                SELECT header FROM column_mappings WHERE knowledge_base_id = $kb ORDER BY at DESC, header LIMIT $most)
            """,
            ("$kb", kb), ("$most", Most));
    }
}

/// <summary>What columns mean, as somebody said it.</summary>
/// <param name="Columns">Each <c>meaning=column</c>.</param>
/// <param name="Author">Who said it.</param>
/// <param name="At">When it was used last.</param>
internal sealed record StoredMapping(IReadOnlyList<string> Columns, string Author, DateTimeOffset At);
