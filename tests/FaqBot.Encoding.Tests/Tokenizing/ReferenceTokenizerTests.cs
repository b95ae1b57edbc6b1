using System.Globalization;
using CsCheck;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>The reference implementation is asked about texts that no golden file foresaw.</summary>
public sealed class ReferenceTokenizerTests
{
    private const int Texts = 20_000;

    // The reference takes every text without half surrogates; a few may fail for reasons of its own.
    private const int MostSkipped = Texts / 1_000;

    public static TheoryData<string> Kinds => ReferenceTokenizer.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EncodeForModel_any_text_gives_the_reference_ids(string kind)
    {
        using ReferenceTokenizer tokenizer = ReferenceTokenizer.OfKind(kind);
        PCG random = new(stream: 1, seed: 20_261_130);
        int skipped = 0;
        for (int i = 0; i < Texts; i++)
        {
            string seed = random.ToString();
            (int[]? expected, int[] found) = tokenizer.Encode(AnyText.Texts.Generate(random, null, out _));
            if (expected is null)
            {
                skipped++;
            }
            else if (!found.AsSpan().SequenceEqual(expected))
            {
                // Fails at once and then looks for a text as short as can be.
                AnyText.Texts.Sample(text => AssertSame(tokenizer, text), seed: seed, iter: Texts, threads: 1, print: Escaped);
            }
        }

        Assert.InRange(skipped, 0, MostSkipped);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EncodeForModel_every_character_gives_the_reference_ids(string kind)
    {
        using ReferenceTokenizer tokenizer = ReferenceTokenizer.OfKind(kind);
        foreach (int c in Enumerable.Range(0, 0x33400).Concat(Enumerable.Range(0xE0000, 0x200)).Where(c => c is < 0xD800 or > 0xDFFF))
        {
            AssertSame(tokenizer, $"a{char.ConvertFromUtf32(c)}b");
        }
    }

    private static void AssertSame(ReferenceTokenizer tokenizer, string text)
    {
        (int[]? expected, int[] found) = tokenizer.Encode(text);
        if (expected is not null && !found.AsSpan().SequenceEqual(expected))
        {
            Assert.Fail($"{Escaped(text)}: found {string.Join(',', found)} expected {string.Join(',', expected)}");
        }
    }

    private static string Escaped(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value is >= ' ' and < 0x7F
        ? rune.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}")));
}
