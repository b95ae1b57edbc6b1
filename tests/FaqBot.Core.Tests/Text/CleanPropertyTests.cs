using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

/// <summary>What holds for any text at all, tried on seeded random ones.</summary>
public sealed class CleanPropertyTests
{
    private const int Texts = 2_000;

    // Characters that normalisation joins, splits, reorders or removes, beside ordinary ones.
    private static readonly string[] Pieces =
    [
        "a", "Z", "é", "발", "发", "票", "1", "１", "ﬁ", " ", "\u3000", "\t", "\n", "\u0301", "\u0316", "\u0345", "\u0308", "\u20E3", "\u0E33",
        "\u0E4D", "\u1100", "\u1161", "\u11A8", "\u115F", "\u1160", "\u200B", "\u200D", "\u034F", "\u00AD", "\uFEFF", "\u202E", "\u2066",
        "\uFE0F", "\u3164", "\uFFA0", "\uFF76", "\uFF9E", "\u3099", "\uFDFA", "\u00A8", "\u037A", "\u1FED", "\u2026", "\u301C", "\uFF5E",
        "\uD83D\uDE00", "\uD840\uDC0B", "\uD800", "\uDC00", "\uFFFE", "\uFFFF", "\uFFFD", "\uDB40\uDC41", "\uDB40\uDD00", "\u09C7",
            "\u09BE", "\u0BC6",
        "\u0BBE", "\uD834\uDD57\uD834\uDD65", "?", "。", "\0", "\u0085",
    ];

    [Fact]
    public void Clean_of_a_clean_text_changes_nothing()
    {
        Random random = new(20_260_301);
        List<string> changed = [];
        for (int i = 0; i < Texts; i++)
        {
            string once = TextNormalizer.Clean(Pick(random));
            if (TextNormalizer.Clean(once) != once)
            {
                changed.Add(Escape(once));
            }
        }

        Assert.Empty(changed);
    }

    [Fact]
    public void Clean_text_is_valid_normalised_and_trimmed()
    {
        Random random = new(20_260_302);
        for (int i = 0; i < Texts; i++)
        {
            string clean = TextNormalizer.Clean(Pick(random));

            Assert.True(clean.IsNormalized(System.Text.NormalizationForm.FormKC), Escape(clean));
            Assert.Equal(clean.Trim(), clean);
            Assert.DoesNotContain("  ", clean, StringComparison.Ordinal);
            Assert.DoesNotContain(clean, char.IsControl);
        }
    }

    [Fact]
    public void Clean_and_match_key_of_random_utf16_do_not_throw()
    {
        Random random = new(20_260_303);
        char[] units = new char[200];
        for (int i = 0; i < Texts; i++)
        {
            int length = random.Next(units.Length);
            for (int unit = 0; unit < length; unit++)
            {
                units[unit] = (char)random.Next(char.MaxValue + 1);
            }

            string clean = TextNormalizer.Clean(new string(units, 0, length));
            string key = TextNormalizer.MatchKey(clean);
            Assert.Equal(clean.Length == 0, key.Length == 0);
        }
    }

    private static string Pick(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Escape(string text) => string.Concat(text.Select(c => $"\\u{(int)c:X4}"));
}
