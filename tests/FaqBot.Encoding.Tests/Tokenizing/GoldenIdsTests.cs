using System.Text.Json;
using FaqBot.Encoding.Tokenizing;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>Every line of the shared goldens, which the reference implementations wrote.</summary>
public sealed class GoldenIdsTests
{
    private const string Xlm = "models/tiny-xlm-roberta/";
    private const string Bpe = "tokenizers/tiny-byte-bpe/";
    private const string QwenConfig = """{"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|endoftext|>", "add_eos_token": true}""";

    [Theory]
    [InlineData("bert-base-chinese.lower", "tokenizers/bert-base-chinese/vocab.txt", """{"tokenizer_class": "BertTokenizer", "do_lower_case": true}""")]
    [InlineData("bert-base-chinese.cased", "tokenizers/bert-base-chinese/vocab.txt", """{"do_lower_case": false}""")]
    [InlineData("bert-base-uncased", "models/all-MiniLM-L6-v2-f16/tokenizer.json", null)]
    [InlineData("bert-base-uncased", "models/all-MiniLM-L6-v2-f16/vocab.txt", null)]
    [InlineData("tiny-bert-zh", "models/tiny-bert-zh/tokenizer.json", null)]
    [InlineData("tiny-bert-zh", "models/tiny-bert-zh/vocab.txt", """{"tokenizer_class": "BertTokenizerFast"}""")]
    [InlineData("tiny-bert-zh", "models/tiny-bert-zh/tokenizer.json", """{"do_lower_case": true, "strip_accents": null}""")]
    [InlineData("tiny-xlm-roberta", Xlm + "tokenizer.json", null)]
    [InlineData("tiny-xlm-roberta", Xlm + "tokenizer.json," + Xlm + "sentencepiece.bpe.model", null)]
    [InlineData("tiny-xlm-roberta.spm", Xlm + "sentencepiece.bpe.model", null)]
    [InlineData("tiny-xlm-roberta.spm", Xlm + "sentencepiece.bpe.model", """{"tokenizer_class": "XLMRobertaTokenizer"}""")]
    [InlineData("tiny-byte-bpe", Bpe + "tokenizer.json", null)]
    [InlineData("tiny-byte-bpe", Bpe + "vocab.json," + Bpe + "merges.txt", QwenConfig)]
    public void EncodeForModel_any_layout_of_files_gives_the_reference_ids(string golden, string files, string? config)
    {
        ModelTokenizer tokenizer = TokenizerFolders.Read(files.Split(','), config);
        Check(tokenizer, Path.Combine("tokenizers", golden + ".golden.jsonl"), 512, 320);
    }

    [Theory]
    [InlineData("all-MiniLM-L6-v2-f16", 256, 320)]
    [InlineData("tiny-bert-dense", 128, 60)]
    [InlineData("tiny-bert-zh", 512, 120)]
    [InlineData("tiny-e5", 512, 120)]
    [InlineData("tiny-xlm-roberta", 128, 120)]
    public void EncodeForModel_model_folder_gives_the_reference_ids(string model, int limit, int lines) =>
        Check(TokenizerFolders.OfModel(model), Path.Combine("models", model, "golden.jsonl"), limit, lines);

    [Theory]
    [InlineData("tiny-bert-zh-f16")]
    [InlineData("tiny-bert-zh-bf16")]
    public void EncodeForModel_models_of_one_vocabulary_give_the_same_ids(string model) =>
        Check(TokenizerFolders.OfModel("tiny-bert-zh"), Path.Combine("models", model, "golden.jsonl"), 512, 120);

    [Theory]
    [InlineData("""{"do_lower_case": false}""", "É 中 ")]
    [InlineData("""{"do_lower_case": true, "strip_accents": false}""", "é 中 ")]
    [InlineData("""{"tokenize_chinese_chars": false, "strip_accents": true}""", "e中")]
    [InlineData("{}", "e 中 ")]
    public void EncodeToTokens_settings_win_over_the_tokenizer_file(string config, string expected)
    {
        ModelTokenizer tokenizer = TokenizerFolders.Read(["models/tiny-bert-zh/tokenizer.json"], config);
        tokenizer.EncodeToTokens("É中", out string? normalized);
        Assert.Equal(expected, normalized);
    }

    [Fact]
    public void EncodeToIds_static_embeddings_take_ids_without_special_tokens()
    {
        ModelTokenizer tokenizer = TokenizerFolders.OfModel("tiny-model2vec");
        int lines = 0;
        foreach (GoldenIds expected in Lines(Path.Combine("models", "tiny-model2vec", "golden.jsonl")))
        {
            Assert.Equal(expected.Ids, tokenizer.EncodeToIds(expected.Text).Where(id => tokenizer.TokenOf(id) != "[UNK]" && id > 4));
            lines++;
        }

        Assert.Equal(60, lines);
    }

    [Theory]
    [InlineData("tiny-cross-encoder-bert")]
    [InlineData("tiny-cross-encoder-xlm-roberta")]
    public void EncodePairForModel_cross_encoder_gives_the_reference_ids_and_types(string model)
    {
        ModelTokenizer tokenizer = TokenizerFolders.OfModel(model);
        int[] ids = new int[tokenizer.MaxLength!.Value], types = new int[ids.Length];
        int lines = 0;
        foreach (GoldenIds expected in Lines(Path.Combine("models", model, "golden.jsonl")))
        {
            int count = tokenizer.EncodePairForModel(expected.A, expected.B, ids, types);
            lines++;
            Assert.True(expected.Ids.AsSpan().SequenceEqual(ids.AsSpan(0, count)),
                $"line {lines}: {string.Join(',', ids[..count])} expected {string.Join(',', expected.Ids)}");
            Assert.Equal(expected.TypeIds, types[..count]);
        }

        Assert.Equal(40, lines);
    }

    private static void Check(ModelTokenizer tokenizer, string golden, int limit, int least)
    {
        int[] ids = new int[limit];
        List<string> differences = [];
        int lines = 0;
        foreach (GoldenIds expected in Lines(golden))
        {
            int[] found = ids[..tokenizer.EncodeForModel(expected.Text, ids)];
            lines++;
            if (!found.SequenceEqual(expected.Ids))
            {
                differences.Add(
                    $"line {lines} '{expected.Text}': found {string.Join(',', found)} expected {string.Join(',', expected.Ids)}");
            }
        }

        Assert.True(lines >= least, $"{lines} lines");
        Assert.True(differences.Count == 0, $"{differences.Count} differences\n{string.Join('\n', differences.Take(20))}");
    }

    private static IEnumerable<GoldenIds> Lines(string file) => File.ReadLines(Repository.SharedFile("fixtures", file))
        .Select(line => JsonSerializer.Deserialize<GoldenIds>(line, Json)!);

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private sealed record GoldenIds(string Text, string A, string B, int[] Ids, int[] TypeIds);
}
