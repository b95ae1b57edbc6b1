using System.Collections.Concurrent;
using FaqBot.Encoding.Tests.Running;
using FaqBot.Encoding.Tokenizing;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>Texts that make careless tokenizers quadratic.</summary>
[Collection(BundledEncoderCollection.Name)]
public sealed class HostileTextTests(BundledEncoder bundled)
{
    private const int Small = 3_000;

    /// <summary>
    /// Encoded in about a tenth of a second; work that grew with the square would be 10¹¹ steps, which no machine does in
    /// <see cref="Limit"/>.
    /// </summary>
    private const int Large = 1 << 19;

    private const int MostFactor = 90 * Large / (16 * Small);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly ConcurrentDictionary<string, ModelTokenizer> Others = new();

    private static readonly string[] Pieces =
    [
        "abcdefghij", // one word of letters
        "a", // one word of one letter
        "发票抬头写错了怎么办", // Chinese without blanks
        "\u0301", // combining flood
        "\u0301\u0323", // combining flood that is to be sorted
        "  ", // blanks
        "\n \t", // blank lines
        "👩\u200D", // emoji of many joined parts
        "🇨", // flags
        "\u1100", // Hangul lead consonants
        "\u0600", // prepended marks
        "<s>", // special tokens
        "  <s>  ", // special tokens that eat blanks
        "<s", // half special tokens
        "<n>", // added tokens that must be words
        "[MASK]", // special tokens of another vocabulary
        "<|endoftext|>", // and of a third
        "\u13A0", // unknown characters
        "\uFDFA", // ligatures that expand
        "1.", // digits and punctuation
        "\uFFFE", // noncharacters
        "\uD800", // half surrogates
    ];

    public static TheoryData<string, string> KindsAndPieces =>
        [.. TokenizerFolders.Kinds.SelectMany(kind => Pieces.Select(piece => (kind.Data, piece)))];

    [Theory]
    [MemberData(nameof(KindsAndPieces))]
    public async Task EncodeForModel_work_grows_with_the_text_only(string kind, string piece)
    {
        // The runner cannot pass on half surrogates.
        piece = piece == "\uFFFD" ? "\uD800" : piece;
        ModelTokenizer tokenizer = OfKind(kind);
        string small = Repeat(piece, Small), large = Repeat(piece, Large);
        long smallBytes = Allocated(tokenizer, small);
        long largeBytes = await Task.Run(() => Allocated(tokenizer, large)).WaitAsync(Limit, TestContext.Current.CancellationToken);
        long most = Math.Max(1 << 20, smallBytes) * MostFactor;
        Assert.True(largeBytes < most, $"{largeBytes} bytes for {large.Length} characters, {smallBytes} for {small.Length}");
    }

    [Theory]
    [MemberData(nameof(TokenizerFolders.Kinds), MemberType = typeof(TokenizerFolders))]
    public void EncodeForModel_megabyte_is_encoded(string kind)
    {
        ModelTokenizer tokenizer = OfKind(kind);
        int[] ids = new int[512];
        foreach (string piece in (string[])["\uD800", "\uDC00", "a", "\u0301\u0323", "<s>"])
        {
            Assert.InRange(tokenizer.EncodeForModel(Repeat(piece, 1 << 20), ids), 0, 512);
        }
    }

    [Theory]
    [MemberData(nameof(TokenizerFolders.Kinds), MemberType = typeof(TokenizerFolders))]
    public void EncodeForModel_random_utf16_does_not_throw(string kind)
    {
        ModelTokenizer tokenizer = OfKind(kind);
        Random random = new(11);
        int[] ids = new int[512], types = new int[512];
        for (int i = 0; i < 2_000; i++)
        {
            string text = string.Create(random.Next(120), random, (span, source) =>
            {
                foreach (ref char c in span)
                {
                    c = (char)source.Next(char.MaxValue + 1);
                }
            });
            int count = tokenizer.EncodeForModel(text, ids);
            Assert.All(ids[..count], id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
            Assert.NotNull(tokenizer.Decode(ids[..count]));
            Assert.InRange(tokenizer.EncodePairForModel(text, text, ids, types), 0, 512);
        }
    }

    [Theory]
    [MemberData(nameof(TokenizerFolders.Kinds), MemberType = typeof(TokenizerFolders))]
    public void EncodeForModel_allocates_nothing(string kind)
    {
        ModelTokenizer tokenizer = OfKind(kind);
        int[] ids = new int[512], types = new int[512];
        string[] texts = [.. bundled.Golden.Select(line => line.Text)];
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (string text in texts)
            {
                tokenizer.EncodeForModel(text, ids);
                tokenizer.EncodePairForModel(text, text, ids, types);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>The least of several measurements: the runtime allocates now and then for itself.</summary>
    private static long Allocated(ModelTokenizer tokenizer, string text)
    {
        int[] ids = new int[512];
        long bytes = long.MaxValue;
        for (int i = 0; i < (text.Length == Small ? 3 : 1); i++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            tokenizer.EncodeForModel(text, ids);
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        return bytes;
    }

    private ModelTokenizer OfKind(string kind) =>
        kind == "Unigram" ? bundled.Encoder.Tokenizer : Others.GetOrAdd(kind, TokenizerFolders.OfKind);

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length + 1))[..length];
}
