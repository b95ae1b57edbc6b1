using System.Buffers;
using System.Text.Json;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>All bytes, and merges few enough to follow by hand.</summary>
public sealed class BytePairTokenizerTests
{
    private const int Start = 256, Padding = 257, End = 258, Mask = 260, Ab = 261, BlankAb = 262, Abc = 263, Cd = 264;

    private static readonly string[] Merges = ["a b", "Ġ ab", "c d", "ab c"];

    [Theory]
    [InlineData("ab", false, false, new[] { Ab })]
    [InlineData("ab", true, false, new[] { BlankAb })]
    [InlineData(" ab", true, false, new[] { BlankAb })]
    [InlineData("abcd", false, false, new[] { Ab, Cd })]
    [InlineData("abc", false, false, new[] { Abc })]
    [InlineData("abcd", false, true, new[] { Ab, Cd })]
    [InlineData("cab", false, false, new[] { 'c', Ab })]
    [InlineData("é", false, false, new[] { 0xC3, 0xA9 })]
    [InlineData("\0\u00AD ", false, false, new[] { 0, 0xC2, 0xAD, 0x20 })]
    [InlineData("ab<mask>ab", false, false, new[] { Ab, Mask, Ab })]
    [InlineData("ab  <mask>", false, false, new[] { Ab, Mask })]
    public void EncodeToIds_pairs_of_the_lowest_rank_merge_first(string text, bool addsBlank, bool fromOneFile, int[] expected) =>
        Assert.Equal(expected, (fromOneFile ? ReadJson("") : ReadFiles(addsBlank)).EncodeToIds(text));

    [Fact]
    public void EncodeToIds_whole_word_wins_where_merges_are_ignored()
    {
        // The merges never make "cab".
        Assert.Equal(['c', Ab], ReadJson("").EncodeToIds("cab"));
        Assert.Equal([Cd + 1], ReadJson(""", "ignore_merges": true""").EncodeToIds("cab"));
        Assert.Equal(['c', 'c', Ab], ReadJson(""", "ignore_merges": true""").EncodeToIds("ccab"));
    }

    [Fact]
    public void EncodePairForModel_roberta_frames_with_two_separators()
    {
        int[] ids = new int[16], types = new int[16];
        int count = ReadFiles(addsBlank: false).EncodePairForModel("ab", "cd", ids, types);
        Assert.Equal([Start, Ab, End, End, Cd, End], ids[..count]);
        Assert.All(types[..count], type => Assert.Equal(0, type));
        Assert.Equal([Start, Ab, End], ids[..ReadFiles(addsBlank: false).EncodeForModel("ab", ids)]);
    }

    [Fact]
    public void EncodeToTokens_offsets_cover_the_text_whose_characters_are_several_tokens()
    {
        Microsoft.ML.Tokenizers.EncodedToken[] tokens = [.. ReadFiles(addsBlank: false).EncodeToTokens("a😀b", out string? text)];
        Assert.Equal("a😀b", text);
        Assert.Equal(["a", "", "", "", "😀", "b"], tokens.Select(token => token.Value));
    }

    [Theory]
    [InlineData("ab cd")]
    [InlineData("电子发票 😀\n")]
    [InlineData("\u0000é")]
    public void Decode_gives_the_text_back(string text)
    {
        ModelTokenizer tokenizer = ReadFiles(addsBlank: false);
        int[] ids = new int[64];
        Assert.Equal(text, tokenizer.Decode(ids[..tokenizer.EncodeForModel(text, ids)]));
    }

    [Fact]
    public void Decode_half_a_character_becomes_a_replacement()
    {
        ModelTokenizer tokenizer = ReadFiles(addsBlank: false);
        Assert.Equal("\uFFFDa", tokenizer.Decode([0xC3, 'a']));
        OperationStatus status = tokenizer.Decode([Ab], new char[1], out int consumed, out int written);
        Assert.Equal((OperationStatus.DestinationTooSmall, 0, 0), (status, consumed, written));
        Assert.Throws<InvalidOperationException>(() => tokenizer.Decode([Cd + 2]));
    }

    [Fact]
    public void Read_both_layouts_of_merges_give_the_same_ids()
    {
        ModelTokenizer texts = ReadJson("", pairs: false), pairs = ReadJson("", pairs: true);
        Assert.Equal(texts.EncodeToIds("abcd ab cab"), pairs.EncodeToIds("abcd ab cab"));
    }

    [Fact]
    public void Read_sequence_of_processors_takes_the_one_that_frames()
    {
        int[] ids = new int[8];
        ModelTokenizer tokenizer = ReadJson("", processor: """
            {"type": "Sequence", "processors": [{"type": "ByteLevel", "trim_offsets": true},
             {"type": "RobertaProcessing", "sep": ["</s>", 258], "cls": ["<s>", 256], "trim_offsets": true, "add_prefix_space": false}]}
            """);
        Assert.Equal([Start, Ab, End], ids[..tokenizer.EncodeForModel("ab", ids)]);
    }

    private static Dictionary<string, int> Vocabulary()
    {
        string[] pieces =
        [
            .. Enumerable.Range(0, 256).Select(value => ByteCharacters.Of((byte)value).ToString()),
            "<s>", "<pad>", "</s>", "<unk>", "<mask>", "ab", "Ġab", "abc", "cd", "cab",
        ];
        return pieces.Select((piece, id) => (piece, id)).ToDictionary(entry => entry.piece, entry => entry.id);
    }

    private static ModelTokenizer ReadFiles(bool addsBlank)
    {
        using TemporaryFolder folder = new();
        folder.Write("vocab.json", JsonSerializer.Serialize(Vocabulary()));
        folder.Write("merges.txt", "#version: 0.2\n" + string.Join('\n', Merges) + "\n");
        folder.Write("tokenizer_config.json", JsonSerializer.Serialize(new { add_prefix_space = addsBlank }));
        folder.Write("config.json", """{"model_type": "roberta"}""");
        return TokenizerFolder.Read(folder.Path);
    }

    private static ModelTokenizer ReadJson(string more, bool pairs = false, string processor = "null")
    {
        using TemporaryFolder folder = new();
        string merges = pairs ? JsonSerializer.Serialize(Merges.Select(merge => merge.Split(' '))) : JsonSerializer.Serialize(Merges);
        folder.Write("tokenizer.json", $$"""
            {
              "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
              "post_processor": {{processor}},
              "added_tokens": [],
              "model": {"type": "BPE", "vocab": {{JsonSerializer.Serialize(Vocabulary())}}, "merges": {{merges}}{{more}} }
            }
            """);
        return TokenizerFolder.Read(folder.Path);
    }
}
