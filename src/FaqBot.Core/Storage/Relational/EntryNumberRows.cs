using System.Data.Common;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The numbers that were given to entries whose ids are none, within their caller's transaction: see
/// <see cref="EntryNumber"/>.</summary>
/// <remarks>Not thread-safe; errors of the engine are its caller's to translate.</remarks>
internal sealed class EntryNumberRows(StoreConnection connection)
{
    /// <summary>Reads the numbers that were given, by the ids of the entries.</summary>
    public Dictionary<string, int> Of(string kb) => connection.Query(
        "SELECT entry_id, number FROM entry_numbers WHERE knowledge_base_id = $kb",
        reader => KeyValuePair.Create(reader.GetString(0), reader.GetInt32(1)), ("$kb", kb)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Gives numbers to entries that need one and have none.</summary>
    public void Give(string kb, IEnumerable<string> ids)
    {
        string[] unnumbered = [.. ids.Where(id => EntryNumber.Of(id) is null)];
        if (unnumbered.Length == 0)
        {
            return;
        }

        HashSet<string> known = new(Of(kb).Keys, StringComparer.Ordinal);
        long last = Math.Max(
            EntryNumber.Base, connection.Number("SELECT MAX(number) FROM entry_numbers WHERE knowledge_base_id = $kb", ("$kb", kb)));
        connection.Insert(
            "entry_numbers",
            ["knowledge_base_id", "entry_id", "number"],
            unnumbered.Where(known.Add).Select(id => new object?[] { kb, id, ++last }));
    }
}
