using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaqBot.Core.Access;

/// <summary>Chains the rows of the audit log: the hash of each covers its content and the hash of the one before.</summary>
/// <remarks>
/// Who changes, removes, inserts or moves a row would have to compute all hashes behind it anew. Who may write to the database can do even
/// that; therefore <c>audit verify</c> tells number and hash of the last row, to be noted elsewhere and given to it the next time.
/// </remarks>
public static class AuditChain
{
    /// <summary>The hash before the first row.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of a row.</summary>
    /// <param name="before">The hash of the row before, 32 bytes.</param>
    /// <param name="number">The row's number.</param>
    /// <param name="entry">Its content, as it is stored.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] HashOf(ReadOnlySpan<byte> before, long number, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        Span<byte> words = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(words, number);
        BinaryPrimitives.WriteInt64LittleEndian(words[sizeof(long)..], entry.At.ToUnixTimeMilliseconds());
        hash.AppendData(words);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string? text in (string?[])
            [
                entry.Actor, entry.Address, entry.Action, entry.KnowledgeBaseId, entry.Object, entry.Before, entry.After,
                entry.Outcome.ToString(), entry.RequestId, entry.Note,
            ])
        {
            // Lengths in front: no text can be moved from one member into the next.
            byte[] bytes = text is null ? [] : System.Text.Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Looks whether rows are those that were written, all of them and in their order.</summary>
    /// <param name="rows">All rows, by number.</param>
    /// <param name="ends">The ends of the log.</param>
    /// <param name="noted">A number and the hash that its row had when somebody looked; or null.</param>
    /// <returns>What is wrong, a sentence each; none when nothing is.</returns>
    public static IEnumerable<string> Faults(
        IEnumerable<AuditRow> rows, AuditEnds ends, (long Number, string Hash)? noted = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(ends);
        long number = ends.Before;
        ReadOnlyMemory<byte> hash = ends.BeforeHash;
        bool isNotedThere = noted is null || noted.Value.Number <= ends.Before;
        foreach (AuditRow row in rows)
        {
            if (row.Number != number + 1)
            {
                yield return Missing(number + 1, row.Number - 1);
            }
            else if (!row.Hash.Span.SequenceEqual(HashOf(hash.Span, row.Number, row.Entry)))
            {
                yield return $"Row {row.Number} is not what was written: its hash does not follow from its content and the row before.";
            }

            if (noted is { } known && known.Number == row.Number)
            {
                isNotedThere = true;
                if (!known.Hash.Equals(Convert.ToHexStringLower(row.Hash.Span), StringComparison.OrdinalIgnoreCase))
                {
                    yield return $"Row {row.Number} has another hash than the one that was noted: what is up to it was written anew.";
                }
            }

            // What follows is held against what is there: each fault is told once.
            number = row.Number;
            hash = row.Hash;
        }

        if (number < ends.Last)
        {
            yield return Missing(number + 1, ends.Last);
        }
        else if (number != ends.Last || !hash.Span.SequenceEqual(ends.LastHash.Span))
        {
            yield return $"The last row is {number}, and the log says that it is {ends.Last}, with another hash.";
        }

        if (!isNotedThere)
        {
            yield return $"Row {noted!.Value.Number}, which was noted, is missing.";
        }
    }

    private static string Missing(long first, long last) =>
        first >= last ? $"Row {first} is missing." : $"Rows {first} to {last} are missing.";
}
