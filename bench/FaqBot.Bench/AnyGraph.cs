using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Bench;

/// <summary>A session over any encoder graph: own or exported by others, with or without token types.</summary>
internal sealed class AnyGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    public AnyGraph(string path, int threads) => _session = GraphSession.Open(path, threads);

    /// <summary>Runs one batch without padding.</summary>
    /// <param name="ids">Row-major [texts × tokens].</param>
    /// <param name="texts">Number of rows.</param>
    public void Run(long[] ids, int texts)
    {
        long[] shape = [texts, ids.Length / texts];
        long[] ones = new long[ids.Length];
        Array.Fill(ones, 1);
        OrtValue[] inputs =
        [
            .. _session.InputNames.Select(name => OrtValue.CreateTensorValueFromMemory(
                name switch { "input_ids" => ids, "attention_mask" => ones, _ => new long[ids.Length] }, shape)),
        ];
        using IDisposableReadOnlyCollection<OrtValue> outputs =
            _session.Run(_runOptions, _session.InputNames, inputs, [_session.OutputNames[0]]);
        foreach (OrtValue input in inputs)
        {
            input.Dispose();
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }
}
