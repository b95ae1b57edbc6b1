using CsCheck;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>Texts of many scripts, and of everything that careless tokenizers get wrong; no half surrogates.</summary>
internal static class AnyText
{
    private static readonly Gen<string> Words = Gen.OneOf(
        "invoice", "Refund", "WHAT", "naïve", "Straße", "İstanbul", "ΟΔΟΣ",
        "don't", "we'll", "A-380", "x_y", "1,234.50", "№5", "ﬁnance", "发票抬头",
        "退貨運費", "ガラス", "주문", "Ωmega",
        "e\u0301", "o\u0323\u0302", "किताब", "ภาษาไทย", "مرحبا", "שלום", "Привет", "ǅ", "㍻", "①", "½", "ﷺ", "ｶﾞ");

    private static readonly Gen<string> Tokens = Gen.OneOf(
        "[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]", "[unused1]", "<s>",
        "</s>", "<pad>", "<unk>", "<mask>", "<|endoftext|>", "<|endoftext", "<s", "##a", "▁", "Ġ");

    private static readonly Gen<string> Blanks = Gen.OneOf(
        Gen.OneOf(" ", "  ", "\n", "\r\n", "\t", "\u00A0",
            "\u1680", "\u180E", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\u0085", "\v", "\f"),
        Scalar(0x2000, 0x200A));

    private static readonly Gen<string> Invisible = Gen.OneOf(
        Scalar(0, 0x1F), Scalar(0x7F, 0x9F), Scalar(0x200B, 0x200F), Scalar(0x202A, 0x202E), Scalar(0x2060, 0x206F), Scalar(0xFE00, 0xFE0F),
        Scalar(0xFFF9, 0xFFFF), Scalar(0xE0001, 0xE007F), Scalar(0xE0100, 0xE01EF),
        Gen.OneOf("\u00AD", "\uFEFF", "\u061C", "\u034F", "\u115F", "\u3164"));

    private static readonly Gen<string> Marks = Gen.OneOf(
        Scalar(0x300, 0x36F), Scalar(0x483, 0x489), Scalar(0x591, 0x5C7), Scalar(0x64B, 0x65F), Scalar(0x93A, 0x94F), Scalar(0xE31, 0xE4E),
        Scalar(0x1AB0, 0x1ACE), Scalar(0x1DC0, 0x1DFF), Scalar(0x20D0, 0x20F0), Scalar(0x3099, 0x309C), Scalar(0xFE20, 0xFE2F));

    private static readonly Gen<string> Emoji = Gen.OneOf(
        Scalar(0x1F300, 0x1FAFF), Scalar(0x2600, 0x27BF), Scalar(0x1F1E6, 0x1F1FF),
        Gen.OneOf("👩\u200D👩\u200D👧", "👍🏽", "🏳\uFE0F\u200D🌈", "1\uFE0F\u20E3", "🇨🇳", "❤\uFE0F\u200D🔥", "👩\u200D"));

    private static readonly Gen<string> Scripts = Gen.OneOf(
        Scalar(0x21, 0x7E), Scalar(0xA1, 0x24F), Scalar(0x370, 0x52F), Scalar(0x590, 0x6FF), Scalar(0x900, 0xDFF),
        Scalar(0xE00, 0xFFF), Scalar(0x1000, 0x1FFF),
        Scalar(0x2010, 0x2BFF), Scalar(0x3001, 0x33FF), Scalar(0xA000, 0xABFF), Scalar(0x1100, 0x11FF), Scalar(0xAC00, 0xD7FF),
        Scalar(0xFB00, 0xFFEF),
        Scalar(0x10000, 0x16FFF), Scalar(0x1D000, 0x1D7FF), Scalar(0x1E000, 0x1F2FF));

    private static readonly Gen<string> Han = Gen.OneOf(
        Scalar(0x4E00, 0x9FFF), Scalar(0x3400, 0x4DBF), Scalar(0xF900, 0xFAFF), Scalar(0x20000, 0x2A6DF),
        Scalar(0x2A700, 0x2EE5D), Scalar(0x2F800, 0x2FA1F),
        Scalar(0x30000, 0x323AF), Scalar(0x2E80, 0x2FDF));

    private static readonly Gen<string> Private = Gen.OneOf(Scalar(0xE000, 0xF8FF), Scalar(0xF0000, 0xFFFFF), Scalar(0x100000, 0x10FFFF));

    private static readonly Gen<string> Latin = Gen.OneOf(Scalar('a', 'z'), Scalar('A', 'Z'), Scalar('0', '9'))
        .Array[1, 12].Select(string.Concat);

    private static readonly Gen<string> Character = Gen.OneOf(
        Han, Scripts, Marks, Emoji, Invisible, Blanks, Private, Scalar(0, 0xD7FF), Scalar(0xE000, 0xFFFF),
        Scalar(0x10000, 0x10FFFF));

    // Long enough for what is limited: letters of a word, bytes of a merge.
    private static readonly Gen<string> Runs = Gen.Select(Gen.OneOf(Character, Words, Tokens), Gen.Int[2, 130]).Select(
        run => string.Concat(Enumerable.Repeat(run.Item1, run.Item2)));

    /// <summary>The texts, up to a dozen pieces long; now and then empty.</summary>
    public static Gen<string> Texts { get; } = Gen
        .Frequency((6, Words), (4, Latin), (4, Han), (12, Character), (4, Blanks), (2, Tokens), (1, Runs))
        .Array[0, 12].Select(string.Concat);

    private static Gen<string> Scalar(int first, int last) => Gen.Int[first, last].Select(char.ConvertFromUtf32);
}
