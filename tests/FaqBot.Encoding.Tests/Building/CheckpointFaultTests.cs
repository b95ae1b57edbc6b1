using System.Buffers.Binary;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Tests.Building;

public sealed class CheckpointFaultTests : IDisposable
{
    private const string Query = "encoder.layer.0.attention.self.query.weight";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("model_type", "deberta-v2",
        "'config.json' states model_type 'deberta-v2', expected one of bert, roberta, xlm-roberta, camembert; take an ONNX export of the "
        + "model instead, or another model")]
    [InlineData("model_type", "distilbert", "'config.json' states model_type 'distilbert', expected")]
    [InlineData("model_type", null, "'config.json' states model_type '', expected")]
    [InlineData("hidden_act", "swish",
        "'config.json' states hidden_act 'swish', expected one of "
        + "gelu, gelu_python, gelu_new, gelu_pytorch_tanh, relu; take another model")]
    [InlineData("position_embedding_type", "relative_key",
        "'config.json' states position_embedding_type 'relative_key', expected absolute; take another model")]
    [InlineData("is_decoder", true, "'config.json' states is_decoder true, expected an encoder; take another model")]
    [InlineData("num_attention_heads", 3, "'config.json' states hidden_size 32, expected a multiple of num_attention_heads 3")]
    [InlineData("intermediate_size", null, "'config.json' does not state intermediate_size")]
    [InlineData("num_hidden_layers", 1,
        "the weights have a layer 'encoder.layer.1', expected 1 layers by 'config.json'; the files do not belong together")]
    [InlineData(
        "vocab_size", 99, "'model.safetensors' holds 'embeddings.word_embeddings.weight' [100, 32], expected [99, 32] by 'config.json'")]
    public void Build_config_that_does_not_fit_is_refused(string name, object? value, string expected)
    {
        CheckpointDraft draft = new();
        draft.Config[name] = value;
        Assert.Equal($"The model in '{_temporary.File("in")}' cannot be used:\n  - {expected}",
            Refusal(draft)[..Math.Min(Refusal(draft).Length, Head + expected.Length)]);
    }

    [Fact]
    public void Build_head_of_another_task_is_refused()
    {
        CheckpointDraft draft = new();
        draft.Config["architectures"] = new[] { "BertForTokenClassification" };
        Assert.EndsWith(
            "'config.json' states the architecture BertForTokenClassification, expected a plain model or one ForSequenceClassification; "
            + "take the model that it was made from",
            Refusal(draft),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_every_weight_at_fault_is_named_together()
    {
        CheckpointDraft draft = new();
        draft.Tensors.Remove(Query);
        draft.Tensors.Remove("embeddings.LayerNorm.bias");
        draft.Tensors["embeddings.position_embeddings.weight"] = ("F32", [64, 16]);
        draft.Tensors["encoder.layer.1.output.dense.bias"] = ("F64", [32]);
        Assert.Equal(
            $"""
            The model in '{_temporary.File("in")}' cannot be used:
              - 'model.safetensors' holds 'embeddings.position_embeddings.weight' [64, 16], expected [64, 32] by 'config.json'
              - the weights have no 'embeddings.LayerNorm.bias' [32]; the files are incomplete or of another architecture
              - the weights have no '{Query}' [32, 32]; the files are incomplete or of another architecture
              - 'model.safetensors' holds 'encoder.layer.1.output.dense.bias' as F64, expected one of F32, F16, BF16; take the unquantised model
            """,
            Refusal(draft));
    }

    [Fact]
    public void Build_weights_of_something_else_give_a_list_that_can_be_read()
    {
        CheckpointDraft draft = new(layers: 12);
        draft.Tensors.Clear();
        Assert.EndsWith("… and 157 faults more", Refusal(draft), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[0,128]", "[0,124]", "'embeddings.LayerNorm.bias' by F32 [32] and data_offsets 0 to 124, which do not span 128 bytes")]
    [InlineData("[0,128]", "[128,0]", "'embeddings.LayerNorm.bias' by F32 [32] and data_offsets 128 to 0, which do not span 128 bytes")]
    [InlineData("[0,128]", "[128,256]", "'embeddings.LayerNorm.bias' at 128, expected at 0, where the tensor before it ends")]
    [InlineData("[0,128]", "[-128,0]", "'embeddings.LayerNorm.bias' by something other than dtype, shape and data_offsets")]
    [InlineData("[0,128]", "\"all\"", "'embeddings.LayerNorm.bias' by something other than dtype, shape and data_offsets")]
    [InlineData("[0,128]", "[0,99999999999999999999]", "'embeddings.LayerNorm.bias' by something other than dtype, shape and data_offsets")]
    [InlineData("[0,128]", "[9223372036854775679,9223372036854775807]", "do not span 128 bytes")]
    [InlineData("[2,32]", "[9223372036854775807,9223372036854775807,9223372036854775807]", "do not span 18446744073709551615 bytes")]
    [InlineData("\"F32\"", "\"F31\"", "by the unknown type F31")]
    [InlineData("embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias", "'model.safetensors' holds 'embeddings.LayerNorm.bias' twice")]
    [InlineData("{\"embeddings.LayerNorm.bias\"", "[\"embeddings.LayerNorm.bias\"", "has a header that is not valid JSON")]
    public void Build_header_at_fault_is_refused(string found, string replacement, string expected) =>
        Assert.Contains(expected,
            Refusal(new CheckpointDraft { Header = header => header.Replace(found, replacement, StringComparison.Ordinal) }),
                StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(1_000)]
    public void Build_file_cut_in_its_header_is_refused(int length)
    {
        string folder = new CheckpointDraft().Write(_temporary.File("in"));
        string file = Path.Combine(folder, "model.safetensors");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
        Assert.Contains($"'model.safetensors' has {length} bytes and states a header of ", Refusal(folder), StringComparison.Ordinal);
        Assert.Contains("expected a header of at most 16777216 bytes inside the file; take it again from where the model was published",
            Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Build_file_of_another_length_is_refused(int difference)
    {
        string folder = new CheckpointDraft().Write(_temporary.File("in"));
        string file = Path.Combine(folder, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(file);
        Array.Resize(ref bytes, bytes.Length + difference);
        File.WriteAllBytes(file, bytes);
        Assert.EndsWith(
            $"'model.safetensors' has {bytes.Length} bytes, expected {bytes.Length - difference}: it is cut off or changed; take it again "
            + $"from where the model was published",
            Refusal(folder),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_huge_header_is_refused_without_reading_it()
    {
        string folder = new CheckpointDraft().Write(_temporary.File("in"));
        using (FileStream file = File.OpenWrite(Path.Combine(folder, "model.safetensors")))
        {
            byte[] length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, long.MaxValue);
            file.Write(length);
        }

        Assert.Contains("states a header of 9223372036854775807 bytes", Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Build_number_that_is_not_finite_is_refused(float number)
    {
        foreach (WeightFormat format in (WeightFormat[])[WeightFormat.Fp32, WeightFormat.Int8])
        {
            CheckpointDraft draft = new() { Value = (name, random) => name == Query && random > 0.9 ? number : random };
            Assert.EndsWith(
                $"'model.safetensors' holds a number in '{Query}' that is not finite, expected weights; take it again from where the model "
                + $"was published",
                Refusal(draft.Write(_temporary.File("in")), format),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Build_folder_without_safetensors_is_refused()
    {
        string folder = new CheckpointDraft().Write(_temporary.File("in"));
        File.Delete(Path.Combine(folder, "model.safetensors"));
        Assert.EndsWith(
            "found no 'model.safetensors' and no 'model.safetensors.index.json'; take the folder again from where the model was published",
                Refusal(folder), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(folder, "pytorch_model.bin"), "");
        Assert.EndsWith("only 'pytorch_model.bin', which can run code when it is read; save the model again with safe_serialization=True",
            Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "model-1.safetensors", "b": "model-1.safetensors"}}""", "'model-1.safetensors' is missing, which 'model.safetensors.index.json' names for 2 tensors")]
    [InlineData("""{"weight_map": {"a": "../model.safetensors"}}""", "'model.safetensors.index.json' states weight_map '../model.safetensors', expected files below the folder")]
    [InlineData("""{}""", "'model.safetensors.index.json' states weight_map 0 files, expected the file of each tensor, 1000 at most")]
    [InlineData("""{"weight_map": 7}""", "'model.safetensors.index.json' states weight_map 7, expected an object")]
    public void Build_index_at_fault_is_refused(string index, string expected)
    {
        string folder = new CheckpointDraft().Write(_temporary.File("in"));
        File.Delete(Path.Combine(folder, "model.safetensors"));
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), index);
        Assert.Contains(expected, Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_dense_layer_without_weights_is_refused()
    {
        string folder = new CheckpointDraft().Write(_temporary.File("in"));
        File.WriteAllText(Path.Combine(folder, "modules.json"), """
            [{"type": "a.Transformer", "path": ""}, {"type": "a.Pooling", "path": "1_Pooling"}, {"type": "a.Dense", "path": "2_Dense"}]
            """);
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        Directory.CreateDirectory(Path.Combine(folder, "2_Dense"));
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), """{"pooling_mode": "mean"}""");
        File.WriteAllText(Path.Combine(folder, "2_Dense", "config.json"), """{"in_features": 32, "out_features": 8}""");
        Assert.EndsWith("found no '2_Dense/model.safetensors'; take the folder again from where the model was published", Refusal(folder),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_header_with_any_byte_changed_is_refused_or_built()
    {
        string folder = new CheckpointDraft(layers: 1).Write(_temporary.File("in"));
        string file = Path.Combine(folder, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(file);
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Random random = new(7);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. bytes];
            changed[random.Next(header)] = (byte)random.Next(256);
            File.WriteAllBytes(file, changed);
            try
            {
                ModelBuilder.Build(
                    folder, _temporary.File("out"), new BuildOptions(), cancellationToken: TestContext.Current.CancellationToken);
                Directory.Delete(_temporary.File("out"), recursive: true);
            }
            catch (ModelException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 350, 400);
    }

    private int Head => $"The model in '{_temporary.File("in")}' cannot be used:\n  - ".Length;

    private string Refusal(CheckpointDraft draft) => Refusal(draft.Write(_temporary.File("in")));

    /// <summary>The message of a build that is refused and leaves nothing.</summary>
    private string Refusal(string folder, WeightFormat format = WeightFormat.Int8)
    {
        string message = Assert.Throws<ModelException>(() =>
            ModelBuilder.Build(folder, _temporary.File("out"), new BuildOptions { Weights = format })).Message;
        Assert.Equal([folder], Directory.EnumerateFileSystemEntries(_temporary.Path));
        return message;
    }
}
