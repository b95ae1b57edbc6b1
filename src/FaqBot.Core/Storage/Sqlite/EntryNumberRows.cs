using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>The numbers that were given to entries whose ids are none, within their caller's transaction: see
/// <see cref="EntryNumber"/>.</summary>
/// <remarks>Not thread-safe; errors of SQLite are its caller's to translate.</remarks>
internal sealed class EntryNumberRows(SqliteConnection connection)
{
    /// <summary>Reads the numbers that were given, by the ids of the entries.</summary>
    public Dictionary<string, int> Of(string kb) => connection.Query(
        "SELECT entry_id, number FROM entry_numbers WHERE knowledge_base_id = $kb",
        reader => KeyValuePair.Create(reader.GetString(0), reader.GetInt32(1)), ("$kb", kb)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Gives numbers to entries that need one and have none.</summary>
    public void Give(string kb, IEnumerable<string> ids)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO entry_numbers (knowledge_base_id, entry_id, number)
            SELECT $kb, $entry, (SELECT COALESCE(MAX(number), $base) + 1 FROM entry_numbers WHERE knowledge_base_id = $kb)
            WHERE NOT EXISTS (SELECT 1 FROM entry_numbers WHERE knowledge_base_id = $kb AND entry_id = $entry)
            """;
        command.Parameters.AddWithValue("$kb", kb);
        command.Parameters.AddWithValue("$base", EntryNumber.Base);
        SqliteParameter entry = command.Parameters.Add("$entry", SqliteType.Text);
        foreach (string id in ids.Where(id => EntryNumber.Of(id) is null))
        {
            entry.Value = id;
            command.ExecuteNonQuery();
        }
    }
}
