using System.Text.Json;
using System.Text.Json.Nodes;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using Microsoft.ML.Tokenizers;

namespace FaqBot.Bench;

/// <summary>Tokenising one text after the other on one thread: ours against transformers.js.</summary>
internal static class TokenizeBench
{
    private const int Limit = 512;

    /// <summary>The hard and ordinary texts of the bundled model's goldens, and the sample shop's questions.</summary>
    private static readonly string[] Texts =
    [
        .. File.ReadLines(Path.Combine(BenchContext.Model, "golden.jsonl")).Select(line => (string)JsonNode.Parse(line)!["text"]!),
        .. Questions.Owned,
        .. Questions.Typed,
    ];

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder) =>
    [
        await MeasureAsync(context, "Unigram", BenchContext.Model),
        await MeasureAsync(context, "WordPiece", WriteWordPiece(folder.PathOf("wordpiece"))),
        BesideOfficial(context),
    ];

    /// <summary>Beside the official library's tokenizer of the same kind, on the SentencePiece file of the same model; its ids are often
    /// other ones.</summary>
    private static Measurement BesideOfficial(BenchContext context)
    {
        ModelTokenizer tokenizer = TokenizerFolder.Read(BenchContext.Model);
        using FileStream file = File.OpenRead(Path.Combine(BenchContext.Model, "sentencepiece.bpe.model"));
        SentencePieceTokenizer official = SentencePieceTokenizer.Create(file, addBeginningOfSentence: true, addEndOfSentence: true);
        int[] ids = new int[Limit];
        (Series subject, Series other) = Rounds.Interleave(
            context.Rounds, context.RoundLength, () => EncodeAll(tokenizer, ids), () =>
            {
                foreach (string text in Texts)
                {
                    official.EncodeToIds(text, Limit, out _, out _);
                }
            });
        return new Measurement(
            $"tokenize: Unigram, {Texts.Length:#,0} texts, one thread", "texts/s", subject.To(Rate), "Microsoft.ML.Tokenizers, same texts",
            other.To(Rate), Goal.RatioAtLeast(1.2));

        static double Rate(double seconds) => Texts.Length / seconds;
    }

    private static async Task<Measurement> MeasureAsync(BenchContext context, string kind, string folder)
    {
        ModelTokenizer tokenizer = TokenizerFolder.Read(folder);
        int[] ids = new int[Limit];
        using TransformersPeer peer =
            await TransformersPeer.StartAsync(context, "tokenize.js", new { folder, texts = Texts, limit = Limit });
        int[][] theirs = JsonSerializer.Deserialize<int[][]>(peer.First)!;
        int equal = Texts.Zip(theirs).Count(pair => ids.AsSpan(0, tokenizer.EncodeForModel(pair.First, ids)).SequenceEqual(pair.Second));
        context.Say($"{kind}: {equal} of {Texts.Length} texts have the same ids as transformers.js gives.");
        (Series subject, Series other) = await Rounds.AlternateAsync(
            context.Rounds,
            () => Task.FromResult(Texts.Length / Rounds.MedianSeconds(context.RoundLength, () => EncodeAll(tokenizer, ids))),
            async () => Texts.Length / await peer.RunAsync(context.RoundLength));
        return new Measurement(
            $"tokenize: {kind}, {Texts.Length:#,0} texts", "texts/s", subject, "transformers.js, same texts", other, Goal.RatioAtLeast(5));
    }

    private static void EncodeAll(ModelTokenizer tokenizer, int[] ids)
    {
        foreach (string text in Texts)
        {
            tokenizer.EncodeForModel(text, ids);
        }
    }

    /// <summary>Writes the files that transformers.js reads too: it takes no vocab.txt.</summary>
    private static string WriteWordPiece(string folder)
    {
        Directory.CreateDirectory(folder);
        string[] pieces = File.ReadAllLines(TransformersPeer.WordPieceVocabulary);
        JsonObject Special(string piece) =>
            new() { ["id"] = Array.IndexOf(pieces, piece), ["content"] = piece, ["special"] = true, ["normalized"] = false };
        JsonArray framed =
            [Token("[CLS]"), new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 } }, Token("[SEP]")];
        JsonObject file = new()
        {
            ["version"] = "1.0",
            ["added_tokens"] =
                new JsonArray([.. pieces.Where(piece => piece.StartsWith('[') && piece.EndsWith(']') && piece.Length > 2).Select(Special)]),
            ["normalizer"] = new JsonObject
            {
                ["type"] =
                "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["lowercase"] = true
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = framed,
                ["special_tokens"] = new JsonObject { ["[CLS]"] = Ids("[CLS]"), ["[SEP]"] = Ids("[SEP]") },
            },
            ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = "##", ["cleanup"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = "[UNK]",
                ["continuing_subword_prefix"] = "##",
                ["max_input_chars_per_word"] = 100,
                ["vocab"] = new JsonObject(pieces.Select((piece, id) => KeyValuePair.Create(piece, (JsonNode?)id))),
            },
        };
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), file.ToJsonString());
        File.WriteAllText(
            Path.Combine(folder, "tokenizer_config.json"), JsonSerializer.Serialize(new { tokenizer_class = "BertTokenizer" }));
        return folder;

        static JsonObject Token(string piece) => new() { ["SpecialToken"] = new JsonObject { ["id"] = piece, ["type_id"] = 0 } };
        JsonObject Ids(string piece) =>
            new() { ["id"] = piece, ["ids"] = new JsonArray(Array.IndexOf(pieces, piece)), ["tokens"] = new JsonArray(piece) };
    }
}
