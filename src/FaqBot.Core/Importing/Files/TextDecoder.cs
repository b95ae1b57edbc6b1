using System.Text;
using CodePage = System.Text.Encoding;

namespace FaqBot.Core.Importing.Files;

/// <summary>A file as text.</summary>
/// <param name="Text">The text, without a byte order mark.</param>
/// <param name="Encoding">Name of its encoding.</param>
/// <param name="Guessed">Whether the encoding was guessed.</param>
/// <param name="Damaged">Whether bytes are no text in that encoding: U+FFFD stands for them.</param>
internal sealed record DecodedText(string Text, string Encoding, bool Guessed, bool Damaged);

/// <summary>Finds how a file is encoded: by its mark, as UTF-8, else by which characters GB 18030, Big5 and Windows-1252 would
/// give.</summary>
internal static class TextDecoder
{
    /// <summary>What stands for bytes that are no text.</summary>
    public const char Replacement = '\uFFFD';

    private const int SampleBytes = 256 * 1024;
    private const double Plausible = 0.6;

    private static readonly (byte[] Mark, CodePage Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], new UTF8Encoding(false, throwOnInvalidBytes: false)),
        ([0xFF, 0xFE, 0x00, 0x00], new UTF32Encoding(bigEndian: false, byteOrderMark: false)),
        ([0x00, 0x00, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: false)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, byteOrderMark: false)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, byteOrderMark: false)),
    ];

    /// <summary>The encodings that can be named.</summary>
    public static IReadOnlyList<string> Names { get; } = ["utf-8", "utf-16", "utf-16be", "gb18030", "big5", "windows-1252"];

    /// <summary>Decodes a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stated">The encoding, when its owner states one: one of <see cref="Names"/>, <c>gbk</c> or <c>gb2312</c>.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ImportException">The stated encoding is none that is read, or the file is no text.</exception>
    public static DecodedText Decode(ImportFile file, string? stated)
    {
        ReadOnlySpan<byte> bytes = file.Content.Span;
        foreach ((byte[] mark, CodePage encoding) in Marks)
        {
            if (bytes.StartsWith(mark))
            {
                return Read(bytes[mark.Length..], encoding, guessed: false);
            }
        }

        if (stated is not null)
        {
            return Read(bytes, Named(stated), guessed: false);
        }

        if (UnmarkedUtf16(bytes) is { } utf16)
        {
            return Read(bytes, utf16, guessed: true);
        }

        if (bytes.Contains((byte)0))
        {
            throw new ImportException(
                ImportFlaw.UnknownFormat, $"{file.Name} is no text and no format that is read; see the list of formats.");
        }

        CodePage utf8 = new UTF8Encoding(false, throwOnInvalidBytes: false);
        (bool isUtf8, int multiple) = Utf8(bytes);
        return isUtf8 ? Read(bytes, utf8, guessed: false)
            : Legacy(bytes, mayBeLatin: multiple == 0) is { } legacy ? Read(bytes, legacy, guessed: true)
            : Read(bytes, utf8, guessed: true);
    }

    private static CodePage Named(string name) => name.ToLowerInvariant().Replace("_", "-", StringComparison.Ordinal) switch
    {
        "utf-8" or "utf8" => new UTF8Encoding(false, throwOnInvalidBytes: false),
        "utf-16" or "utf-16le" or "utf16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        "utf-16be" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        "gb18030" or "gbk" or "gb2312" or "cp936" => Page("GB18030"),
        "big5" or "cp950" => Page("big5"),
        "windows-1252" or "latin1" or "iso-8859-1" => Page("windows-1252"),
        _ => throw new ImportException(
            ImportFlaw.BadOptions, $"The encoding '{name}' is none that is read; known: {string.Join(", ", Names)}."),
    };

    private static CodePage Page(string name) => CodePagesEncodingProvider.Instance.GetEncoding(
        name, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(Replacement.ToString()))!;

    private static DecodedText Read(ReadOnlySpan<byte> bytes, CodePage encoding, bool guessed)
    {
        string text = encoding.GetString(bytes);
        string name = encoding.WebName.ToLowerInvariant();
        return new DecodedText(text, name, guessed, text.Contains(Replacement, StringComparison.Ordinal));
    }

    private static (bool IsUtf8, int Multiple) Utf8(ReadOnlySpan<byte> bytes)
    {
        // One spoilt byte does not make another encoding of a file: what holds it is refused, the rest is read.
        int multiple = 0, invalid = 0;
        while (!bytes.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(bytes, out _, out int length) == System.Buffers.OperationStatus.Done;
            multiple += valid && length > 1 ? 1 : 0;
            invalid += valid ? 0 : 1;
            bytes = bytes[length..];
        }

        // Of other encodings' characters, hardly every fifth is a character of UTF-8, too.
        return (invalid == 0 || multiple >= invalid * 2, multiple);
    }

    private static UnicodeEncoding? UnmarkedUtf16(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> sample = bytes[..Math.Min(bytes.Length, 4096)];
        int even = 0, odd = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0)
            {
                (even, odd) = i % 2 == 0 ? (even + 1, odd) : (even, odd + 1);
            }
        }

        return bytes.Length % 2 != 0 ? null
            : odd * 10 > sample.Length && even == 0 ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false)
            : even * 10 > sample.Length && odd == 0 ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false)
            : null;
    }

    /// <summary>
    /// Texts are written with common characters, which GB 2312 and Big5 both keep apart from rare ones: the encoding under which a file
    /// holds more common ones is its own. Bytes of the one read as the other give rare ones. Text in Latin letters with a few other
    /// bytes, such as typographic quotation marks, is Windows-1252.
    /// </summary>
    private static CodePage? Legacy(ReadOnlySpan<byte> bytes, bool mayBeLatin)
    {
        ReadOnlySpan<byte> sample = bytes[..Math.Min(bytes.Length, SampleBytes)];
        double gb = Share(sample, (high, low) => low >= 0xA1 && high is >= 0xA1 and <= 0xA9 or >= 0xB0 and <= 0xD7 && low >= 0xA1);
        double big5 = Share(
            sample, (high, low) => (high is >= 0xA4 and <= 0xC6 || high is >= 0xA1 and <= 0xA3) && low is >= 0x40 and <= 0x7E or >= 0xA1);
        return Math.Max(gb, big5) >= Plausible ? Page(gb >= big5 ? "GB18030" : "big5")
            : mayBeLatin && bytes.IndexOfAny([(byte)0x81, (byte)0x8D, (byte)0x8F, (byte)0x90, (byte)0x9D]) < 0 ? Page("windows-1252")
            : null;
    }

    /// <summary>The share of pairs with a high byte that are common characters.</summary>
    private static double Share(ReadOnlySpan<byte> bytes, Func<byte, byte, bool> isCommon)
    {
        int pairs = 0, common = 0;
        for (int i = 0; i < bytes.Length - 1; i++)
        {
            if (bytes[i] >= 0x80)
            {
                pairs++;
                common += isCommon(bytes[i], bytes[i + 1]) ? 1 : 0;
                i++;
            }
        }

        return pairs == 0 ? 0 : (double)common / pairs;
    }
}
