using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using static FaqBot.Encoding.Tests.Tokenizing.ProtobufWriter;

namespace FaqBot.Encoding.Tests.Tokenizing;

public sealed class SentencePieceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Ids: "▁" 4, "a" 5, "ab" 6, "▁a" 7, "XY" 8 (user-defined), mask 9.
    private static byte[] Tiny(params byte[][] settings) =>
    [
        .. FirstPieces(), .. Piece("▁", -3), .. Piece("a", -4), .. Piece("ab", -5), .. Piece("▁a", -5), .. Piece("XY", 0, 4),
        .. settings.SelectMany(part => part),
    ];

    [Theory]
    [InlineData("", new int[0])]
    [InlineData(" \u3000", new[] { 4, 3 })]
    [InlineData("  ", new int[0])]
    [InlineData("a", new[] { 7 })]
    [InlineData(" ab  a ", new[] { 4, 6, 7 })]
    [InlineData("xy", new[] { 4, 3 })]
    [InlineData("xay", new[] { 4, 3, 5, 3 })]
    [InlineData("aXYa", new[] { 7, 8, 5 })]
    [InlineData("a<s>a", new[] { 7, 0, 7 })]
    [InlineData("a  <mask> a", new[] { 7, 9, 7 })]
    public void EncodeToIds_text_gives_the_path_of_the_highest_score(string text, int[] expected) =>
        Assert.Equal(expected, Read(Tiny()).EncodeToIds(text));

    [Fact]
    public void EncodePairForModel_texts_stand_as_in_xlm_roberta()
    {
        int[] ids = new int[16], types = new int[16];
        int count = Read(Tiny()).EncodePairForModel("a", "ab", ids, types);
        Assert.Equal([0, 7, 2, 2, 4, 6, 2], ids[..count]);
        Assert.All(types[..count], type => Assert.Equal(0, type));
    }

    [Theory]
    [InlineData(3, 0, " a", new[] { 5 })]
    [InlineData(4, 0, " a ", new[] { 4, 7, 4 })]
    [InlineData(5, 0, "a", new[] { 3, 5 })]
    public void Read_normaliser_settings_are_heeded(int field, int value, string text, int[] expected) =>
        Assert.Equal(expected, Read(Tiny(Normalizer((field, value)))).EncodeToIds(text));

    [Fact]
    public void Read_blank_as_suffix_is_heeded() => Assert.Equal([5, 4], Read(Tiny(Trainer((24, 1)))).EncodeToIds("a"));

    [Fact]
    public void EncodeToIds_byte_fallback_spells_what_is_unknown()
    {
        byte[][] bytes = [.. Enumerable.Range(0, 256).Select(value => Piece($"<0x{value:X2}>", 0, 6))];
        ModelTokenizer tokenizer = Read(Tiny([.. bytes, Trainer((35, 1))]));
        int first = 9;
        Assert.Equal([4, first + 0xE4, first + 0xBD, first + 0xA0, 5], tokenizer.EncodeToIds("你a"));
        Assert.Equal("你a", tokenizer.Decode(tokenizer.EncodeToIds("你a")));
        Assert.Equal("\uFFFD\uFFFDa", tokenizer.Decode([first + 0xE4, first + 0xBD, 5]));
    }

    [Fact]
    public void EncodeToIds_unused_piece_is_never_chosen() =>
        Assert.Equal([4, 5, 3], Read([.. FirstPieces(), .. Piece("▁", -3), .. Piece("a", -4), .. Piece("ab", 9, 5)]).EncodeToIds("ab"));

    [Fact]
    public void Read_cut_file_is_refused_wherever_it_is_cut()
    {
        byte[] whole = Tiny(Trainer((3, 1)), Normalizer((3, 1)));
        int refused = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.File("sentencepiece.bpe.model"), whole[..length]);
            refused += Record.Exception(() => TokenizerFolder.Read(_folder.Path)) is { } exception
                && Assert.IsType<ModelException>(exception) is not null ? 1 : 0;
        }

        // A cut between two fields is a shorter file, which is well formed.
        Assert.InRange(refused, whole.Length - 10, whole.Length);
    }

    [Fact]
    public void Read_cut_file_says_so()
    {
        byte[] whole = Tiny();
        Assert.Equal(
            "it is cut off: 9 bytes are announced, 8 follow", Fault([.. Piece("a", 0), (1 << 3) | 2, 9, .. new byte[8]], "it is cut off"));
        Assert.Equal("it is cut off: 11 bytes are announced, 10 follow", Fault(whole[..^1], "it is cut off"));
    }

    [Theory]
    [InlineData("empty", "it has no pieces")]
    [InlineData("bpe", "its model_type is 2, expected 1 (Unigram)")]
    [InlineData("layout", "its first pieces are <pad> <unk> <s>, expected <unk> <s> </s>")]
    [InlineData("duplicate", "the ids 4 and 5 both stand for 'a', expected one id a piece")]
    [InlineData("nameless", "a piece has no text")]
    [InlineData("charsmap", "precompiled_charsmap has 3 bytes, expected at least 4")]
    [InlineData("bytes", "the piece of byte 0 is '<0x00>', which the vocabulary lacks")]
    [InlineData("kind", "it is no such model: a field of the unknown kind 7 stands before byte 1")]
    [InlineData("type", "it is no such model: a field before byte 1 is of the kind 0, expected 2")]
    [InlineData("varint", "it is no such model: the number before byte 10 has more than 64 bits")]
    public void Read_broken_file_is_named(string kind, string expected) => Assert.Equal(expected, Fault(
        kind switch
        {
            "empty" => Trainer((3, 1)),
            "bpe" => Tiny(Trainer((3, 2))),
            "layout" => [.. Piece("<pad>", 0, 3), .. FirstPieces()],
            "duplicate" => [.. FirstPieces(), .. Piece("a", -1), .. Piece("a", -2)],
            "nameless" => Message(1, Number(3, 1)),
            "charsmap" => Tiny(Message(3, Message(2, [1, 2, 3]))),
            "bytes" => Tiny(Trainer((35, 1))),
            "kind" => [0x7F],
            "type" => Number(1, 3),
            _ => [.. Enumerable.Repeat((byte)0xFF, 11)],
        },
        expected));

    [Fact]
    public void Read_other_class_is_refused()
    {
        _folder.Write("tokenizer_config.json", """{"tokenizer_class": "CamembertTokenizer"}""");
        Assert.Equal(
            $"The model in '{_folder.Path}' cannot be used:\n  - 'tokenizer_config.json' cannot be used: tokenizer_class is "
            + $"'CamembertTokenizer', expected XLMRobertaTokenizer with sentencepiece.bpe.model",
            Assert.Throws<ModelException>(() => Read(Tiny())).Message);
    }

    private ModelTokenizer Read(byte[] file)
    {
        File.WriteAllBytes(_folder.File("sentencepiece.bpe.model"), file);
        return TokenizerFolder.Read(_folder.Path);
    }

    private string Fault(byte[] file, string expected)
    {
        string message = Assert.Throws<ModelException>(() => Read(file)).Message;
        string start = $"The model in '{_folder.Path}' cannot be used:\n  - 'sentencepiece.bpe.model' cannot be used: ";
        Assert.StartsWith(start + expected, message, StringComparison.Ordinal);
        return message[start.Length..];
    }
}
