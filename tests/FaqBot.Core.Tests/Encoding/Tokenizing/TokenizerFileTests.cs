using System.Text.Json.Nodes;
using FaqBot.Encoding.Tokenizing;

namespace FaqBot.Core.Tests.Encoding.Tokenizing;

public sealed class TokenizerFileTests
{
    [Fact]
    public void Read_supported_file_says_all_of_it()
    {
        JsonNode file = TinyModel.Tokenizer();
        file["truncation"] = JsonNode.Parse("""{"max_length": 128}""");
        UnigramSpecification specification = Read(file);

        Assert.Equal(9, specification.Pieces.Count);
        Assert.Equal(-5, specification.Scores[7]);
        Assert.Equal(3, specification.UnknownId);
        Assert.Equal(1, specification.PaddingId);
        Assert.Equal([0], specification.PrefixIds);
        Assert.Equal([2], specification.SuffixIds);
        Assert.Equal(128, specification.MaxLength);
        Assert.True(specification.CollapseBlanks);
        Assert.True(specification.PrependBlank);
        Assert.True(specification.SplitWords);
        Assert.Null(specification.CharsMap);
    }

    [Fact]
    public void Read_file_without_optional_steps_is_supported()
    {
        JsonNode file = TinyModel.Tokenizer();
        file["normalizer"] = null;
        file["post_processor"] = null;
        UnigramSpecification specification = Read(file);
        Assert.Empty(specification.PrefixIds);
        Assert.Null(specification.MaxLength);
        Assert.False(specification.CollapseBlanks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("""{"model": """)]
    public void Read_text_that_is_not_json_is_refused(string text) =>
        Assert.StartsWith("it is not valid JSON: ", Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("model.type", "\"BPE\"", "model.type is 'BPE', expected 'Unigram'")]
    [InlineData("model.type", "\"WordPiece\"", "model.type is 'WordPiece', expected 'Unigram'")]
    [InlineData("model.byte_fallback", "true", "model.byte_fallback is true, which this tokenizer does not do")]
    [InlineData("model.unk_id", "9", "model.unk_id is 9, but model.vocab has 9 pieces")]
    [InlineData("model.unk_id", "-1", "model.unk_id is -1, but model.vocab has 9 pieces")]
    [InlineData("model.vocab", "[]", "model.unk_id is 3, but model.vocab has 0 pieces")]
    [InlineData("model.vocab", "[[\"\", 0]]", "model.vocab[0] has no text")]
    [InlineData("model.vocab", "[[]]", "model.vocab[0] has 0 items, expected a piece and its score")]
    [InlineData("model.vocab", "[[\"a\"]]", "model.vocab[0] has 1 items, expected a piece and its score")]
    [InlineData("added_tokens", "[{\"id\": 0, \"content\": \"\", \"lstrip\": false, \"rstrip\": false}]", "an added token has no content")]
    [InlineData("pre_tokenizer.type", "\"ByteLevel\"", "pre_tokenizer.type is 'ByteLevel', expected 'Metaspace'")]
    [InlineData("post_processor.type", "\"BertProcessing\"", "post_processor.type is 'BertProcessing', expected 'TemplateProcessing'")]
    [InlineData("normalizer", "{\"type\":\"NFKC\"}", "the normalizer step {\"type\":\"NFKC\"} is not one that this tokenizer does")]
    [InlineData(
        "normalizer",
        "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Lowercase\"}]}",
        "the normalizer step {\"type\":\"Lowercase\"} is not one that this tokenizer does")]
    [InlineData(
        "normalizer",
        "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"b\"}",
        "the normalizer step {\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"b\"} is not one that this tokenizer does")]
    [InlineData("truncation", "{\"max_length\": 7}", "truncation.max_length is 7, expected at least 8")]
    public void Read_unsupported_part_is_named(string path, string value, string expected) => Assert.Equal(expected, Refusal(With(path, value)));

    [Theory]
    [InlineData("model.vocab", "{\"a\": 1}")]
    [InlineData("truncation", "[]")]
    [InlineData("truncation", "{}")]
    [InlineData("model.vocab", "[[1, 2]]")]
    [InlineData("model.vocab", "[[null, 2]]")]
    [InlineData("model.vocab", "[[\"a\", \"b\"]]")]
    [InlineData("model.vocab", "[\"a\"]")]
    [InlineData("model.unk_id", "null")]
    [InlineData("model.unk_id", "1e30")]
    [InlineData("model", "null")]
    [InlineData("model", "[]")]
    [InlineData("added_tokens", "{}")]
    [InlineData("added_tokens", "[{\"id\": 0}]")]
    [InlineData("added_tokens", "[1]")]
    [InlineData("pre_tokenizer", "null")]
    [InlineData("pre_tokenizer", "{\"type\": \"Metaspace\"}")]
    [InlineData("post_processor.special_tokens", "{}")]
    [InlineData("post_processor.single", "null")]
    [InlineData("normalizer", "\"NFKC\"")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"not base64!\"}")]
    public void Read_part_of_the_wrong_kind_is_a_format_fault(string path, string value) => Assert.NotEmpty(Refusal(With(path, value)));

