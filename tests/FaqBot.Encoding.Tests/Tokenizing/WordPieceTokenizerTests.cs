using System.Buffers;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>A vocabulary small enough to segment by hand.</summary>
public sealed class WordPieceTokenizerTests
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nwant\n##ed\n##want\nun\n##a\n,\n发\n票\nhi\n";
    private const int Unknown =
        1, Start = 2, End = 3, Want = 5, Ed = 6, ContinuedWant = 7, Un = 8, A = 9, Comma = 10, Fa = 11, Piao = 12, Hi = 13;

    private readonly ModelTokenizer _tokenizer = Read(Vocabulary);

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("Wanted", new[] { Want, Ed })]
    [InlineData("unwanted", new[] { Un, ContinuedWant, Ed })]
    [InlineData("unwantedx", new[] { Unknown })]
    [InlineData("ed", new[] { Unknown })]
    [InlineData("hi,HÍ", new[] { Hi, Comma, Hi })]
    [InlineData("发票hi", new[] { Fa, Piao, Hi })]
    [InlineData("hi[SEP]hi", new[] { Hi, End, Hi })]
    [InlineData("[sep]", new[] { Unknown, Unknown, Unknown })]
    [InlineData("😀 hi", new[] { Unknown, Hi })]
    public void EncodeToIds_word_becomes_its_longest_pieces(string text, int[] expected) =>
        Assert.Equal(expected, _tokenizer.EncodeToIds(text));

    [Fact]
    public void EncodeToIds_word_of_more_than_a_hundred_code_points_is_unknown()
    {
        ModelTokenizer tokenizer = Read(Vocabulary + "𐐨\n##𐐨\n");
        Assert.Equal(100, tokenizer.EncodeToIds(string.Concat(Enumerable.Repeat("𐐨", 100))).Count);
        Assert.Equal([Unknown], tokenizer.EncodeToIds(string.Concat(Enumerable.Repeat("𐐨", 101))));
        Assert.Equal(100, _tokenizer.EncodeToIds("un" + string.Concat(Enumerable.Repeat("a", 98)) + " hi").Count);
    }

    [Fact]
    public void EncodeForModel_text_is_cut_between_pieces()
    {
        int[] ids = new int[4];
        Assert.Equal(4, _tokenizer.EncodeForModel("unwanted", ids));
        Assert.Equal([Start, Un, ContinuedWant, End], ids);
    }

    [Theory]
    [InlineData("hi", "un", 16, new[] { Start, Hi, End, Un, End }, new[] { 0, 0, 0, 1, 1 })]
    [InlineData("", "", 16, new[] { Start, End, End }, new[] { 0, 0, 1 })]
    [InlineData("hi hi hi", "un", 6, new[] { Start, Hi, Hi, End, Un, End }, new[] { 0, 0, 0, 0, 1, 1 })]
    [InlineData("hi", "un un un", 6, new[] { Start, Hi, End, Un, Un, End }, new[] { 0, 0, 0, 1, 1, 1 })]
    [InlineData("hi hi hi", "un un un", 6, new[] { Start, Hi, End, Un, Un, End }, new[] { 0, 0, 0, 1, 1, 1 })]
    [InlineData("hi hi hi hi", "un un un", 6, new[] { Start, Hi, Hi, End, Un, End }, new[] { 0, 0, 0, 0, 1, 1 })]
    [InlineData("hi hi hi", "un un un", 3, new[] { Start, End, End }, new[] { 0, 0, 1 })]
    public void EncodePairForModel_longer_text_is_cut_first(string first, string second, int limit, int[] expected, int[] expectedTypes)
    {
        int[] ids = new int[limit], types = new int[limit];
        int count = _tokenizer.EncodePairForModel(first, second, ids, types);
        Assert.Equal(expected, ids[..count]);
        Assert.Equal(expectedTypes, types[..count]);
    }

    [Fact]
    public void EncodePairForModel_room_that_is_too_small_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _tokenizer.EncodePairForModel("a", "b", new int[2], new int[2]));
        Assert.Throws<ArgumentException>(() => _tokenizer.EncodePairForModel("a", "b", new int[8], new int[7]));
    }

    [Fact]
    public void Decode_pieces_join_and_specials_go()
    {
        Assert.Equal("unwanted, hi", _tokenizer.Decode([Start, Un, ContinuedWant, Ed, Comma, Hi, End, 0]));
        Assert.Equal("##ed hi", _tokenizer.Decode([Ed, Hi]));
        Assert.Equal("", _tokenizer.Decode([]));
        Assert.Throws<InvalidOperationException>(() => _tokenizer.Decode([14]));
        OperationStatus status = _tokenizer.Decode([Hi, Hi], new char[4], out int consumed, out int written);
        Assert.Equal((OperationStatus.DestinationTooSmall, 1, 2), (status, consumed, written));
    }

    [Fact]
    public void Members_say_what_the_files_say()
    {
        Assert.Equal(14, _tokenizer.VocabularySize);
        Assert.Equal(0, _tokenizer.PaddingId);
        Assert.Null(_tokenizer.MaxLength);
        Assert.Equal("##ed", _tokenizer.TokenOf(Ed));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.TokenOf(14));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.TokenOf(-1));
        ModelTokenizer configured = Read(
            Vocabulary,
            """
            {"model_max_length": 64, "pad_token": {"content": "hi"},
             "added_tokens_decoder": {"14": {"content": "<new>", "special": false}, "4": {"content": "[MASK]", "lstrip": true}}}
            """);
        Assert.Equal(64, configured.MaxLength);
        Assert.Equal(Hi, configured.PaddingId);
        Assert.Equal(15, configured.VocabularySize);
        Assert.Equal([4, 14], configured.EncodeToIds("  [MASK]<new>"));
        Assert.Equal("<new>", configured.TokenOf(14));
        Assert.Null(Read(Vocabulary, """{"model_max_length": 1000000000000000019884624838656}""").MaxLength);
    }

    [Fact]
    public void Read_mpnet_frames_like_roberta()
    {
        ModelTokenizer tokenizer = Read("<s>\n<pad>\n</s>\n[UNK]\n<mask>\nhi\n", """{"tokenizer_class": "MPNetTokenizer"}""");
        int[] ids = new int[8], types = new int[8];
        Assert.Equal([0, 5, 2, 2, 5, 2], ids[..tokenizer.EncodePairForModel("hi", "hi", ids, types)]);
        Assert.Equal(1, tokenizer.PaddingId);
    }

    private static ModelTokenizer Read(string vocabulary, string? config = null)
    {
        using TemporaryFolder folder = new();
        folder.Write("vocab.txt", vocabulary);
        if (config is not null)
        {
            folder.Write("tokenizer_config.json", config);
        }

        return TokenizerFolder.Read(folder.Path);
    }
}
