using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace FaqBot.Encoding.Tests.Building;

/// <summary>A BERT with random weights that is written as a Hugging Face folder, after a test has changed what it wants.</summary>
/// <remarks>For shape, speed and faults, not for quality. The same draft gives the same bytes.</remarks>
internal sealed class CheckpointDraft
{
    private const int ChunkLength = 1 << 16;

    public CheckpointDraft(int hidden =
        32, int layers = 2, int heads = 2, int inner = 64, int vocabulary = 100, int positions = 64, string type = "F32")
    {
        Config = new Dictionary<string, object?>
        {
            ["architectures"] = new[] { "BertModel" },
            ["model_type"] = "bert",
            ["hidden_size"] = hidden,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = heads,
            ["intermediate_size"] = inner,
            ["vocab_size"] = vocabulary,
            ["max_position_embeddings"] = positions,
            ["type_vocab_size"] = 2,
            ["layer_norm_eps"] = 1e-12,
            ["hidden_act"] = "gelu",
            ["pad_token_id"] = 0,
        };
        Add("embeddings.word_embeddings.weight", type, vocabulary, hidden);
        Add("embeddings.position_embeddings.weight", type, positions, hidden);
        Add("embeddings.token_type_embeddings.weight", type, 2, hidden);
        AddNorm("embeddings.LayerNorm", type, hidden);
        for (int layer = 0; layer < layers; layer++)
        {
            AddLayer($"encoder.layer.{layer}.", type, hidden, inner);
        }
    }

    /// <summary>What <c>config.json</c> states.</summary>
    public Dictionary<string, object?> Config { get; }

    /// <summary>Type and shape of each tensor.</summary>
    public SortedDictionary<string, (string Type, long[] Shape)> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes of the header's text what is written.</summary>
    public Func<string, string> Header { get; set; } = header => header;

    /// <summary>Value of each element by the tensor's name and a random number around 0.</summary>
    public Func<string, float, float> Value { get; set; } = (name, random) =>
        name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1 : random * 0.04f;

    /// <summary>Writes config and weights.</summary>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(Config));
        Dictionary<string, object> header = [];
        long at = 0;
        foreach ((string name, (string type, long[] shape)) in Tensors)
        {
            long length = Count(shape) * SizeOf(type);
            header[name] = new { dtype = type, shape, data_offsets = new[] { at, at + length } };
            at += length;
        }

        using FileStream file = File.Create(Path.Combine(folder, "model.safetensors"));
        byte[] head = System.Text.Encoding.UTF8.GetBytes(Header(JsonSerializer.Serialize(header)));
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, head.Length);
        file.Write(prefix);
        file.Write(head);
        Random random = new(1);
        foreach ((string name, (string type, long[] shape)) in Tensors)
        {
            WriteValues(file, name, type, Count(shape), random);
        }

        return folder;
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);

    private static int SizeOf(string type) => type is "F32" or "I32" ? 4 : type is "I64" or "F64" ? 8 : type is "I8" ? 1 : 2;

    private void WriteValues(Stream file, string name, string type, long count, Random random)
    {
        for (long done = 0; done < count; done += ChunkLength)
        {
            int length = (int)Math.Min(ChunkLength, count - done);
            float[] values = new float[length];
            for (int i = 0; i < length; i++)
            {
                values[i] = Value(name, random.NextSingle() + random.NextSingle() - 1);
            }

            file.Write(type switch
            {
                "F32" => MemoryMarshal.AsBytes(values.AsSpan()),
                "F16" => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)),
                _ => new byte[length * SizeOf(type)],
            });
        }
    }

    private void Add(string name, string type, params long[] shape) => Tensors[name] = (type, shape);

    private void AddNorm(string name, string type, int hidden)
    {
        Add(name + ".weight", type, hidden);
        Add(name + ".bias", type, hidden);
    }

    private void AddLayer(string layer, string type, int hidden, int inner)
    {
        foreach ((string name, int outputs, int inputs) in (ReadOnlySpan<(string, int, int)>)[
            ("attention.self.query", hidden, hidden), ("attention.self.key", hidden, hidden), ("attention.self.value", hidden, hidden),
            ("attention.output.dense", hidden, hidden), ("intermediate.dense", inner, hidden), ("output.dense", hidden, inner)])
        {
            Add($"{layer}{name}.weight", type, outputs, inputs);
            Add($"{layer}{name}.bias", type, outputs);
        }

        AddNorm(layer + "attention.output.LayerNorm", type, hidden);
        AddNorm(layer + "output.LayerNorm", type, hidden);
    }
}
