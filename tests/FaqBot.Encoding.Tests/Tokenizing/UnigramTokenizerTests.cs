using System.Buffers;
using System.Text.Json.Nodes;
using FaqBot.Encoding.Tests.Running;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using Microsoft.ML.Tokenizers;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>A vocabulary small enough to segment by hand; ids and scores in <see cref="TinyModel.Vocabulary"/>.</summary>
public sealed class UnigramTokenizerTests
{
    private const int Unknown = 3, Blank = 4, A = 5, B = 6, Ab = 7, BlankA = 8;

    private readonly ModelTokenizer _tokenizer = Make(TinyModel.Tokenizer());

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("a", new[] { BlankA })]
    [InlineData("b", new[] { Blank, B })]
    [InlineData("ab", new[] { Blank, Ab })]
    [InlineData("aab", new[] { BlankA, Ab })]
    [InlineData("ab  a", new[] { Blank, Ab, BlankA })]
    [InlineData("x", new[] { Blank, Unknown })]
    [InlineData("xyz𠮷", new[] { Blank, Unknown })]
    [InlineData("xaby", new[] { Blank, Unknown, Ab, Unknown })]
    [InlineData("x y", new[] { Blank, Unknown, Blank, Unknown })]
    [InlineData("<s>a</s>", new[] { 0, BlankA, 2 })]
    [InlineData("<unk>", new[] { Unknown })]
    [InlineData("<S>", new[] { Blank, Unknown })]
    public void EncodeToIds_text_gives_the_path_of_the_highest_score(string text, int[] expected) =>
        Assert.Equal(expected, _tokenizer.EncodeToIds(text));

    [Fact]
    public void EncodeForModel_text_stands_between_the_special_tokens()
    {
        int[] ids = new int[8];
        Assert.Equal(4, _tokenizer.EncodeForModel("ab", ids));
        Assert.Equal([0, Blank, Ab, 2], ids[..4]);
    }

    [Fact]
    public void EncodeForModel_long_text_is_cut_and_still_ended()
    {
        int[] ids = new int[4];
        Assert.Equal(4, _tokenizer.EncodeForModel("ab ab ab ab", ids));
        Assert.Equal([0, Blank, Ab, 2], ids);
        Assert.Equal(2, _tokenizer.EncodeForModel("ab", ids.AsSpan(0, 2)));
        Assert.Throws<ArgumentException>(() => _tokenizer.EncodeForModel("ab", new int[1]));
    }

    [Fact]
    public void EncodeToIds_longest_added_token_wins_and_eats_blanks()
    {
        JsonNode file = TinyModel.Tokenizer();
        file["added_tokens"]!.AsArray().Add(JsonNode.Parse("""{"id": 5, "content": "<s>x", "lstrip": true, "rstrip": true}"""));
        ModelTokenizer tokenizer = Make(file);

        Assert.Equal([BlankA, A, BlankA], tokenizer.EncodeToIds("a   <s>x   a"));
        tokenizer.EncodeToTokens("a   <s>x   a", out string? normalized);
        Assert.Equal("▁a<s>x▁a", normalized);
    }

    [Fact]
    public void EncodeToIds_byte_fallback_spells_what_is_unknown()
    {
        JsonNode file = TinyModel.Tokenizer();
        file["model"]!["byte_fallback"] = true;
        foreach (int value in Enumerable.Range(0, 256))
        {
            file["model"]!["vocab"]!.AsArray().Add(new JsonArray($"<0x{value:X2}>", -20));
        }

        ModelTokenizer tokenizer = Make(file);
        const int First = 9;
        Assert.Equal([BlankA, First + 0xC3, First + 0xA9, First + 0x78, B], tokenizer.EncodeToIds("aéxb"));
        Assert.Equal("aéxb", tokenizer.Decode(tokenizer.EncodeToIds("aéxb")));
    }

    [Fact]
    public void Decode_ids_give_the_text_without_specials()
    {
        Assert.Equal("ab a", _tokenizer.Decode([0, Blank, Ab, BlankA, 2]));
        Assert.Equal("", _tokenizer.Decode([]));
        Assert.Throws<InvalidOperationException>(() => _tokenizer.Decode([9]));
        Assert.Throws<InvalidOperationException>(() => _tokenizer.Decode([-1]));
    }

    [Fact]
    public void Decode_destination_too_small_says_how_far_it_came()
    {
        OperationStatus status = _tokenizer.Decode([Ab, Ab], new char[3], out int consumed, out int written);
        Assert.Equal((OperationStatus.DestinationTooSmall, 1, 2), (status, consumed, written));
    }

    [Fact]
    public void Decode_many_ids_need_more_than_the_first_buffer() =>
        Assert.Equal(string.Concat(Enumerable.Repeat("ab", 5_000)), _tokenizer.Decode(Enumerable.Repeat(Ab, 5_000)));

    private static ModelTokenizer Make(JsonNode file)
    {
        using TemporaryFolder folder = new();
        folder.Write("tokenizer.json", file.ToJsonString());
        return TokenizerFolder.Read(folder.Path);
    }
}
