using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tests.Running;
using FaqBot.Encoding.Tokenizing.Reading;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>One broken file a fault, and what is said of it.</summary>
public sealed class TokenizerFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.type", "\"WordLevel\"", "model.type is 'WordLevel', expected BPE, Unigram or WordPiece")]
    [InlineData("model.type", "7", "model.type is 7, expected a text")]
    [InlineData("model", "null", "model is missing")]
    [InlineData("model", "[]", "model is an array, expected an object")]
    [InlineData("model.byte_fallback", "true", "model.byte_fallback is true, but model.vocab lacks '<0x00>'")]
    [InlineData("model.unk_id", "9", "model.unk_id is 9, but model.vocab has 9 pieces")]
    [InlineData("model.unk_id", "-1", "model.unk_id is -1, but model.vocab has 9 pieces")]
    [InlineData("model.unk_id", "null", "model.unk_id is missing")]
    [InlineData("model.unk_id", "1e30", "model.unk_id is 1e30, expected a whole number")]
    [InlineData("model.vocab", "[]", "model.vocab has no pieces")]
    [InlineData("model.vocab", "null", "model.vocab is missing")]
    [InlineData("model.vocab", "{\"a\": 1}", "model.vocab is an object, expected an array")]
    [InlineData("model.vocab", "[[\"\", 0]]", "model.vocab[0] is [\"\",0], expected a piece and its score")]
    [InlineData("model.vocab", "[[\"a\", 0], []]", "model.vocab[1] is [], expected a piece and its score")]
    [InlineData("model.vocab", "[[\"a\"]]", "model.vocab[0] is [\"a\"], expected a piece and its score")]
    [InlineData("model.vocab", "[[1, 2]]", "model.vocab[0] is [1,2], expected a piece and its score")]
    [InlineData("model.vocab", "[\"a\"]", "model.vocab[0] is \"a\", expected a piece and its score")]
    [InlineData("model.vocab", "[[\"a\", 0], [\"b\", 0], [\"a\", -1], [\"<unk>\", 0]]",
        "the ids 0 and 2 both stand for 'a', expected one id a piece")]
    [InlineData("added_tokens", "{}", "added_tokens is an object, expected an array")]
    [InlineData("added_tokens", "[1]", "added_tokens[0] is 1, expected an object")]
    [InlineData("added_tokens", "[{\"id\": 0}]", "added_tokens[0].content is missing")]
    [InlineData("added_tokens", "[{\"id\": 0, \"content\": \"\"}]",
        "added_tokens[0].content is '', expected a text of 1 to 512 characters")]
    [InlineData("added_tokens", "[{\"id\": -1, \"content\": \"x\"}]", "added_tokens[0].id is -1, expected 0 to 1048584")]
    [InlineData("added_tokens", "[{\"id\": 2000000, \"content\": \"x\"}]", "added_tokens[0].id is 2000000, expected 0 to 1048584")]
    [InlineData("added_tokens", "[{\"id\": 0, \"content\": \"x\", \"lstrip\": 1}]", "added_tokens[0].lstrip is 1, expected true or false")]
    [InlineData(
        "pre_tokenizer.type",
        "\"UnicodeScripts\"",
        "pre_tokenizer.type is 'UnicodeScripts', expected BertPreTokenizer, ByteLevel, Digits, Metaspace, Punctuation, Sequence, Split, "
        + "Whitespace or WhitespaceSplit")]
    [InlineData("pre_tokenizer", "{\"type\": \"Metaspace\"}", "pre_tokenizer.replacement is missing")]
    [InlineData("pre_tokenizer.replacement", "\"__\"", "pre_tokenizer.replacement is '__', expected one character")]
    [InlineData("pre_tokenizer.prepend_scheme", "\"last\"", "pre_tokenizer.prepend_scheme is 'last', expected always, first or never")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\": \"ByteLevel\", \"add_prefix_space\": false}",
        "pre_tokenizer has a step of the type ByteLevel, expected a model of the type BPE with it")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"}",
        "pre_tokenizer.pattern.Regex is the pattern (, which cannot be used: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"Kept\"}",
        "pre_tokenizer.behavior is 'Kept', expected Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous")]
    [InlineData(
        "post_processor.type",
        "\"Odd\"",
        "post_processor.type is 'Odd', expected BertProcessing, ByteLevel, RobertaProcessing, Sequence or TemplateProcessing")]
    [InlineData("post_processor.special_tokens", "{}", "post_processor.special_tokens.<s> is missing")]
    [InlineData("post_processor.special_tokens.<s>.ids", "[99]", "post_processor names the id 99, expected 0 to 8")]
    [InlineData("post_processor.single", "null", "post_processor.single is missing")]
    [InlineData(
        "post_processor.single", "[]", "post_processor.single holds text A 0 times and text B 0 times, expected A once and B never")]
    [InlineData(
        "post_processor.single", "[{\"Sequence\": {\"id\": \"C\"}}]", "post_processor.single[0].Sequence.id is 'C', expected A or B")]
    [InlineData("post_processor", "{\"type\":\"BertProcessing\",\"sep\":[\"</s>\"],\"cls\":[\"<s>\",0]}",
        "post_processor.sep is an array, expected a token and its id")]
    [InlineData("normalizer", "\"NFKC\"", "normalizer is 'NFKC', expected an object")]
    [InlineData(
        "normalizer",
        "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Rot13\"}]}",
        "normalizer.normalizers[1].type is 'Rot13', expected BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, "
        + "Replace, Sequence, Strip or StripAccents")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"not base64!\"}",
        "normalizer.precompiled_charsmap is 'not base64!', expected Base64")]
    [InlineData(
        "normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\"}", "precompiled_charsmap has 0 bytes, expected at least 4")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAA=\"}",
        "precompiled_charsmap has 2 bytes, expected at least 4")]
    [InlineData(
        "normalizer",
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAAAA==\"}",
        "precompiled_charsmap announces a double array of 0 bytes, but 0 bytes follow")]
    [InlineData(
        "normalizer",
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"ALwCAAECAwQ=\"}",
        "precompiled_charsmap announces a double array of 179200 bytes, but 4 bytes follow")]
    [InlineData("truncation", "{\"max_length\": 7}", "truncation.max_length is 7, expected at least 8")]
    [InlineData("truncation", "{}", "truncation.max_length is missing")]
    [InlineData("truncation", "{\"max_length\": 64, \"direction\": \"Left\"}", "truncation.direction is 'Left', expected Right")]
    public void Read_broken_tokenizer_file_names_the_part(string path, string value, string expected)
    {
        _folder.Write("tokenizer.json", With(TinyModel.Tokenizer(), path, value));
        Assert.Equal(Message($"'tokenizer.json' cannot be used: {expected}"), Refusal());
    }

    [Theory]
    [InlineData("vocab", "{}", "model.vocab has no pieces")]
    [InlineData("vocab", "[]", "model.vocab is an array, expected an object")]
    [InlineData("vocab", "{\"[UNK]\": 0, \"a\": 0}", "model.vocab gives the id 0 to '[UNK]' and to 'a', expected one piece an id")]
    [InlineData("vocab", "{\"[UNK]\": 0, \"a\": -1}", "model.vocab gives 'a' the id -1, expected 0 to 1")]
    [InlineData("vocab", "{\"[UNK]\": 0, \"a\": 900000}", "model.vocab gives 'a' the id 900000, expected 0 to 1")]
    [InlineData("vocab", "{\"[UNK]\": 0, \"a\": \"b\"}", "model.vocab['a'] is 'b', expected a whole number")]
    [InlineData("unk_token", "\"<unk>\"", "model.unk_token is '<unk>', which the vocabulary lacks")]
    [InlineData("unk_token", "null", "model.unk_token is missing")]
    public void Read_broken_word_piece_model_names_the_part(string name, string value, string expected)
    {
        JsonNode model = JsonNode.Parse("""{"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "a": 1}}""")!;
        model[name] = JsonNode.Parse(value);
        _folder.Write("tokenizer.json", new JsonObject { ["model"] = model }.ToJsonString());
        Assert.Equal(Message($"'tokenizer.json' cannot be used: {expected}"), Refusal());
    }

    [Theory]
    [InlineData("merges", "[\"a b\", \"ab\"]", "model.merges[1] is 'ab', expected two pieces")]
    [InlineData("merges", "[[\"a\", \"b\", \"c\"]]", "model.merges[0] is an array, expected two pieces")]
    [InlineData("merges", "[\"a c\"]", "merge 1 needs the piece 'c', which the vocabulary lacks")]
    [InlineData("merges", "[\"b a\"]", "merge 1 needs the piece 'ba', which the vocabulary lacks")]
    [InlineData("merges", "null", "model.merges is missing")]
    [InlineData("dropout", "0.1", "model.dropout is 0.1, expected none")]
    [InlineData("end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix is '</w>', expected none")]
    [InlineData("unk_token", "\"<unk>\"", "model.unk_token is '<unk>', which the vocabulary lacks")]
    public void Read_broken_byte_pair_model_names_the_part(string name, string value, string expected)
    {
        JsonNode model = JsonNode.Parse("""{"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}""")!;
        model[name] = JsonNode.Parse(value);
        JsonNode split = JsonNode.Parse("""{"type": "ByteLevel", "add_prefix_space": false}""")!;
        _folder.Write("tokenizer.json", new JsonObject { ["pre_tokenizer"] = split, ["model"] = model }.ToJsonString());
        Assert.Equal(Message($"'tokenizer.json' cannot be used: {expected}"), Refusal());
    }

    [Fact]
    public void Read_byte_pair_model_without_byte_level_is_refused()
    {
        _folder.Write("tokenizer.json", """{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}""");
        Assert.Equal(
            Message("'tokenizer.json' cannot be used: pre_tokenizer has no step of the type ByteLevel, expected one with a model of the "
                + "type BPE"), Refusal());
    }

    [Theory]
    [InlineData("tokenizer.json", " ", "it is not valid JSON: ")]
    [InlineData("tokenizer.json", "{\"model\": ", "it is not valid JSON: ")]
    [InlineData("tokenizer.json", "[]", "the file is an array, expected an object")]
    [InlineData("tokenizer_config.json", "{\"model_max_length\": 5", "it is not valid JSON: ")]
    [InlineData("tokenizer_config.json", "3", "the file is 3, expected an object")]
    [InlineData("tokenizer_config.json", "{\"model_max_length\": \"512\"}", "model_max_length is '512', expected a number")]
    [InlineData("tokenizer_config.json", "{\"tokenizer_class\": 1}", "tokenizer_class is 1, expected a text")]
    [InlineData("tokenizer_config.json", "{\"pad_token\": \"<none>\"}",
        "pad_token of tokenizer_config.json is '<none>', which the vocabulary lacks")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"x\": {\"content\": \"y\"}}}",
        "added_tokens_decoder names the id 'x', expected a whole number")]
    [InlineData("special_tokens_map.json", "{", "it is not valid JSON: ")]
    [InlineData("added_tokens.json", "{\"a\": \"b\"}", "a is 'b', expected a whole number")]
    public void Read_broken_file_is_named(string file, string content, string expected)
    {
        _folder.Write("tokenizer.json", TinyModel.Tokenizer().ToJsonString());
        _folder.Write(file, content);
        string named = expected.StartsWith("pad_token", StringComparison.Ordinal) ? "tokenizer.json" : file;
        Assert.StartsWith(Message($"'{named}' cannot be used: {expected}"), Refusal(), StringComparison.Ordinal);
        Assert.Single(Refusal().Split("\n  - "), line => line.StartsWith('\''));
    }

    [Fact]
    public void Read_several_broken_parts_are_all_named()
    {
        JsonNode file = TinyModel.Tokenizer();
        file["model"]!["unk_id"] = 99;
        file["normalizer"] = JsonNode.Parse("""{"type": "Rot13"}""");
        file["post_processor"] = JsonNode.Parse("[]");
        _folder.Write("tokenizer.json", file.ToJsonString());
        _folder.Write("tokenizer_config.json", "[");
        string[] lines = Refusal().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("  - 'tokenizer_config.json' cannot be used: it is not valid JSON: ", lines[1], StringComparison.Ordinal);
        Assert.Equal("  - 'tokenizer.json' cannot be used: model.unk_id is 99, but model.vocab has 9 pieces", lines[2]);
        Assert.StartsWith("  - 'tokenizer.json' cannot be used: normalizer.type is 'Rot13', expected ", lines[3], StringComparison.Ordinal);
        Assert.Equal("  - 'tokenizer.json' cannot be used: post_processor is an array, expected an object", lines[4]);
    }

    [Fact]
    public void Read_folder_without_tokenizer_says_what_to_do() => Assert.Equal(
        Message("found no tokenizer, expected 'tokenizer.json', 'vocab.json' with 'merges.txt', 'sentencepiece.bpe.model' or 'vocab.txt'; "
            + "take the folder again from where it was published"),
        Refusal());

    [Theory]
    [InlineData("\n", "it has no pieces")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb\na\n", "the ids 4 and 6 both stand for 'a', expected one id a piece")]
    [InlineData("[PAD]\n[CLS]\n[SEP]\na\n", "unk_token is '[UNK]', which the vocabulary lacks")]
    [InlineData("damaged", "it is not UTF-8")]
    public void Read_broken_word_list_is_refused(string content, string expected)
    {
        File.WriteAllBytes(_folder.File("vocab.txt"), content == "damaged" ? [0xC3, 0x28] : System.Text.Encoding.UTF8.GetBytes(content));
        Assert.Equal(Message($"'vocab.txt' cannot be used: {expected}"), Refusal());
    }

    [Fact]
    public void Read_word_list_without_special_tokens_names_all()
    {
        _folder.Write("vocab.txt", "a\nb\n");
        Assert.Equal(
            Message([.. new[] { "unk_token is '[UNK]'", "cls_token is '[CLS]'", "sep_token is '[SEP]'", "pad_token is '[PAD]'" }
                .Select(token => $"'vocab.txt' cannot be used: {token}, which the vocabulary lacks")]),
            Refusal());
    }

    [Fact]
    public void Read_word_list_of_another_class_is_refused()
    {
        _folder.Write("vocab.txt", "a\n");
        _folder.Write("tokenizer_config.json", """{"tokenizer_class": "CamembertTokenizer"}""");
        Assert.Equal(
            Message("'tokenizer_config.json' cannot be used: tokenizer_class is 'CamembertTokenizer', expected one of BertTokenizer, "
                + "DistilBertTokenizer, ElectraTokenizer, MobileBertTokenizer, MPNetTokenizer with vocab.txt"),
            Refusal());
    }

    [Theory]
    [InlineData("{\"a\": 0, \"b\": 1, \"ab\": 2}", "#version: 0.2\na b\nab\n",
        "'merges.txt' cannot be used: line 3 is 'ab', expected two pieces and a blank between them")]
    [InlineData("{\"a\": 0, \"b\": 1, \"ab\": 2}", "a  b\n",
        "'merges.txt' cannot be used: line 1 is 'a  b', expected two pieces and a blank between them")]
    [InlineData("{\"a\": 0, \"b\": 1}", "a b\n", "'merges.txt' cannot be used: merge 1 needs the piece 'ab', which the vocabulary lacks")]
    [InlineData("{}", "\n", "'vocab.json' cannot be used: the file has no pieces")]
    [InlineData(
        "{\"a\": 0, \"b\": 0}", "\n", "'vocab.json' cannot be used: the file gives the id 0 to 'a' and to 'b', expected one piece an id")]
    [InlineData("{\"a\": 0}", "\n", "'tokenizer_config.json' cannot be used: a special token is '<|end|>', which the vocabulary lacks")]
    public void Read_broken_byte_pair_files_are_refused(string vocabulary, string merges, string expected)
    {
        _folder.Write("vocab.json", vocabulary);
        _folder.Write("merges.txt", merges);
        _folder.Write("tokenizer_config.json", """{"tokenizer_class": "GPT2Tokenizer", "eos_token": "<|end|>"}""");
        Assert.Equal(Message(expected), Refusal());
    }

    [Fact]
    public void Read_byte_pair_files_without_one_of_them_and_a_class_names_both()
    {
        _folder.Write("vocab.json", """{"a": 0}""");
        Assert.Equal(
            Message(
                "'tokenizer_config.json' cannot be used: tokenizer_class is missing, expected one of RobertaTokenizer, GPT2Tokenizer, "
                + "Qwen2Tokenizer with vocab.json",
                $"'merges.txt' cannot be read: Could not find file '{_folder.File("merges.txt")}'."),
            Refusal());
    }

    private string Refusal() => Assert.Throws<ModelException>(() => TokenizerFolder.Read(_folder.Path)).Message;

    private string Message(params string[] faults) =>
        $"The model in '{_folder.Path}' cannot be used:{string.Concat(faults.Select(fault => "\n  - " + fault))}";

    private static string With(JsonNode file, string path, string value)
    {
        string[] parts = path.Split('.');
        JsonNode parent = parts[..^1].Aggregate(file, (node, part) => node[part]!);
        parent[parts[^1]] = JsonNode.Parse(value);
        return file.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
