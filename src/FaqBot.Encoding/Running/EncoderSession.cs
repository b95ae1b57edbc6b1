using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Operators;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaqBot.Encoding.Running;

/// <summary>An ONNX session whose inputs and outputs are known by what they are, whatever tool exported them.</summary>
/// <remarks>Thread-safe; dispose only after the last run has returned.</remarks>
internal sealed class EncoderSession : IDisposable
{
    /// <summary>Name of the output that has a state for each token beside the texts' vectors, float [batch, sequence, width].</summary>
    private const string States = "token_states";

    private static readonly string[] KnownInputs = ["input_ids", "attention_mask", "token_type_ids", "position_ids"];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputs;
    private readonly string[] _vectorsOnly;
    private readonly string[] _vectorsAndStates;
    private readonly int _positionOffset;

    private EncoderSession(InferenceSession session, string output, int positionOffset)
    {
        _session = session;
        _inputs = [.. session.InputNames];
        _positionOffset = positionOffset;
        Output = output;
        _vectorsOnly = [output];
        _vectorsAndStates = [output, States];
        GivesStates = output != States && session.OutputMetadata.TryGetValue(States, out NodeMetadata? states)
            && states is { IsTensor: true, Dimensions.Length: 3 } && IsFloat(states.ElementDataType);
        OutputAxes = [.. session.OutputMetadata[output].Dimensions];
    }

    /// <summary>Name of the output that is read.</summary>
    public string Output { get; }

    /// <summary>Sizes of its axes: [batch, width] or [batch, sequence, width]; a size that is not fixed is negative.</summary>
    public IReadOnlyList<int> OutputAxes { get; }

    /// <summary>Whether the graph has a state for each token beside its output.</summary>
    public bool GivesStates { get; }

    /// <summary>Whether texts of different lengths can share a run.</summary>
    public bool TakesMask => _inputs.Contains("attention_mask");

    /// <summary>Whether the graph tells the two texts of a pair apart.</summary>
    public bool TakesTypes => _inputs.Contains("token_type_ids");

    /// <summary>The program that wrote the graph; empty when it does not say.</summary>
    public string Producer => _session.ModelMetadata.ProducerName;

