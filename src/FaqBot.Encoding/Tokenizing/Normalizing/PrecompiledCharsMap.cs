using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>The normalisation table of a SentencePiece model: a double array over UTF-8 and its replacement strings.</summary>
/// <remarks>
/// <see cref="Apply"/> works as Hugging Face tokenizers does, by grapheme and then by character, with the first (shortest) matching prefix:
/// https://github.com/huggingface/spm_precompiled/blob/v0.1.3/src/lib.rs and
/// https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/normalizers/precompiled.rs.
/// Immutable and thread-safe.
/// </remarks>
internal sealed class PrecompiledCharsMap
{
    // A grapheme of more UTF-8 bytes is looked up character by character.
    private const int MaxGraphemeBytes = 5;

    // What real tables hold stays far below; a damaged one may lead on through a whole text, or have no end of a replacement.
    private const int LongestRule = 64, LongestReplacement = 1_024;

    private readonly uint[] _units;
    private readonly byte[] _replacements;

    // The characters that stay as they are whatever stands beside them: most of ordinary text, taken in long runs.
    private readonly SearchValues<char> _kept;

    private PrecompiledCharsMap(uint[] units, byte[] replacements)
    {
        _units = units;
        _replacements = replacements;
        _kept = SearchValues.Create([.. PlainCharacters().Where(character => !HasRule(character))]);
    }

    /// <summary>Reads a table.</summary>
    /// <param name="table">Size of the double array in bytes (uint32, little endian), the array, the strings ended by NUL.</param>
    /// <returns>The table.</returns>
    /// <exception cref="FormatException">The bytes are not such a table.</exception>
    public static PrecompiledCharsMap Read(ReadOnlySpan<byte> table)
    {
        if (table.Length < 4)
        {
            throw new FormatException($"precompiled_charsmap has {table.Length} bytes, expected at least 4");
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(table);
        if (size == 0 || size % 4 != 0 || size > table.Length - 4)
        {
            throw new FormatException(
                $"precompiled_charsmap announces a double array of {size} bytes, but {table.Length - 4} bytes follow");
        }

        uint[] units = new uint[size / 4];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[(4 + (i * 4))..]);
        }

        return new PrecompiledCharsMap(units, table[(4 + (int)size)..].ToArray());
    }

    /// <summary>Appends a normalised text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">Where the result goes.</param>
    public void Apply(ReadOnlySpan<char> text, ref TextBuffer destination)
    {
        while (!text.IsEmpty)
        {
            int kept = text.IndexOfAnyExcept(_kept);

            // The last of a run may make one grapheme with what follows.
            kept = kept < 0 ? text.Length : IsPlain(text[kept]) ? kept : kept - 1;
            if (kept > 0)
            {
                destination.Append(text[..kept]);
                text = text[kept..];
                continue;
            }

            int length = GraphemeLength(text);
            AppendGrapheme(text[..length], ref destination);
            text = text[length..];
        }
    }

    /// <summary>Appends what replaces the longest start of a text that has a rule, as the SentencePiece library does.</summary>
    /// <param name="text">The text, without half surrogates.</param>
    /// <param name="destination">Where the replacement goes.</param>
    /// <returns>How much of the text is replaced; 0 when no rule applies.</returns>
    public int AppendLongest(ReadOnlySpan<char> text, ref TextBuffer destination)
    {
        Span<byte> utf8 = stackalloc byte[4];
        uint node = Offset(_units[0]);
        int length = 0;
        ReadOnlySpan<byte> longest = default;
        int place = 0;
        while (place < Math.Min(text.Length, LongestRule) && text[place] != '\0')
        {
            _ = Rune.DecodeFromUtf16(text[place..], out Rune rune, out int consumed);
            place += consumed;
            foreach (byte label in utf8[..rune.EncodeToUtf8(utf8)])
            {
                if (!TryStep(ref node, label, out bool isEnd))
                {
                    destination.AppendUtf8(longest);
                    return length;
                }

                if (isEnd && TryReplacement(node, out ReadOnlySpan<byte> replacement))
                {
                    longest = replacement;
                    length = place;
                }
            }
        }

        destination.AppendUtf8(longest);
        return length;
    }

    private static int GraphemeLength(ReadOnlySpan<char> text)
    {
        // Two neighbours of these kinds never share a grapheme; the general rule is an order of magnitude slower.
        bool alone = text.Length == 1 || (IsPlain(text[0]) && IsPlain(text[1]));
        return alone && !char.IsSurrogate(text[0]) ? 1 : StringInfo.GetNextTextElementLength(text);
    }

    private static bool IsPlain(char c) => c is (>= ' ' and < '\u0300') or (>= '\u4E00' and <= '\u9FFF');

    private static IEnumerable<char> PlainCharacters() =>
        Enumerable.Range(0, char.MaxValue + 1).Select(unit => (char)unit).Where(IsPlain);

    private bool HasRule(char character)
    {
        Span<byte> utf8 = stackalloc byte[4];
        return TryFind(utf8[..new Rune(character).EncodeToUtf8(utf8)], out _);
    }

    private void AppendGrapheme(ReadOnlySpan<char> grapheme, ref TextBuffer destination)
    {
        Span<byte> utf8 = stackalloc byte[4 * 2];
        if (grapheme.Length <= MaxGraphemeBytes && System.Text.Encoding.UTF8.GetByteCount(grapheme) <= MaxGraphemeBytes)
        {
            int bytes = System.Text.Encoding.UTF8.GetBytes(grapheme, utf8);
            if (TryFind(utf8[..bytes], out ReadOnlySpan<byte> whole))
            {
                destination.AppendUtf8(whole);
                return;
            }
        }

        foreach (Rune rune in grapheme.EnumerateRunes())
        {
            int bytes = rune.EncodeToUtf8(utf8);
            if (TryFind(utf8[..bytes], out ReadOnlySpan<byte> replacement))
            {
                destination.AppendUtf8(replacement);
            }
            else
            {
                destination.Append(rune);
            }
        }
    }

    private bool TryFind(scoped ReadOnlySpan<byte> key, out ReadOnlySpan<byte> replacement)
    {
        uint node = Offset(_units[0]);
        foreach (byte label in key)
        {
            if (label == 0 || !TryStep(ref node, label, out bool isEnd))
            {
                break;
            }

            if (isEnd && node < _units.Length)
            {
                return TryReplacement(node, out replacement);
            }
        }

        replacement = default;
        return false;
    }

    /// <summary>Follows a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryStep(ref uint node, byte label, out bool isEnd)
    {
        isEnd = false;
        node ^= label;
        if (node >= _units.Length)
        {
            return false;
        }

        uint unit = _units[node];
        if ((unit & 0x8000_00FF) != label)
        {
            return false;
        }

        node ^= Offset(unit);
        isEnd = ((unit >> 8) & 1) == 1;
        return true;
    }

    /// <summary>The replacement that a node points to; a damaged table may point anywhere.</summary>
    private bool TryReplacement(uint node, out ReadOnlySpan<byte> replacement)
    {
        int start = node < _units.Length ? (int)(_units[node] & 0x7FFF_FFFF) : int.MaxValue;
        if (start >= _replacements.Length)
        {
            replacement = default;
            return false;
        }

        ReadOnlySpan<byte> rest = _replacements.AsSpan(start);
        rest = rest[..Math.Min(rest.Length, LongestReplacement)];
        int end = rest.IndexOf((byte)0);
        replacement = end < 0 ? rest : rest[..end];
        return true;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);
}
