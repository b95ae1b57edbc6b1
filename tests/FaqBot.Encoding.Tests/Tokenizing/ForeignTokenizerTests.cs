using System.Text.Json.Nodes;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tests.Running;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>Tokenizers whose files are made to take the machine.</summary>
public sealed class ForeignTokenizerTests : IDisposable
{
    private const string Catastrophe = @"(\w+\w+)+\d$";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Normalisers_that_multiply_a_text_are_stopped_with_their_place()
    {
        string grow = $$"""{"type": "Replace", "pattern": {"String": "e"}, "content": "{{new string('e', 1_000)}}"}""";
        ModelTokenizer tokenizer = Read("normalizer", $$"""{"type": "Sequence", "normalizers": [{{grow}}, {{grow}}, {{grow}}, {{grow}}]}""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelException refused = Assert.Throws<ModelException>(() => tokenizer.EncodeForModel("e e e e e", new int[16]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.Equal(
            $"The model in '{_folder.Path}' cannot be used:\n  - its tokenizer makes more than 4672 characters at "
            + "normalizer.normalizers[0] of a text of 9 characters; take another model", refused.Message);
        Assert.Throws<ModelException>(() => tokenizer.EncodePairForModel("a", "e e e e e", new int[16], new int[16]));
        Assert.Throws<ModelException>(() => tokenizer.EncodeToTokens("e e e e e", out _));

        // What does not grow is encoded as before, on the same thread.
        Assert.Equal(5, tokenizer.EncodeForModel("a b", new int[16]));
    }

    [Theory]
    [InlineData("""{"type": "Prepend", "prepend": "CONTENT"}""")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": ""}, "content": "CONTENT"}""")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "."}, "content": "CONTENT"}""")]
    public void Steps_that_grow_a_text_are_stopped(string step)
    {
        string content = new('a', 200_000);
        ModelTokenizer tokenizer = Read("normalizer", step.Replace("CONTENT", content, StringComparison.Ordinal));
        if (step.Contains("\"\"", StringComparison.Ordinal))
        {
            // What matches nothing replaces nothing.
            Assert.Equal(3, tokenizer.EncodeForModel("a", new int[16]));
            return;
        }

        Assert.Contains(
            "at normalizer of a text of 3 characters",
            Assert.Throws<ModelException>(() => tokenizer.EncodeForModel("a b", new int[16])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Added_tokens_that_normalising_makes_long_are_refused_when_they_are_read()
    {
        string tokens = string.Join(',', Enumerable.Range(9, 200).Select(
            id => $$"""{"id": {{id}}, "content": "{{new string('e', 500)}}{{id}}", "normalized": true, "special": false}"""));
        Write("added_tokens", $"[{tokens}]");
        Write("normalizer", $$"""{"type": "Replace", "pattern": {"String": "e"}, "content": "{{new string('e', 60)}}"}""", again: true);
        Assert.Contains(
            "'tokenizer.json' cannot be used: added tokens become texts of more than 4194304 characters",
            Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pre_tokenizer", """{"type": "Split", "pattern": {"Regex": "PATTERN"}, "behavior": "Isolated"}""", "pre_tokenizer.pattern.Regex")]
    [InlineData(
        "pre_tokenizer",
        """{"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Split", "pattern": {"Regex": "PATTERN"}, "behavior": "Isolated"}]}""",
        "pre_tokenizer.pretokenizers[1].pattern.Regex")]
    [InlineData("normalizer", """{"type": "Replace", "pattern": {"Regex": "PATTERN"}, "content": " "}""", "normalizer.pattern.Regex")]
    public void Pattern_that_takes_for_ever_is_refused_when_it_is_read(string member, string value, string place)
    {
        Write(member, value.Replace("PATTERN", Catastrophe.Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains(
            $"'tokenizer.json' cannot be used: {place} is the pattern {Catastrophe}, which takes more than 1 s for a text of 64 "
                + $"characters, "
            + "expected work that grows with the text only; take another model", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pattern_that_shows_itself_late_is_stopped_with_its_place()
    {
        ModelTokenizer tokenizer = Read(
            "pre_tokenizer", """{"type": "Split", "pattern": {"Regex": "(q+q+)+z"}, "behavior": "Isolated"}""");
        Assert.Equal(3, tokenizer.EncodeForModel("aqz", new int[3]));
        Assert.Contains(
            "its tokenizer makes more than 1 s for one match of the pattern at pre_tokenizer.pattern.Regex, of a text of 60 characters",
            Assert.Throws<ModelException>(() => tokenizer.EncodeForModel(new string('q', 60), new int[16])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", "ab 12\n\n  a!", 6)]
    [InlineData(@"(?i:'s|'t)|\s+", "ab's  ab", 4)]
    public void Patterns_in_use_are_read_and_split_as_before(string pattern, string text, int parts)
    {
        ModelTokenizer tokenizer = Read(
            "pre_tokenizer",
            $$"""{"type": "Split", "pattern": {"Regex": {{JsonValue.Create(pattern).ToJsonString()}} }, "behavior": "Isolated"}""",
            vocabulary: """[["<s>", 0], ["<pad>", 0], ["</s>", 0], ["<unk>", 0]]""");

        // All of it is unknown: one token a part.
        Assert.Equal(parts, tokenizer.EncodeToTokens(text, out _).Count);
    }

    [Theory]
    [InlineData("😀", "x😀y😀😀", 4)]
    [InlineData("ab", "abab-ab", 3)]
    [InlineData("", "ab", 1)]
    public void Literal_pattern_finds_whole_characters(string literal, string text, int parts)
    {
        ModelTokenizer tokenizer = Read(
            "pre_tokenizer", $$"""{"type": "Split", "pattern": {"String": "{{literal}}"}, "behavior": "MergedWithPrevious"}""",
            vocabulary: """[["<s>", 0], ["<pad>", 0], ["</s>", 0], ["<unk>", 0]]""");
        Assert.InRange(tokenizer.EncodeToTokens(text, out _).Count, 1, parts);
        Assert.Equal(text, string.Concat(tokenizer.EncodeToTokens(text, out _).Select(token => token.Value)));
    }

    [Theory]
    [InlineData("Unigram", 'a')]
    [InlineData("SentencePiece", 'a')]
    [InlineData("WordPiece", ' ')]
    [InlineData("BytePair", 'a')]
    [InlineData("NFKC", '.')]
    public void Cancellation_ends_the_work_inside_one_text(string kind, char character)
    {
        ModelTokenizer tokenizer = TokenizerFolders.OfKind(kind);
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();
        string text = new(character, 10_000);
        Assert.Throws<OperationCanceledException>(() => tokenizer.EncodeForModel(text, new int[64], cancellation.Token));
        Assert.Throws<OperationCanceledException>(
            () => tokenizer.EncodePairForModel("a", text, new int[64], new int[64], cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => tokenizer.EncodeToTokens(text, out _, cancellation.Token));
    }

    [Theory]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "a"}, "behavior": "Isolated"}""")]
    [InlineData("""{"type": "Split", "pattern": {"String": "a"}, "behavior": "Isolated"}""")]
    public async Task Cancellation_ends_the_work_between_matches(string splitter)
    {
        // Each step finds as many matches as the text has characters: longer than the caller waits.
        string steps = string.Join(',', Enumerable.Repeat(splitter, 60));
        ModelTokenizer tokenizer = Read("pre_tokenizer", $$"""{"type": "Sequence", "pretokenizers": [{{steps}}]}""");
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource started = new();
        Task work = Task.Run(
            () =>
            {
                started.SetResult();
                while (true)
                {
                    tokenizer.EncodeForModel(new string('a', 1 << 16), new int[16], cancellation.Token);
                }
            },
            CancellationToken.None);
        await started.Task;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => work.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["\ud800", 0]]}}""", "line 1: the escape \\ud800 is half of a surrogate pair")]
    [InlineData("""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["\uDC00\ud800", 0]]}}""", "the escape \\uDC00 is half")]
    [InlineData("""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["\\ud800\ud83d\ude00", 0]]}, "\ud83d": 1}""", "the escape \\ud83d is half")]
    [InlineData("BYTES", "line 1: byte 3, 0xFF, is no UTF-8, expected text in UTF-8")]
    public void Texts_that_are_no_unicode_are_refused(string json, string expected)
    {
        File.WriteAllBytes(_folder.File("tokenizer.json"),
            json == "BYTES" ? [.. "[\""u8, 0xFF, .. "\"]"u8] : System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Contains($"'tokenizer.json' cannot be used: it is not valid JSON: ", Refusal(), StringComparison.Ordinal);
        Assert.Contains(expected, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Escaped_pairs_and_backslashes_are_read()
    {
        ModelTokenizer tokenizer = Read(
            "model", """{"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["\ud83d\ude00", -1], ["\\ud800", -1]]}""",
            alone: true);
        Assert.Equal(("😀", "\\ud800"), (tokenizer.TokenOf(1), tokenizer.TokenOf(2)));
    }

    [Fact]
    public void Files_beyond_their_limits_are_refused()
    {
        Write("model", $$"""{"type": "Unigram", "unk_id": 0, "vocab": [["{{new string('a', 513)}}", 0]]}""");
        Assert.Contains("model.vocab has a piece of 513 characters with the id 0, expected at most 512", Refusal(),
            StringComparison.Ordinal);

        Write("normalizer", $$"""{"type": "Sequence", "normalizers": [{{string.Join(',', Enumerable.Repeat("""{"type": "NFC"}""", 65))}}]}""");
        Assert.Contains("normalizer has more than 64 steps, expected at most as many", Refusal(), StringComparison.Ordinal);

        Write("pre_tokenizer", $$"""{"type": "Split", "pattern": {"Regex": "{{new string('a', 4_097)}}"}, "behavior": "Isolated"}""");
        Assert.Contains("pre_tokenizer.pattern.Regex is a pattern of 4097 characters, expected at most 4096", Refusal(),
            StringComparison.Ordinal);

        string many = string.Join(',', Enumerable.Repeat("""{"SpecialToken": {"id": "<s>"}}""", 70));
        Write("post_processor", $$"""{"type": "TemplateProcessing", "single": [{{many}}], "special_tokens": {"<s>": {"ids": [0]} } }""");
        Assert.Contains("post_processor.single has more than 64 special tokens", Refusal(), StringComparison.Ordinal);

        Write("padding", """{"pad_id": 99}""");
        Assert.Contains("padding.pad_id is 99, expected 0 to 8", Refusal(), StringComparison.Ordinal);

        Write("version", "1");
        _folder.Write("added_tokens.json", """{"a": 2147483647}""");
        Assert.Contains("'added_tokens.json' cannot be used: a is 2147483647, expected 0 to 1048575", Refusal(), StringComparison.Ordinal);
        File.Delete(_folder.File("added_tokens.json"));

        using (FileStream large = File.OpenWrite(_folder.File("tokenizer.json")))
        {
            large.SetLength((64L << 20) + 1);
        }

        Assert.Contains("'tokenizer.json' cannot be read: it has 67108865 bytes, expected at most 67108864", Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_documents_are_refused()
    {
        _folder.Write("tokenizer.json", new string('[', 100_000) + new string(']', 100_000));
        Assert.Contains("'tokenizer.json' cannot be used: it is not valid JSON: ", Refusal(), StringComparison.Ordinal);
    }

    private ModelTokenizer Read(string member, string value, string? vocabulary = null, bool alone = false)
    {
        Write(member, value, vocabulary, alone: alone);
        return TokenizerFolder.Read(_folder.Path);
    }

    private string Refusal() => Assert.Throws<ModelException>(() => TokenizerFolder.Read(_folder.Path)).Message;

    /// <summary>Writes a good file with one member changed.</summary>
    private void Write(string member, string value, string? vocabulary = null, bool again = false, bool alone = false)
    {
        JsonNode root = again ? JsonNode.Parse(File.ReadAllText(_folder.File("tokenizer.json")))!
            : alone ? new JsonObject()
            : TinyModel.Tokenizer();
        if (vocabulary is not null)
        {
            root["model"]!["vocab"] = JsonNode.Parse(vocabulary);
        }

        root[member] = JsonNode.Parse(value);
        _folder.Write("tokenizer.json", root.ToJsonString());
    }
}
