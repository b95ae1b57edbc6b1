using FaqBot.Encoding.Building;
using FaqBot.Encoding.Operators;
using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Tests.Building;

/// <summary>A built folder with its session: takes ids, so that no tokenizer is needed.</summary>
internal sealed class BuiltModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    public BuiltModel(string path)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        RowOperators.AddTo(options);
        _session = new InferenceSession(path, options);
    }

    public IReadOnlyList<string> Inputs => _session.InputNames;

    public string Output => _session.OutputNames.Single();

    public static BuiltModel Build(TemporaryFolder parent, string checkpoint, WeightFormat weights)
    {
        string folder = parent.File($"{Path.GetFileName(checkpoint)}-{weights}");
        ModelBuilder.Build(
            checkpoint, folder, new BuildOptions { Weights = weights }, cancellationToken: TestContext.Current.CancellationToken);
        return new BuiltModel(Path.Combine(folder, "model.onnx"));
    }

    /// <summary>Runs rows of ids, padded on the right with an id.</summary>
    /// <returns>One row of the first output for each.</returns>
    public float[][] Run(IReadOnlyList<int[]> rows, int padding = 0, IReadOnlyList<int[]>? types = null)
    {
        int length = rows.Max(row => row.Length);
        long[] shape = [rows.Count, length];
        long[] Pad(IReadOnlyList<int[]> values, int with) =>
            [.. values.SelectMany(row => row.Concat(Enumerable.Repeat(with, length - row.Length)).Select(value => (long)value))];
        Dictionary<string, long[]> inputs = new()
        {
            ["input_ids"] = Pad(rows, padding),
            ["attention_mask"] = Pad([.. rows.Select(row => row.Select(_ => 1).ToArray())], 0),
            ["token_type_ids"] = Pad(types ?? [.. rows.Select(row => new int[row.Length])], 0),
        };
        OrtValue[] values = [.. Inputs.Select(name => OrtValue.CreateTensorValueFromMemory(inputs[name], shape))];
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_runOptions, Inputs, values, [_session.OutputNames[0]]);
        float[] result = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        foreach (OrtValue value in values)
        {
            value.Dispose();
        }

        return [.. result.Chunk(result.Length / rows.Count)];
    }

    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }
}
