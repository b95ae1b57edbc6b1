using System.Collections.Frozen;
using System.Text;

namespace FaqBot.Core.Text;

/// <summary>Writes Chinese in simplified characters, so that both scripts can be compared.</summary>
/// <remarks>
/// By the character table of OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0), of several simplified forms the first. It is made
/// for comparison, not for display: a few characters have another simplified form in some words (乾 in 乾隆). Thread-safe.
/// </remarks>
public static class SimplifiedChinese
{
    private const int First = 0x3400;
    private const int Last = 0x9FFF;

    private static readonly Lazy<(char[] Plane, FrozenDictionary<int, string> Others)> Characters = new(ReadCharacters);
    private static readonly Lazy<(
        FrozenDictionary<string, string> Words, FrozenSet<char> Initials, int Longest)> Regional = new(ReadRegional);

    /// <summary>Replaces traditional characters.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text with as many runes; the same object when nothing changed.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (char[] plane, FrozenDictionary<int, string> others) = Characters.Value;
        StringBuilder? changed = null;
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (character is >= (char)First and <= (char)Last)
            {
                char simplified = plane[character - First];
                if (simplified != character || others.ContainsKey(character))
                {
                    changed ??= new StringBuilder(text, 0, i, text.Length);
                }

                _ = others.TryGetValue(character, out string? pair) ? changed?.Append(pair) : changed?.Append(simplified);
            }
            else if (char.IsHighSurrogate(character) && Rune.TryGetRuneAt(text, i, out Rune rune))
            {
                if (others.TryGetValue(rune.Value, out string? simplified))
                {
                    (changed ??= new StringBuilder(text, 0, i, text.Length)).Append(simplified);
                }
                else
                {
                    changed?.Append(text, i, 2);
                }

                i++;
            }
            else
            {
                changed?.Append(character);
            }
        }

        return changed?.ToString() ?? text;
    }

    /// <summary>Makes a question in traditional characters the one that a writer of simplified characters asks.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>In a text with traditional characters <see cref="WithoutRegionalWords"/> of <see cref="Of"/>; otherwise the same
    /// object.</returns>
    public static string Reword(string text)
    {
        string simplified = Of(text);
        return ReferenceEquals(simplified, text) ? text : WithoutRegionalWords(simplified);
    }

    /// <summary>Replaces words of Taiwan by those of the mainland for the same thing (软体 by 软件).</summary>
    /// <param name="simplified">A text as <see cref="Of"/> gives it.</param>
    /// <returns>The text; the same object when nothing changed.</returns>
    public static string WithoutRegionalWords(string simplified)
    {
        ArgumentNullException.ThrowIfNull(simplified);
        (FrozenDictionary<string, string> words, FrozenSet<char> initials, int longest) = Regional.Value;
        FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        StringBuilder? changed = null;
        for (int i = 0; i < simplified.Length; i++)
        {
            int found = 0;
            if (initials.Contains(simplified[i]))
            {
                for (int length = Math.Min(longest, simplified.Length - i); length > 1; length--)
                {
                    if (lookup.TryGetValue(simplified.AsSpan(i, length), out string? word))
                    {
                        (changed ??= new StringBuilder(simplified, 0, i, simplified.Length)).Append(word);
                        found = length;
                        break;
                    }
                }
            }

            if (found > 0)
            {
                i += found - 1;
            }
            else
            {
                changed?.Append(simplified[i]);
            }
        }

        return changed?.ToString() ?? simplified;
    }

    private static (char[] Plane, FrozenDictionary<int, string> Others) ReadCharacters()
    {
        char[] plane = new char[Last - First + 1];
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = (char)(First + i);
        }

        Dictionary<int, string> others = [];
        foreach (string[] row in ScriptTables.Read("TSCharacters.txt"))
        {
            string simplified = row[1].Split(' ')[0];
            if (row[0] is [>= (char)First and <= (char)Last] && simplified.Length == 1)
            {
                plane[row[0][0] - First] = simplified[0];
            }
            else
            {
                others[ScriptTables.RuneOf(row[0]).Value] = simplified;
            }
        }

        return (plane, others.ToFrozenDictionary());
    }

    private static (FrozenDictionary<string, string> Words, FrozenSet<char> Initials, int Longest) ReadRegional()
    {
        Dictionary<string, string> words = new(StringComparer.Ordinal);
        foreach (string[] row in ScriptTables.Read("TWPhrasesRev.txt"))
        {
            string local = Of(row[0]), other = Of(row[1].Split(' ')[0]);
            if (local.Length > 1 && local != other)
            {
                words.TryAdd(local.ToLowerInvariant(), other.ToLowerInvariant());
            }
        }

        return (words.ToFrozenDictionary(StringComparer.Ordinal), words.Keys.Select(word => word[0]).ToFrozenSet(),
            words.Keys.Max(word => word.Length));
    }
}