    [Theory]
    [InlineData("model")]
    [InlineData("added_tokens")]
    [InlineData("normalizer")]
    [InlineData("pre_tokenizer")]
    [InlineData("post_processor")]
    public void Read_missing_part_is_a_format_fault(string name)
    {
        JsonNode file = TinyModel.Tokenizer();
        file.AsObject().Remove(name);
        Assert.StartsWith("a member is missing or of the wrong kind: ", Refusal(file.ToJsonString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "precompiled_charsmap has 0 bytes, expected at least 4")]
    [InlineData("AAA=", "precompiled_charsmap has 2 bytes, expected at least 4")]
    [InlineData("AAAAAA==", "precompiled_charsmap announces a double array of 0 bytes, but 0 bytes follow")]
    [InlineData("BgAAAAAAAAAAAA==", "precompiled_charsmap announces a double array of 6 bytes, but 6 bytes follow")]
    [InlineData("ALwCAAECAwQ=", "precompiled_charsmap announces a double array of 179200 bytes, but 4 bytes follow")]
    public void Read_cut_charsmap_is_refused(string base64, string expected) =>
        Assert.Equal(expected, Refusal(With("normalizer", $$"""{"type":"Precompiled","precompiled_charsmap":"{{base64}}"}""")));

    [Fact]
    public void Apply_damaged_charsmap_never_leaves_its_memory()
    {
        JsonNode steps = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.BundledModel, "tokenizer.json")))!["normalizer"]!["normalizers"]!;
        byte[] table = Convert.FromBase64String((string)steps[0]!["precompiled_charsmap"]!);
        Random random = new(7);
        for (int round = 0; round < 30; round++)
        {
            byte[] damaged = [.. table];
            for (int i = 0; i < 20_000; i++)
            {
                damaged[random.Next(4, damaged.Length)] = (byte)random.Next(256);
            }

            PrecompiledCharsMap map = PrecompiledCharsMap.Read(damaged.AsSpan(0, 4 + 179_200 + random.Next(damaged.Length - 179_204)));
            TextBuffer buffer = new(16);
            map.Apply("Ａ①ﬁ発票e\u0301 ｱﾎﾟ 😀 \uFDFA", ref buffer);
            buffer.Dispose();
        }
    }

    private static UnigramSpecification Read(JsonNode file) => TokenizerFile.Read(System.Text.Encoding.UTF8.GetBytes(file.ToJsonString()));

    private static string Refusal(string text) =>
        Assert.Throws<FormatException>(() => TokenizerFile.Read(System.Text.Encoding.UTF8.GetBytes(text))).Message;

    private static string With(string path, string value)
    {
        JsonNode file = TinyModel.Tokenizer();
        string[] parts = path.Split('.');
        JsonNode parent = parts[..^1].Aggregate(file, (node, part) => node[part]!);
        parent[parts[^1]] = JsonNode.Parse(value);
        return file.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
