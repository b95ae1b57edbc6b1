using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Running;

public sealed class TextEncoderLoadTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Load_tiny_model_runs_it()
    {
        using TextEncoder encoder = TextEncoder.Load(TinyModel.Write(_temporary), new EncoderOptions());
        float[] vector = new float[4];
        encoder.Encode("ab", vector);

        // The tiny graph gives the ids back, the encoder unit length.
        Assert.Equal(Unit(0, 4, 7, 2), vector);
        Assert.Equal(4, encoder.Dimensions);
        Assert.Equal("tiny", encoder.Identity.Name);
        Assert.Equal($"tiny@{encoder.Identity.Fingerprint[..12]}", encoder.Identity.Display);
    }

    [Theory]
    [InlineData("input_ids,token_type_ids,attention_mask", "sentence_embedding")]
    [InlineData("input_ids,attention_mask,position_ids", "sentence_embedding")]
    [InlineData("input_ids", "sentence_embedding")]
    [InlineData("input_ids,attention_mask", "embeddings")]
    public void Load_takes_what_a_graph_has(string inputs, string output)
    {
        using TextEncoder encoder =
            TextEncoder.Load(TinyModel.Write(_temporary, TinyGraph.Write(inputs.Split(','), output, 4)), new EncoderOptions());
        float[] vector = new float[4];
        encoder.Encode("ab", vector);
        Assert.Equal(Unit(0, 4, 7, 2), vector);
    }

    [Theory]
    [InlineData("input_ids,attention_masq", "sentence_embedding", "attention_masq, input_ids")]
    [InlineData("attention_mask", "sentence_embedding", "attention_mask")]
    public void Load_graph_that_wants_something_else_is_refused(string inputs, string output, string foundInputs)
    {
        string folder = TinyModel.Write(_temporary, TinyGraph.Write(inputs.Split(','), output, 4));
        Assert.Equal(
            $"The model in '{folder}' cannot be used:\n  - the ONNX file has inputs [{foundInputs}] and outputs [{output}], expected "
            + $"input_ids (int64), "
            + "with or without attention_mask, token_type_ids, position_ids, and an output sentence_embedding [batch, width] or of the "
            + "tokens' vectors "
            + "[batch, sequence, width]",
            Refusal(folder));
    }

    [Fact]
    public void Load_graph_of_another_width_is_refused()
    {
        string folder = TinyModel.Write(_temporary, TinyGraph.Write(["input_ids", "attention_mask"], "sentence_embedding", 5));
        Assert.Equal(
            $"The model in '{folder}' cannot be used:\n  - 'model.onnx' gives vectors of 5 numbers, expected 4 by 'config.json' and "
            + $"'modules.json'", Refusal(folder));
    }

    [Fact]
    public void Load_foreign_graph_that_does_not_do_what_it_states_is_refused()
    {
        string folder =
            TinyModel.Write(_temporary, TinyGraph.Write(["input_ids", "attention_mask"], "sentence_embedding", 4, "another tool"));
        Assert.StartsWith(
            $"The model in '{folder}' cannot be used:\n  - 'model.onnx' fails on a first text: The model gave ", Refusal(folder),
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "'model.onnx' cannot be read: it is empty or no file; ")]
    [InlineData("this is no model", "'model.onnx' cannot be used: it is no ONNX graph: ")]
    public void Load_garbage_graph_is_refused(string content, string expected)
    {
        string folder = TinyModel.Write(_temporary, graph: System.Text.Encoding.UTF8.GetBytes(content));
        Assert.StartsWith(
            $"The model in '{folder}' cannot be used:\n  - {expected}", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_cut_graph_is_refused_by_its_checksum()
    {
        string folder = TinyModel.Write(_temporary);
        string graph = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(graph, File.ReadAllBytes(graph)[..20]);
        Assert.Contains("'model.onnx' has SHA-256 ", Refusal(folder), StringComparison.Ordinal);
        Assert.Contains("it is cut off or changed", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_tokenizer_that_cannot_be_used_is_refused()
    {
        string folder = TinyModel.Write(_temporary, tokenizer: "no JSON");
        Assert.StartsWith(
            $"The model in '{folder}' cannot be used:\n  - 'tokenizer.json' cannot be used: it is not valid JSON: ", Refusal(folder),
                StringComparison.Ordinal);
    }

    [Fact]
    public void Load_absent_folder_is_refused() =>
        Assert.Contains("there is no such folder", Refusal(_temporary.File("absent")), StringComparison.Ordinal);

    [Fact]
    public void Encode_vector_of_another_length_is_refused()
    {
        using TextEncoder encoder = TextEncoder.Load(TinyModel.Write(_temporary), new EncoderOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode("a", new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            encoder.Encode(["a", "b"], new float[7], null, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(-1, 1_024, "Threads is -1, expected 0 to 256")]
    [InlineData(257, 1_024, "Threads is 257, expected 0 to 256")]
    [InlineData(0, 63, "BatchTokens is 63, expected 64 to 65536")]
    [InlineData(0, 65_537, "BatchTokens is 65537, expected 64 to 65536")]
    public void Faults_option_out_of_range_is_named(int threads, int batchTokens, string expected) =>
        Assert.Equal([expected], new EncoderOptions { Threads = threads, BatchTokens = batchTokens }.Faults());

    [Fact]
    public void Faults_defaults_and_bounds_are_fine()
    {
        Assert.Empty(new EncoderOptions().Faults());
        Assert.Empty(new EncoderOptions { Threads = 256, BatchTokens = 65_536 }.Faults());
        Assert.Equal(2, new EncoderOptions { Threads = -1, BatchTokens = 0 }.Faults().Count());
    }

    private static float[] Unit(params float[] ids)
    {
        float norm = MathF.Sqrt(ids.Sum(id => id * id));
        return [.. ids.Select(id => id / norm)];
    }

    private static string Refusal(string folder) =>
        Assert.Throws<ModelException>(() => TextEncoder.Load(folder, new EncoderOptions())).Message;
}
