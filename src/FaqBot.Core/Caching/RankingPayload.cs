using System.Buffers;
using System.Text.Json;
using FaqBot.Matching;

namespace FaqBot.Caching;

/// <summary>A ranking as bytes in a shared store: indexes and numbers, no words of an answer.</summary>
/// <remarks>
/// What comes back is not trusted: it must fit the catalog that it is said to be of. The reply is always written from the catalog, so
/// that nobody can put words into an answer through the store.
/// </remarks>
internal static class RankingPayload
{
    /// <summary>Version of the layout; part of the keys.</summary>
    public const int Version = 1;

    /// <summary>A ranking takes less; more is not read.</summary>
    public const int MaxBytes = 4 * 1024;

    private const int FieldsPerEntry = 4;

    /// <summary>Writes a ranking.</summary>
    /// <param name="keyHash">Hash of its key, repeated inside so that a value under another key is noticed.</param>
    /// <param name="ranked">The ranking.</param>
    /// <returns>JSON.</returns>
    public static byte[] Write(string keyHash, IReadOnlyList<RankedEntry> ranked)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("k", keyHash);
            json.WriteStartArray("e");
            foreach (RankedEntry entry in ranked)
            {
                json.WriteStartArray();
                json.WriteNumberValue(entry.Entry);
                json.WriteNumberValue(entry.Row);
                json.WriteNumberValue(entry.Cosine);
                json.WriteNumberValue(entry.Confidence);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a ranking.</summary>
    /// <param name="bytes">What the store held.</param>
    /// <param name="keyHash">Hash of its key.</param>
    /// <param name="catalog">The catalog that it must fit.</param>
    /// <returns>The ranking, or null when the bytes are not one of this catalog.</returns>
    public static RankedEntry[]? TryRead(ReadOnlyMemory<byte> bytes, string keyHash, FaqCatalog catalog)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = document.RootElement;
            if (bytes.Length > MaxBytes || root.GetProperty("v").GetInt32() != Version || root.GetProperty("k").GetString() != keyHash)
            {
                return null;
            }

            RankedEntry[] ranked = [.. root.GetProperty("e").EnumerateArray().Take(Ranking.MaxEntries + 2).Select(ReadEntry)];
            return IsRankingOf(catalog, ranked) ? ranked : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static RankedEntry ReadEntry(JsonElement entry) => entry.GetArrayLength() == FieldsPerEntry
        ? new RankedEntry(entry[0].GetInt32(), entry[1].GetInt32(), entry[2].GetDouble(), entry[3].GetDouble())
        : throw new FormatException("An entry has another number of fields.");

    private static bool IsRankingOf(FaqCatalog catalog, RankedEntry[] ranked)
    {
        // An exact match may stand before the nearest entries.
        if (ranked.Length > Ranking.MaxEntries + 1 || ranked.DistinctBy(entry => entry.Entry).Count() != ranked.Length)
        {
            return false;
        }

        double before = 1;
        foreach (RankedEntry entry in ranked)
        {
            if (entry.Entry < 0 || entry.Entry >= catalog.Entries.Count
                || !(entry.Cosine is >= -1.001 and <= 1.001) || !(entry.Confidence >= 0 && entry.Confidence <= before))
            {
                return false;
            }

            (int first, int end) = catalog.Rows(entry.Entry);
            if (entry.Row < first || entry.Row >= end)
            {
                return false;
            }

            before = entry.Confidence;
        }

        return ranked.Skip(1).All(entry => entry.Confidence < 1);
    }
}
