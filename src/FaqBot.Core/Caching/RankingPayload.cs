using System.Buffers;
using System.Text.Json;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Caching;

/// <summary>A ranking as bytes in a shared store: indexes and numbers, no words of an answer.</summary>
/// <remarks>
/// What comes back is not trusted: it must fit the catalog that it is said to be of, and name only entries that may answer. The reply
/// is always written from the catalog, so that nobody can put words into an answer through the store.
/// </remarks>
internal static class RankingPayload
{
    /// <summary>Version of the layout; part of the keys.</summary>
    public const int Version = 2;

    /// <summary>A ranking takes less; more is not read.</summary>
    public const int MaxBytes = 4 * 1024;

    private const int FieldsPerEntry = 4;

    // An exact match may stand before the nearest entries.
    private const int MaxEntries = Ranking.MaxEntries + 1;

    /// <summary>Writes a ranking.</summary>
    /// <param name="key">Its key; the hash is repeated inside so that a value under another key is noticed.</param>
    /// <param name="ranked">The ranking.</param>
    /// <param name="until">
    /// When it ends. The store's own expiry counts from when the store gets round to a command, which may be long after it was sent.
    /// </param>
    /// <returns>JSON.</returns>
    public static byte[] Write(string key, IReadOnlyList<RankedEntry> ranked, DateTimeOffset until)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("k", key);
            json.WriteNumber("u", until.ToUnixTimeMilliseconds());
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
    /// <param name="key">Hash of its key.</param>
    /// <param name="filter">Which entries may be in it.</param>
    /// <param name="catalog">The catalog that it must fit.</param>
    /// <param name="now">The present.</param>
    /// <returns>A hit with the ranking, a miss when it has ended, an error when the bytes are not such a ranking of this catalog.</returns>
    public static (CacheOutcome Outcome, RankedEntry[]? Ranked) Read(
        ReadOnlyMemory<byte> bytes, string key, EntryFilter filter, FaqCatalog catalog, DateTimeOffset now)
    {
        if (bytes.Length > MaxBytes)
        {
            return (CacheOutcome.Error, null);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = document.RootElement;
            if (root.GetProperty("v").GetInt32() != Version || root.GetProperty("k").GetString() != key)
            {
                return (CacheOutcome.Error, null);
            }

            if (root.GetProperty("u").GetInt64() <= now.ToUnixTimeMilliseconds())
            {
                return (CacheOutcome.Miss, null);
            }

            RankedEntry[] ranked = [.. root.GetProperty("e").EnumerateArray().Take(MaxEntries + 1).Select(ReadEntry)];
            return IsRankingOf(catalog, ranked) && AllMayAnswer(catalog, ranked, filter, now)
                ? (CacheOutcome.Hit, ranked)
                : (CacheOutcome.Error, null);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return (CacheOutcome.Error, null);
        }
    }

    private static RankedEntry ReadEntry(JsonElement entry) => entry.GetArrayLength() == FieldsPerEntry
        ? new RankedEntry(entry[0].GetInt32(), entry[1].GetInt32(), entry[2].GetDouble(), entry[3].GetDouble())
        : throw new FormatException("An entry has another number of fields.");

    private static bool IsRankingOf(FaqCatalog catalog, RankedEntry[] ranked)
    {
        if (ranked.Length > MaxEntries || ranked.DistinctBy(entry => entry.Entry).Count() != ranked.Length)
        {
            return false;
        }

        double before = 1;
        foreach (RankedEntry entry in ranked)
        {
            if (entry.Entry < 0 || entry.Entry >= catalog.Entries.Count
                || !(entry.Cosine is >= -1 and <= 1) || !(entry.Confidence >= 0 && entry.Confidence <= before))
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

    private static bool AllMayAnswer(FaqCatalog catalog, RankedEntry[] ranked, EntryFilter filter, DateTimeOffset now)
    {
        FaqEntry? previous = filter.PreviousEntryId is { } id && catalog.IndexOf(id) is >= 0 and var index ? catalog.Entries[index] : null;
        return ranked.All(entry => filter.Allows(catalog.Entries[entry.Entry], previous, now));
    }
}
