using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class InvisibleCharacterTests
{
    /// <summary>Default_Ignorable_Code_Point of the Unicode Character Database, assigned or not.</summary>
    private static readonly (int First, int Last)[] DefaultIgnorable =
    [
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
        (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
        (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    private static IEnumerable<int> Invisible =>
        [.. DefaultIgnorable.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)), .. Controls];

    private static IEnumerable<int> Controls => Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Where(IsNoBlank);

    [Fact]
    public void Clean_invisible_characters_leave_no_trace() => Assert.Empty(
        Invisible.Where(character => TextNormalizer.Clean("发" + Text(character) + "票") != "发票").Select(Name));

    [Fact]
    public void Clean_text_of_invisible_characters_only_is_empty() =>
        Assert.Equal("", TextNormalizer.Clean(string.Concat(Invisible.Select(Text))));

    [Fact]
    public void Clean_invisible_character_inside_a_letter_does_not_keep_it_from_composing() => Assert.Empty(
        Invisible.Where(character => TextNormalizer.Clean("e" + Text(character) + "\u0301") != "é").Select(Name));

    [Fact]
    public void Clean_invisible_character_inside_a_syllable_does_not_keep_it_from_composing() => Assert.Empty(
        Invisible.Where(character => TextNormalizer.Clean("\u1112" + Text(character) + "\u1161") != "하").Select(Name));

    [Fact]
    public void Clean_no_character_normalises_to_an_invisible_one()
    {
        HashSet<int> invisible = [.. Invisible];
        List<string> found = [];
        for (int character = 0; character <= 0x10FFFF; character++)
        {
            if (character is < 0xD800 or > 0xDFFF
                && TextNormalizer.Clean(Text(character)).EnumerateRunes().Any(rune => invisible.Contains(rune.Value)))
            {
                found.Add(Name(character));
            }
        }

        Assert.Empty(found);
    }

    private static bool IsNoBlank(int character) => !char.IsWhiteSpace((char)character);

    private static string Text(int character) => char.ConvertFromUtf32(character);

    private static string Name(int character) => $"U+{character:X4}";
}
