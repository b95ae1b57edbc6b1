using System.Globalization;
using FaqBot.Core.Spans;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>What offsets and lengths count.</summary>
internal enum StringIndexType
{
    /// <summary>What readers take for one character: grapheme clusters.</summary>
    TextElements,

    /// <summary>Code points.</summary>
    CodePoints,

    /// <summary>UTF-16 units, as JavaScript, C# and Java count.</summary>
    Utf16,
}

/// <summary>Counts a text's characters as a client does.</summary>
internal static class StringIndex
{
    public static bool TryParse(string name, out StringIndexType type)
    {
        (type, bool known) = name.ToUpperInvariant() switch
        {
            "TEXTELEMENTS_V8" => (StringIndexType.TextElements, true),
            "UNICODECODEPOINT" => (StringIndexType.CodePoints, true),
            "UTF16CODEUNIT" => (StringIndexType.Utf16, true),
            _ => (StringIndexType.TextElements, false),
        };
        return known;
    }

    /// <summary>A span in a client's units.</summary>
    public static (int Offset, int Length) Of(string text, TextSpan span, StringIndexType type) =>
        (Count(text.AsSpan(0, span.Offset), type), Count(text.AsSpan(span.Offset, span.Length), type));

    private static int Count(ReadOnlySpan<char> text, StringIndexType type)
    {
        int count = 0;
        switch (type)
        {
            case StringIndexType.Utf16:
                return text.Length;
            case StringIndexType.CodePoints:
                foreach (System.Text.Rune _ in text.EnumerateRunes())
                {
                    count++;
                }

                return count;
            default:
                for (; !text.IsEmpty; count++)
                {
                    text = text[StringInfo.GetNextTextElementLength(text)..];
                }

                return count;
        }
    }
}
