using System.Collections.Frozen;

namespace FaqBot.Core.Text;

/// <summary>Finds words that decide what a question is about: 转入 against 转出, enable against disable.</summary>
/// <remarks>The groups are in <c>Text/Data/OpposedWords.txt</c>. Thread-safe.</remarks>
internal static class OpposedWords
{
    private const int SidesPerGroup = 8;

    private static readonly Lazy<Table> Words = new(Read);

    /// <summary>Finds the sides that a text takes.</summary>
    /// <param name="simplified">The text, small letters and simplified characters.</param>
    /// <param name="words">Basic forms of its Latin words.</param>
    /// <returns>Numbers of sides, ascending, none twice.</returns>
    public static ushort[] SidesOf(string simplified, IEnumerable<string> words)
    {
        Table table = Words.Value;
        SortedSet<ushort>? sides = null;
        for (int i = 0; i < simplified.Length; i++)
        {
            if (table.Chinese.TryGetValue(simplified[i], out (string Word, ushort[] Sides)[]? candidates))
            {
                // The longest word that stands here: 取消绑定 is not 取消.
                foreach ((string word, ushort[] taken) in candidates)
                {
                    if (string.CompareOrdinal(simplified, i, word, 0, word.Length) == 0)
                    {
                        (sides ??= []).UnionWith(taken);
                        i += word.Length - 1;
                        break;
                    }
                }
            }
        }

        foreach (string word in words)
        {
            if (table.Latin.TryGetValue(word, out ushort[]? taken))
            {
                (sides ??= []).UnionWith(taken);
            }
        }

        return sides is null ? [] : [.. sides];
    }

    /// <summary>Counts the groups in which two texts take sides and share none.</summary>
    /// <param name="one">Sides of a text, as <see cref="SidesOf"/> gives them.</param>
    /// <param name="other">Sides of another.</param>
    public static int Conflicts(ReadOnlySpan<ushort> one, ReadOnlySpan<ushort> other)
    {
        int conflicts = 0;
        while (!one.IsEmpty && !other.IsEmpty)
        {
            int group = Math.Max(one[0], other[0]) / SidesPerGroup;
            ReadOnlySpan<ushort> mine = Group(ref one, group), theirs = Group(ref other, group);
            conflicts += !mine.IsEmpty && !theirs.IsEmpty && !mine.ContainsAny(theirs) ? 1 : 0;
        }

        return conflicts;
    }

    /// <summary>Takes the sides of a group, and those of groups before it, off a list.</summary>
    private static ReadOnlySpan<ushort> Group(ref ReadOnlySpan<ushort> sides, int group)
    {
        int start = 0;
        while (start < sides.Length && sides[start] / SidesPerGroup < group)
        {
            start++;
        }

        int end = start;
        while (end < sides.Length && sides[end] / SidesPerGroup == group)
        {
            end++;
        }

        ReadOnlySpan<ushort> found = sides[start..end];
        sides = sides[end..];
        return found;
    }

    private static Table Read()
    {
        Dictionary<string, SortedSet<ushort>> words = new(StringComparer.Ordinal);
        foreach ((int group, string[] row) in ScriptTables.Read("OpposedWords.txt").Index())
        {
            foreach ((int side, string list) in row.Index())
            {
                foreach (string word in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    string key = char.IsAsciiLetter(word[0]) ? LatinWord.Stem(word) : word;
                    (words.TryGetValue(key, out SortedSet<ushort>? sides) ? sides : words[key] = [])
                        .Add((ushort)((group * SidesPerGroup) + side));
                }
            }
        }

        return new Table(
            words.Where(pair => !char.IsAsciiLetter(pair.Key[0]))
                .GroupBy(pair => pair.Key[0])
                .ToFrozenDictionary(
                    initial => initial.Key,
                    initial =>
                        initial.Select(pair => (pair.Key, pair.Value.ToArray())).OrderByDescending(pair => pair.Key.Length).ToArray()),
            words.Where(pair => char.IsAsciiLetter(pair.Key[0]))
                .ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));
    }

    private sealed record Table(
        FrozenDictionary<char, (string Word, ushort[] Sides)[]> Chinese, FrozenDictionary<string, ushort[]> Latin);
}
