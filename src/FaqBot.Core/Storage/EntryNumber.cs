using System.Globalization;
using FaqBot.Core.Knowledge;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage;

/// <summary>Whole numbers by which clients that know no other ids name entries.</summary>
/// <remarks>
/// An entry whose id is itself a number up to 999,999,999 without leading zeros has that number. Any other id is given the next free one above
/// 1,000,000,000 when it is first published, and keeps it in every later version, even after the entry was absent from some.
/// </remarks>
public static class EntryNumber
{
    /// <summary>What given numbers are above; ids that are numbers are below.</summary>
    public const int Base = 1_000_000_000;

    /// <summary>The number that an id is.</summary>
    /// <param name="entryId">Id of an entry.</param>
    /// <returns>The number, 1 to 999,999,999; null when the id is something else.</returns>
    public static int? Of(string entryId)
    {
        ArgumentNullException.ThrowIfNull(entryId);
        return entryId.Length is > 0 and < 10 && entryId[0] is >= '1' and <= '9'
            && int.TryParse(entryId, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
    }

    /// <summary>Gives numbers to the ids that have none yet.</summary>
    internal static void Give(SqliteConnection connection, KnowledgeBase knowledge)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO entry_numbers (knowledge_base_id, entry_id, number)
            SELECT $kb, $entry, (SELECT COALESCE(MAX(number), $base) + 1 FROM entry_numbers WHERE knowledge_base_id = $kb)
            WHERE NOT EXISTS (SELECT 1 FROM entry_numbers WHERE knowledge_base_id = $kb AND entry_id = $entry)
            """;
        command.Parameters.AddWithValue("$kb", knowledge.Id);
        command.Parameters.AddWithValue("$base", Base);
        SqliteParameter entry = command.Parameters.Add("$entry", SqliteType.Text);
        foreach (string id in knowledge.Entries.Select(one => one.Id).Where(id => Of(id) is null))
        {
            entry.Value = id;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Reads the numbers of all entries, in their order.</summary>
    internal static int[] Read(SqliteConnection connection, KnowledgeBase knowledge)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT entry_id, number FROM entry_numbers WHERE knowledge_base_id = $kb";
        command.Parameters.AddWithValue("$kb", knowledge.Id);
        using SqliteDataReader reader = command.ExecuteReader();
        Dictionary<string, int> given = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            given[reader.GetString(0)] = reader.GetInt32(1);
        }

        return [.. knowledge.Entries.Select(entry => Of(entry.Id) ?? (given.TryGetValue(entry.Id, out int number)
            ? number
            : throw new InvalidOperationException($"entry '{entry.Id}' of '{knowledge.Id}' has lost its number")))];
    }
}
