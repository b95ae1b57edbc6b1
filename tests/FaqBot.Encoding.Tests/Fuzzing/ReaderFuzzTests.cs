using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tests.Running;
using FaqBot.Encoding.Tests.Tokenizing;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using FaqBot.Encoding.Weights;
using FaqBot.Testing.Fuzzing;

namespace FaqBot.Encoding.Tests.Fuzzing;

/// <summary>Changed files of models: only the documented faults come out, whatever they hold.</summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private static readonly string[] Texts = ["", "a", "How do I return my order? 怎么退货？", "eeee  \uD83D\uDE00 <s> \uD800 12",
        new('e', 300)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("sentencepiece.bpe.model")]
    [InlineData("vocab.txt")]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    [InlineData("special_tokens_map.json")]
    [InlineData("added_tokens.json")]
    public async Task Tokenizer_files(string name)
    {
        Surround(name);
        await FuzzAsync(name, file =>
        {
            File.WriteAllBytes(_folder.File(name), file);
            Use(TokenizerFolder.Read(_folder.Path));
        });
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("modules.json")]
    [InlineData("1_Pooling/config.json")]
    [InlineData("2_Dense/config.json")]
    [InlineData("sentence_bert_config.json")]
    [InlineData("config_sentence_transformers.json")]
    public async Task Descriptions(string name)
    {
        CopyModel();
        await FuzzAsync(name, file =>
        {
            File.WriteAllBytes(_folder.File(name), file);
            ModelDescription.Read(_folder.Path);
        });
    }

    [Fact]
    public async Task Safetensors() => await FuzzAsync("model.safetensors", file =>
    {
        List<string> faults = [];
        SafetensorsHeader.Read(new MemoryStream(file), "model.safetensors", faults);
        File.WriteAllBytes(_folder.File("model.safetensors"), file);
        using Checkpoint checkpoint = Checkpoint.Open(_folder.Path, "", faults);
        foreach (string tensor in checkpoint.Names.Where(_ => faults.Count == 0))
        {
            if (checkpoint.Find([tensor], checkpoint.ShapeOf(tensor)!, faults) is { Stored.Count: < 1_000 } found)
            {
                found.File.Read(found.Stored, 0, new float[found.Stored.Count]);
            }
        }
    });

    [Fact]
    public async Task Index_of_shards()
    {
        File.WriteAllBytes(_folder.File("model-00001-of-00002.safetensors"), Corpus("model.safetensors")[0]);
        await FuzzAsync("model.safetensors.index.json", file =>
        {
            File.WriteAllBytes(_folder.File("model.safetensors.index.json"), file);
            Checkpoint.Open(_folder.Path, "", []).Dispose();
        });
    }

    [Fact]
    public async Task Graphs()
    {
        File.WriteAllBytes(_folder.File("model.onnx_data"), new byte[4_096]);
        await FuzzAsync("model.onnx", file => GraphCheck.Check(_folder.Path, "model.onnx", new MemoryStream(file), []));
    }

    [Fact]
    public async Task Checksum_lists() => await FuzzAsync("SHA256SUMS", file =>
    {
        File.WriteAllBytes(_folder.File("SHA256SUMS"), file);
        List<string> faults = [];
        foreach (string name in Checksums.Read(_folder.Path, faults).Sums.Keys)
        {
            Assert.DoesNotContain("..", name.Split('/', '\\'));
        }
    });

    [Fact]
    public async Task Sources() => await FuzzAsync("source.json", file =>
    {
        File.WriteAllBytes(_folder.File("source.json"), file);
        ModelSource.Read(_folder.Path, []);
    });

    [Fact]
    public async Task Catalogs() => await FuzzAsync(
        "catalog.json", file => ModelCatalog.Parse(file, "catalog.json"), fault => fault is InvalidCatalogException);

    [Fact]
    public async Task Word_vectors() => await FuzzAsync("words.vec", file =>
    {
        File.WriteAllBytes(_folder.File("words.vec"), file);
        Use(WordVectorFile.Read(_folder.Path, "words.vec").Tokenizer);
    });

    [Fact]
    public async Task Settings_of_a_judge() => await FuzzAsync("judge.json", file =>
    {
        File.WriteAllBytes(_folder.File("judge.json"), file);
        ModelJson.Read(_folder.Path, "judge.json", [])?.Text("encoder");
    });

    [Theory]
    [InlineData("tokenizer.json", "models/tiny-bert-zh/tokenizer.json")]
    [InlineData("tokenizer.json", "tokenizers/tiny-byte-bpe/tokenizer.json")]
    [InlineData("tokenizer.json", "models/tiny-e5/tokenizer.json")]
    [InlineData("sentencepiece.bpe.model", "models/tiny-xlm-roberta/sentencepiece.bpe.model")]
    [InlineData("vocab.txt", "models/tiny-bert-zh/vocab.txt")]
    public async Task Genuine_tokenizers(string name, string genuine) => await FuzzAsync(
        file =>
        {
            File.WriteAllBytes(_folder.File(name), file);
            Use(TokenizerFolder.Read(_folder.Path));
        },
        [File.ReadAllBytes(Repository.SharedFile("fixtures", genuine))],
        ReaderFuzz.Count / 200);

    [Theory]
    [InlineData("models/tiny-bert-zh-exports/hidden-state-external.onnx")]
    [InlineData("models/all-MiniLM-L6-v2-f16/model.onnx")]
    public async Task Genuine_graphs(string genuine) => await FuzzAsync(
        file => GraphCheck.Check(_folder.Path, "model.onnx", new MemoryStream(file), []),
        [File.ReadAllBytes(Repository.SharedFile("fixtures", genuine))],
        ReaderFuzz.Count / 20);

    [Theory]
    [InlineData("models/tiny-bert-dense/2_Dense/model.safetensors")]
    [InlineData("models/tiny-bert-zh-f16/model.safetensors")]
    public async Task Genuine_safetensors(string genuine) => await FuzzAsync(
        file => SafetensorsHeader.Read(new MemoryStream(file), "model.safetensors", []),
        [File.ReadAllBytes(Repository.SharedFile("fixtures", genuine))[..3_000]],
        ReaderFuzz.Count / 10);

    private static void Use(ModelTokenizer tokenizer)
    {
        Span<int> ids = stackalloc int[192], types = stackalloc int[192];
        foreach (string text in Texts)
        {
            int count = tokenizer.EncodeForModel(text, ids);
            foreach (int id in ids[..count])
            {
                Assert.InRange(id, 0, tokenizer.VocabularySize - 1);
            }

            tokenizer.EncodePairForModel(text, text, ids, types);
        }
    }

    /// <summary>The files to change: small ones of each kind, and those that found something once.</summary>
    private static byte[][] Corpus(string name)
    {
        string folder = Repository.PathOf("tests", "data", "fuzz", name.Replace('/', '-'));
        byte[][] made = name switch
        {
            "sentencepiece.bpe.model" => SentencePieceFiles(),
            "model.onnx" => GraphFiles(),
            "model.safetensors" => SafetensorsFiles(),
            "catalog.json" => [File.ReadAllBytes(Repository.PathOf("models", "catalog.json"))],
            "tokenizer.json" => [System.Text.Encoding.UTF8.GetBytes(TinyModel.Tokenizer().ToJsonString())],
            _ => [],
        };
        byte[][] stored = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
            : [];
        return [.. made, .. stored];
    }

    private static byte[][] SentencePieceFiles()
    {
        byte[] pieces =
        [
            .. ProtobufWriter.FirstPieces(), .. ProtobufWriter.Piece("▁", -3), .. ProtobufWriter.Piece("e", -4),
            .. ProtobufWriter.Piece("退货", -5), .. ProtobufWriter.Piece("<u>", 0, 4), .. ProtobufWriter.Piece("x", -9, 5),
        ];

        // One rule: "e" becomes "E", as a double array over UTF-8 and its replacements.
        byte[] map = new byte[4 + (4 * 512) + 2];
        map[0] = 0x00;
        map[1] = 0x08;
        return
        [
            pieces,
            [.. pieces, .. ProtobufWriter.Trainer((3, 1), (24, 1), (35, 0)), .. ProtobufWriter.Normalizer((3, 1), (4, 1), (5, 1))],
            [.. pieces, .. ProtobufWriter.Message(3, ProtobufWriter.Message(2, map)), .. ProtobufWriter.Trainer((3, 1))],
            [
                .. pieces, .. Enumerable.Range(0, 256).SelectMany(value => ProtobufWriter.Piece($"<0x{value:X2}>", -20, 6)),
                .. ProtobufWriter.Trainer((35, 1)),
            ],
        ];
    }

    private static byte[][] GraphFiles()
    {
        byte[] external = Tensor("w", [8, 16], [
            .. ProtobufWriter.Message(13,
            [
                .. ProtobufWriter.Message(1, "location"u8.ToArray()),
                .. ProtobufWriter.Message(2, "model.onnx_data"u8.ToArray()),
            ]),
            .. ProtobufWriter.Message(13,
            [
                .. ProtobufWriter.Message(1, "offset"u8.ToArray()),
                .. ProtobufWriter.Message(2, "64"u8.ToArray()),
            ]),
            .. ProtobufWriter.Message(13,
            [
                .. ProtobufWriter.Message(1, "length"u8.ToArray()),
                .. ProtobufWriter.Message(2, "512"u8.ToArray()),
            ]),
            .. ProtobufWriter.Number(14, 1),
        ]);
        byte[] inner = Tensor("b", [2, 2], ProtobufWriter.Message(9, new byte[16]));
        byte[] node = ProtobufWriter.Message(1, [
            .. ProtobufWriter.Message(1, "w"u8.ToArray()), .. ProtobufWriter.Message(2, "y"u8.ToArray()),
                .. ProtobufWriter.Message(4, "If"u8.ToArray()),
            .. ProtobufWriter.Message(5,
            [
                .. ProtobufWriter.Message(1, "then_branch"u8.ToArray()),
                .. ProtobufWriter.Message(6, ProtobufWriter.Message(5, inner)),
            ]),
        ]);
        return
        [
            TinyGraph.Write(["input_ids", "attention_mask"], "sentence_embedding", 4),
            ProtobufWriter.Message(7, [.. ProtobufWriter.Message(5, external), .. ProtobufWriter.Message(5, inner), .. node]),
        ];
    }

    private static byte[] Tensor(string name, int[] axes, byte[] rest) =>
    [
        .. axes.SelectMany(axis => ProtobufWriter.Number(1, axis)), .. ProtobufWriter.Number(2, 1),
        .. ProtobufWriter.Message(8, System.Text.Encoding.UTF8.GetBytes(name)), .. rest,
    ];

    private static byte[][] SafetensorsFiles()
    {
        byte[] header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]}}"""u8.ToArray();
        return [[.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[32]]];
    }

    /// <summary>Writes the files that stand beside the one that is changed.</summary>
    private void Surround(string name)
    {
        if (name is "merges.txt" or "vocab.json")
        {
            string other = name == "merges.txt" ? "vocab.json" : "merges.txt";
            File.WriteAllBytes(_folder.File(other), Corpus(other)[0]);
            _folder.Write("tokenizer_config.json", """{"tokenizer_class": "GPT2Tokenizer"}""");
        }
        else if (name is "tokenizer_config.json" or "special_tokens_map.json" or "added_tokens.json")
        {
            File.WriteAllBytes(_folder.File("vocab.txt"), Corpus("vocab.txt")[0]);
        }
    }

    private void CopyModel()
    {
        string model = Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", "tiny-bert-dense", "config.json"))!;
        foreach (string path in Directory.EnumerateFiles(model, "*.json", SearchOption.AllDirectories))
        {
            string copy = _folder.File(Path.GetRelativePath(model, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        File.Copy(Repository.SharedFile("fixtures", "models", "tiny-e5", "config_sentence_transformers.json"),
            _folder.File("config_sentence_transformers.json"));
    }

    private async Task FuzzAsync(string name, Action<byte[]> read, Func<Exception, bool>? isDocumented = null)
    {
        byte[][] files = Corpus(name);
        files = files.Length > 0 ? files : [File.ReadAllBytes(_folder.File(name))];
        await FuzzAsync(read, files, ReaderFuzz.Count, isDocumented);
    }

    private static async Task FuzzAsync(Action<byte[]> read, byte[][] files, int count, Func<Exception, bool>? isDocumented = null) =>
        Assert.Empty(await new ReaderFuzz().RunAsync(
            files, count, read, isDocumented ?? (fault => fault is ModelException), TestContext.Current.CancellationToken));
}
