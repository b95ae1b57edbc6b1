using System.Globalization;
using System.Text;
using System.Text.Json;
using DiffPlex;
using DiffPlex.Model;
using FaqBot.Core.Text;

namespace FaqBot.Core.Authoring;

/// <summary>Whether a part of a text is in both contents.</summary>
public enum TextPartKind
{
    /// <summary>Both have it.</summary>
    Same,

    /// <summary>Only the first has it.</summary>
    Removed,

    /// <summary>Only the second has it.</summary>
    Added,
}

/// <summary>A part of a text.</summary>
/// <param name="Kind">Where it is.</param>
/// <param name="Text">The part; of a list a whole text.</param>
public readonly record struct TextPart(TextPartKind Kind, string Text);

/// <summary>A text that differs, or a list of texts.</summary>
/// <param name="Path">Where it is in its member: a language of an answer; empty where the member is the text itself.</param>
/// <param name="Parts">Its parts in order; those that are the same and removed make the first text, those that are the same and added the
/// second.</param>
public sealed record TextChange(string Path, IReadOnlyList<TextPart> Parts);

/// <summary>Shows where texts differ: by words, and by characters where words have no blanks between them.</summary>
/// <remarks>Source: E. W. Myers, An O(ND) difference algorithm and its variations, 1986, as DiffPlex has it.</remarks>
public static class TextDiff
{
    // The time grows with the pieces and with how many of them differ: longer texts are compared by lines, and these wholly.
    private const int MostPieces = 6_000;

    /// <summary>Compares two texts.</summary>
    /// <param name="before">The first.</param>
    /// <param name="after">The second.</param>
    /// <returns>The parts, none of them empty, no two of a kind side by side.</returns>
    public static IReadOnlyList<TextPart> Of(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before == after)
        {
            return before.Length == 0 ? [] : [new TextPart(TextPartKind.Same, before)];
        }

        List<string> first = Words(before), second = Words(after);
        if (first.Count + second.Count > MostPieces)
        {
            (first, second) = (Lines(before), Lines(after));
        }

        return first.Count + second.Count > MostPieces
            ? Joined([new TextPart(TextPartKind.Removed, before), new TextPart(TextPartKind.Added, after)])
            : Joined(Compare(first, second));
    }

    /// <summary>Compares the values of a member.</summary>
    /// <param name="before">Its JSON in the first content; null: it is not there.</param>
    /// <param name="after">Its JSON in the second; null: it is not there.</param>
    /// <returns>The texts that differ; none where the member holds no text.</returns>
    public static IReadOnlyList<TextChange> Of(JsonElement? before, JsonElement? after) => (KindOf(before), KindOf(after)) switch
    {
        (JsonValueKind.Array or JsonValueKind.Undefined, JsonValueKind.Array or JsonValueKind.Undefined) =>
            ListOf(before) is { } first && ListOf(after) is { } second && first.Count + second.Count is > 0 and <= MostPieces
                ? [new TextChange("", Compare(first, second))] : [],
        _ => TextsOf(before) is { } first && TextsOf(after) is { } second
            ?
            [
                .. first.Keys.Union(second.Keys).Order(StringComparer.Ordinal)
                    .Where(path => first.GetValueOrDefault(path) != second.GetValueOrDefault(path))
                    .Select(path => new TextChange(
                        path, Of(first.GetValueOrDefault(path, ""), second.GetValueOrDefault(path, "")))),
            ]
            : [],
    };

    private static JsonValueKind KindOf(JsonElement? value) => value?.ValueKind ?? JsonValueKind.Undefined;

    /// <summary>A text for all languages, or a text for each; null where it is neither.</summary>
    private static Dictionary<string, string>? TextsOf(JsonElement? value) => value switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text => new() { [""] = text.GetString()! },
        { ValueKind: JsonValueKind.Object } texts when texts.EnumerateObject().All(text => text.Value.ValueKind == JsonValueKind.String) =>
            texts.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!, StringComparer.Ordinal),
        _ => null,
    };

    private static List<string>? ListOf(JsonElement? value) => value is not { } list ? []
        : list.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(text => text.GetString()!)] : null;

    private static List<TextPart> Compare(List<string> first, List<string> second)
    {
        // The pieces are made already, and called by names.
        DiffResult result = Differ.Instance.CreateDiffs(
            "first", "second", ignoreWhiteSpace: false, ignoreCase: false, new Pieces(new() { ["first"] = first, ["second"] = second }));
        List<TextPart> parts = [];
        int at = 0;
        foreach (DiffBlock block in result.DiffBlocks)
        {
            parts.AddRange(first[at..block.DeleteStartA].Select(text => new TextPart(TextPartKind.Same, text)));
            parts.AddRange(first.Slice(block.DeleteStartA, block.DeleteCountA).Select(text => new TextPart(TextPartKind.Removed, text)));
            parts.AddRange(second.Slice(block.InsertStartB, block.InsertCountB).Select(text => new TextPart(TextPartKind.Added, text)));
            at = block.DeleteStartA + block.DeleteCountA;
        }

        parts.AddRange(first[at..].Select(text => new TextPart(TextPartKind.Same, text)));
        return parts;
    }

    private static List<TextPart> Joined(List<TextPart> parts)
    {
        List<TextPart> joined = [];
        StringBuilder text = new();
        foreach ((int index, TextPart part) in parts.Index())
        {
            text.Append(part.Text);
            if (index == parts.Count - 1 || parts[index + 1].Kind != part.Kind)
            {
                if (text.Length > 0)
                {
                    joined.Add(new TextPart(part.Kind, text.ToString()));
                }

                text.Clear();
            }
        }

        return joined;
    }

    /// <summary>Letters and digits side by side make a word; Han characters, kana, signs and blanks stand for themselves, and no character
    /// is torn from its marks.</summary>
    private static List<string> Words(string text)
    {
        List<string> words = [];
        int start = -1, position = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            position = elements.ElementIndex;
            string element = elements.GetTextElement();
            Rune.DecodeFromUtf16(element, out Rune rune, out _);
            if ((Rune.IsLetterOrDigit(rune) && !StandsAlone(rune)) || (start >= 0 && rune.Value is '\'' or '’'))
            {
                start = start < 0 ? position : start;
                continue;
            }

            if (start >= 0)
            {
                words.Add(text[start..position]);
                start = -1;
            }

            words.Add(element);
        }

        if (start >= 0)
        {
            words.Add(text[start..]);
        }

        return words;
    }

    /// <summary>Whether words of its script have no blanks between them.</summary>
    private static bool StandsAlone(Rune rune) => LanguageGuess.IsHan(rune) || rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x0E00
        and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF);

    private static List<string> Lines(string text)
    {
        List<string> lines = [];
        int start = 0;
        for (int end = text.IndexOf('\n', StringComparison.Ordinal); end >= 0; end = text.IndexOf('\n', start))
        {
            lines.Add(text[start..(end + 1)]);
            start = end + 1;
        }

        lines.Add(text[start..]);
        return lines;
    }

    /// <summary>Gives pieces that were made before.</summary>
    private sealed class Pieces(Dictionary<string, List<string>> byName) : IChunker
    {
        public IReadOnlyList<string> Chunk(string text) => byName[text];
    }
}
