using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Bench;

/// <summary>The encoder's graph with nothing around it: own session, preallocated values, no tokenizer. The limit of encoding.</summary>
internal sealed class BareSession : IDisposable
{
    private static readonly string[] Inputs = ["input_ids", "attention_mask"];
    private static readonly string[] Outputs = ["sentence_embedding"];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    public BareSession(string modelFolder, int threads) => _session = GraphSession.Open(Path.Combine(modelFolder, "model.onnx"), threads);

    /// <summary>Runs a batch that is ready in native form.</summary>
    public void Run(BareBatch batch) => _session.Run(_runOptions, Inputs, batch.Inputs, Outputs, batch.Outputs);

    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }
}

/// <summary>Ids, mask and room for the vectors of one batch.</summary>
internal sealed class BareBatch : IDisposable
{
    /// <summary>Makes a batch of rows of ids, padded to the longest.</summary>
    public BareBatch(IReadOnlyList<int[]> rows, int paddingId, int dimensions)
    {
        int length = rows.Max(row => row.Length);
        long[] ids = new long[rows.Count * length];
        long[] mask = new long[ids.Length];
        Array.Fill(ids, paddingId);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < rows[row].Length; i++)
            {
                ids[(row * length) + i] = rows[row][i];
                mask[(row * length) + i] = 1;
            }
        }

        Texts = rows.Count;
        Vectors = new float[rows.Count * dimensions];
        Inputs = [OrtValue.CreateTensorValueFromMemory(ids, [rows.Count, length]),
            OrtValue.CreateTensorValueFromMemory(mask, [rows.Count, length])];
        Outputs = [OrtValue.CreateTensorValueFromMemory(Vectors, [rows.Count, dimensions])];
    }

    public int Texts { get; }

    public float[] Vectors { get; }

    public OrtValue[] Inputs { get; }

    public OrtValue[] Outputs { get; }

    public void Dispose()
    {
        foreach (OrtValue value in Inputs.Concat(Outputs))
        {
            value.Dispose();
        }
    }
}