    /// <summary>Opens a graph.</summary>
    /// <param name="folder">The model folder, for messages.</param>
    /// <param name="file">The ONNX file below it.</param>
    /// <param name="options">How it uses the machine.</param>
    /// <param name="notices">Receives a line when the processor computes instead of the wanted accelerator.</param>
    /// <param name="rewrite">
    /// Makes another graph of the file's, or gives null for the file's own; null: an encoder gets fewer steps where it can.
    /// </param>
    /// <returns>The native session.</returns>
    /// <exception cref="ModelException">It announces what is not there, or ONNX Runtime does not load it.</exception>
    public static InferenceSession Open(
        string folder, string file, EncoderOptions options, ICollection<string> notices,
        Func<ReadOnlyMemory<byte>, byte[]?>? rewrite = null)
    {
        GraphCheck.Require(folder, file);
        try
        {
            using SessionOptions session = new()
            {
                IntraOpNumThreads = options.EffectiveThreads,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };

            if (Accelerator.TryAppend(session, options.Provider) is { } reason)
            {
                notices.Add($"{options.Provider} cannot be used, the processor computes instead: {reason}");
            }

            string path = Path.Combine(folder, file);
            rewrite ??= graph => EncoderGraph.Fuse(graph, Path.GetFileName(path));
            byte[]? rewritten;
            using (MappedFile stored = new(path))
            {
                rewritten = rewrite(stored.Memory);
            }

            // One that stays as it is may have weights beside its file, which are found from there alone.
            if (rewritten is null)
            {
                return new InferenceSession(path, session);
            }

            RowOperators.AddTo(session);
            session.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(path)!);
            return new InferenceSession(rewritten, session);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or FormatException)
        {
            throw new ModelException(folder, [$"ONNX Runtime does not load '{file}': {exception.Message}"], exception);
        }
    }

    /// <summary>Finds out what a graph takes and gives.</summary>
    /// <param name="session">The session, owned by the result from now on.</param>
    /// <param name="outputs">Names of the wanted output, the best first; then any other of two or three axes will do.</param>
    /// <param name="positionOffset">Position of the first token, for graphs that want positions.</param>
    /// <param name="faults">Receives what does not fit.</param>
    /// <returns>The session; null with a fault.</returns>
    public static EncoderSession? Probe(InferenceSession session, string[] outputs, int positionOffset, ICollection<string> faults)
    {
        string[] strange = [.. session.InputNames.Where(name => !KnownInputs.Contains(name) && !IsPast(session, name))];
        string[] candidates =
        [
            .. outputs.Where(session.OutputMetadata.ContainsKey),
            .. session.OutputNames.Order(StringComparer.Ordinal).Where(name => !name.StartsWith("present", StringComparison.Ordinal)),
        ];
        string? output = candidates.FirstOrDefault(name =>
            session.OutputMetadata[name] is { IsTensor: true, Dimensions.Length: 2 or 3 } found && IsFloat(found.ElementDataType));
        bool takesIds = session.InputMetadata.TryGetValue("input_ids", out NodeMetadata? ids)
            && ids.ElementDataType is TensorElementType.Int64 or TensorElementType.Int32;
        if (strange.Length == 0 && takesIds && output is not null)
        {
            return new EncoderSession(session, output, positionOffset);
        }

        faults.Add(
            $"the ONNX file has inputs [{string.Join(", ", session.InputNames.Order(StringComparer.Ordinal))}] and outputs "
            + $"[{string.Join(", ", session.OutputNames)}], expected input_ids (int64), with or without "
            + $"{string.Join(", ", KnownInputs[1..])}, "
            + $"and an output {outputs[0]} [batch, width] or of the tokens' vectors [batch, sequence, width]");
        return null;
    }

    /// <summary>Runs the graph.</summary>
    /// <param name="ids">Ids of each text; padded here to the longest.</param>
    /// <param name="types">Type of each id, or null for zeros.</param>
    /// <param name="paddingId">The id that fills up.</param>
    /// <param name="read">Given the output, row-major, and the length that texts were padded to.</param>
    /// <param name="readStates">Given the tokens' states, row-major, and that length; null when they are not wanted.</param>
    public void Run(int[][] ids, int[][]? types, int paddingId, OutputReader read, OutputReader? readStates = null)
    {
        int length = ids.Max(row => row.Length);
        long[] shape = [ids.Length, length];
        List<OrtValue> values = new(_inputs.Length);
        try
        {
            foreach (string name in _inputs)
            {
                values.Add(name switch
                {
                    "input_ids" => Tensor(name, shape, Fill(ids, length, paddingId, (row, i) => row[i])),
                    "attention_mask" => Tensor(name, shape, Fill(ids, length, 0, (_, _) => 1)),
                    "token_type_ids" =>
                        Tensor(name, shape, types is null ? new long[ids.Length * length] : Fill(types, length, 0, (row, i) => row[i])),
                    "position_ids" => Tensor(name, shape, Fill(ids, length, 0, (_, i) => _positionOffset + i)),
                    _ => EmptyPast(name, ids.Length),
                });
            }

            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(
                _runOptions, _inputs, values, readStates is null ? _vectorsOnly : _vectorsAndStates);
            Read(outputs[0], length, read);
            if (readStates is not null)
            {
                Read(outputs[1], length, readStates);
            }
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private static void Read(OrtValue output, int length, OutputReader read)
    {
        if (output.GetTensorTypeAndShape().ElementDataType != TensorElementType.Float16)
        {
            read(output.GetTensorDataAsSpan<float>(), length);
            return;
        }

        ReadOnlySpan<Half> halves = MemoryMarshal.Cast<Float16, Half>(output.GetTensorDataAsSpan<Float16>());
        float[] widened = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, widened);
        read(widened, length);
    }

    private static bool IsFloat(TensorElementType type) => type is TensorElementType.Float or TensorElementType.Float16;

    /// <summary>What a decoder remembers of earlier tokens: here always nothing.</summary>
    private static bool IsPast(InferenceSession session, string name) =>
        name.StartsWith("past_key_values", StringComparison.Ordinal)
        && session.InputMetadata[name] is { Dimensions: [_, > 0, _, > 0] } past && IsFloat(past.ElementDataType);

    private static long[] Fill(int[][] rows, int length, long padding, Func<int[], int, long> value)
    {
        long[] filled = new long[rows.Length * length];
        for (int row = 0; row < rows.Length; row++)
        {
            Span<long> target = filled.AsSpan(row * length, length);
            int i = 0;
            for (; i < rows[row].Length; i++)
            {
                target[i] = value(rows[row], i);
            }

            target[i..].Fill(padding);
        }

        return filled;
    }

    private OrtValue Tensor(string name, long[] shape, long[] numbers) =>
        _session.InputMetadata[name].ElementDataType == TensorElementType.Int32
            ? OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, Array.ConvertAll(numbers, number => (int)number).AsMemory(), shape)
            : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, numbers.AsMemory(), shape);

    private OrtValue EmptyPast(string name, int batch)
    {
        NodeMetadata past = _session.InputMetadata[name];
        return OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, past.ElementDataType, [batch, past.Dimensions[1], 0, past.Dimensions[3]]);
    }

    /// <summary>Reads the output of a run while it is there.</summary>
    /// <param name="output">The numbers, row-major.</param>
    /// <param name="length">Length that the texts were padded to.</param>
    internal delegate void OutputReader(ReadOnlySpan<float> output, int length);
}
