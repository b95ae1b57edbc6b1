using System.Text;

namespace FaqBot.Core.Text;

/// <summary>How Chinese characters are read: syllables without tones.</summary>
/// <remarks>For the characters of GB 2312; a text in traditional characters goes through <see cref="SimplifiedChinese"/> first.
/// Thread-safe.</remarks>
public static class Pinyin
{
    private const int First = 0x4E00;
    private const int Last = 0x9FFF;

    private static readonly Lazy<(string[] Syllables, ushort[][] Readings)> Table = new(Read);

    /// <summary>Number of syllables.</summary>
    public static int Syllables => Table.Value.Syllables.Length;

    /// <summary>The readings of a character.</summary>
    /// <param name="rune">The character.</param>
    /// <returns>Numbers of syllables, the usual reading first; empty when none is known.</returns>
    public static ReadOnlySpan<ushort> ReadingsOf(Rune rune) =>
        rune.Value is >= First and <= Last ? Table.Value.Readings[rune.Value - First] : [];

    /// <summary>A syllable.</summary>
    /// <param name="number">Its number, as <see cref="ReadingsOf"/> gives it.</param>
    /// <returns>Small Latin letters, v for ü.</returns>
    public static string Syllable(ushort number) => Table.Value.Syllables[number];

    /// <summary>Whether two characters can be read alike.</summary>
    /// <param name="one">A character.</param>
    /// <param name="other">Another.</param>
    /// <returns>True when they share a reading.</returns>
    public static bool SoundAlike(Rune one, Rune other)
    {
        foreach (ushort reading in ReadingsOf(one))
        {
            if (ReadingsOf(other).Contains(reading))
            {
                return true;
            }
        }

        return false;
    }

    private static (string[] Syllables, ushort[][] Readings) Read()
    {
        List<string> syllables = [];
        ushort[][] readings = new ushort[Last - First + 1][];
        Array.Fill(readings, []);
        List<(char Character, ushort Syllable)> others = [];
        foreach (string[] row in ScriptTables.Read("Pinyin.txt"))
        {
            ushort number = (ushort)syllables.Count;
            syllables.Add(row[0]);
            int bar = row[1].IndexOf('|', StringComparison.Ordinal);
            foreach (char character in bar < 0 ? row[1] : row[1][..bar])
            {
                if (character is >= (char)First and <= (char)Last)
                {
                    readings[character - First] = [number];
                }
            }

            others.AddRange((bar < 0 ? "" : row[1][(bar + 1)..]).Select(character => (character, number)));
        }

        foreach ((char character, ushort syllable) in others)
        {
            readings[character - First] = [.. readings[character - First], syllable];
        }

        return ([.. syllables], readings);
    }
}
