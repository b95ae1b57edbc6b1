using System.Buffers;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;
using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Running;

/// <summary>Says whether two questions want the same answer, reading the token states of both side by side.</summary>
/// <remarks>
/// A small head on the states of one encoder: of no use with those of another. Thread-safe: any number of threads may score at once;
/// dispose only after the last has returned. A pair's score does not depend on the other pairs of its batch but for rounding.
/// </remarks>
public sealed class Judge : IDisposable
{
    /// <summary>Name of the graph in a judge's folder.</summary>
    public const string FileName = "judge.onnx";

    /// <summary>Name of the file beside it that says whose states the judge reads: <c>{"encoder": "name"}</c>.</summary>
    public const string SettingsFileName = "judge.json";

    private const string Output = "logit";

    private static readonly string[] Inputs =
        ["a_states", "b_states", "a_mask", "b_mask", "a_lacking", "b_lacking", "a_embedding", "b_embedding", "features"];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    private Judge(InferenceSession session, EncoderIdentity identity, string encoder)
    {
        _session = session;
        Identity = identity;
        Encoder = encoder;
        Width = session.InputMetadata[Inputs[0]].Dimensions[^1];
        Dimensions = session.InputMetadata["a_embedding"].Dimensions[^1];
    }

    /// <summary>The judge; its logit is its one dimension.</summary>
    public EncoderIdentity Identity { get; }

    /// <summary>Name of the encoder whose states it reads.</summary>
    public string Encoder { get; }

    /// <summary>Numbers of a token's state.</summary>
    public int Width { get; }

    /// <summary>Numbers of a text's vector.</summary>
    public int Dimensions { get; }

    /// <summary>Loads a judge.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="options">How it uses the machine.</param>
    /// <returns>The judge, ready to use.</returns>
    /// <exception cref="ModelException">The folder holds no judge that can be used.</exception>
    public static Judge Load(string folder, EncoderOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [];
        if (!File.Exists(Path.Combine(folder, FileName)))
        {
            faults.Add($"'{FileName}' is missing");
        }

        string? encoder = ModelJson.Read(folder, SettingsFileName, faults)?.Text("encoder");
        if (encoder is null)
        {
            faults.Add($"'{SettingsFileName}' does not name the encoder whose states the judge reads, expected {{\"encoder\": \"…\"}}");
        }

        if (faults.Count > 0)
        {
            throw new ModelException(folder, faults);
        }

        InferenceSession session = EncoderSession.Open(folder, FileName, options, [], JudgeGraph.Quantize);
        string[] missing = [.. Inputs.Where(name => !session.InputMetadata.ContainsKey(name))];
        if (missing.Length > 0 || !session.OutputMetadata.ContainsKey(Output))
        {
            session.Dispose();
            throw new ModelException(folder, [
                $"'{FileName}' has inputs [{string.Join(", ", session.InputNames)}] and "
                + $"outputs [{string.Join(", ", session.OutputNames)}], expected {string.Join(", ", Inputs)} and {Output}"]);
        }

        using FileStream graph = File.OpenRead(Path.Combine(folder, FileName));
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return new Judge(session, new EncoderIdentity(name, Convert.ToHexStringLower(SHA256.HashData(graph)), 1), encoder!);
    }

    /// <summary>Whether the judge reads what an encoder gives.</summary>
    /// <param name="encoder">The encoder.</param>
    public bool Fits(TextEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return encoder.GivesTokenStates && encoder.Dimensions == Dimensions && encoder.Identity.Name == Encoder;
    }

    /// <summary>Scores pairs in one run.</summary>
    /// <param name="pairs">What was asked, and a stored question; of the encoder that the judge belongs to.</param>
    /// <param name="logits">Receives a number a pair, [pairs]: above 0 more likely the same than not.</param>
    /// <exception cref="InvalidOperationException">The graph gave numbers that are not finite.</exception>
    public void Score(IReadOnlyList<(JudgedText Asked, JudgedText Stored)> pairs, Span<float> logits)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Length, pairs.Count);
        if (pairs.Count == 0)
        {
            return;
        }

        PairMarks[] marks = [.. pairs.Select(pair => PairMarks.Of(pair.Asked, pair.Stored))];
        JudgedText[] asked = [.. pairs.Select(pair => pair.Asked)], stored = [.. pairs.Select(pair => pair.Stored)];
        List<OrtValue> values = new(Inputs.Length);
        float[] ofAsked = Rent(asked), ofStored = Rent(stored);
        try
        {
            values.Add(States(asked, ofAsked));
            values.Add(States(stored, ofStored));
            values.Add(Rows(Longest(asked), asked, (row, target) => target[..asked[row].Pieces.Count].Fill(1)));
            values.Add(Rows(Longest(stored), stored, (row, target) => target[..stored[row].Pieces.Count].Fill(1)));
            values.Add(Rows(Longest(asked), asked, (row, target) => marks[row].LackingInB.CopyTo(target)));
            values.Add(Rows(Longest(stored), stored, (row, target) => marks[row].LackingInA.CopyTo(target)));
            values.Add(Rows(Dimensions, asked, (row, target) => asked[row].Vector.Span.CopyTo(target)));
            values.Add(Rows(Dimensions, stored, (row, target) => stored[row].Vector.Span.CopyTo(target)));
            values.Add(Rows(PairMarks.Features, asked, (row, target) => marks[row].Numbers.CopyTo(target)));
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_runOptions, Inputs, values, [Output]);
            outputs[0].GetTensorDataAsSpan<float>().CopyTo(logits);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
            ArrayPool<float>.Shared.Return(ofAsked);
            ArrayPool<float>.Shared.Return(ofStored);
        }

        if (!TensorPrimitives.IsFiniteAll<float>(logits))
        {
            throw new InvalidOperationException("The judge gave a number that is not finite.");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private static int Longest(JudgedText[] texts) => Math.Max(1, texts.Max(text => text.Pieces.Count));

    /// <summary>Room for the states of texts: too much of it to be thrown away after each run.</summary>
    private float[] Rent(JudgedText[] texts) => ArrayPool<float>.Shared.Rent(texts.Length * Longest(texts) * Width);

    private OrtValue States(JudgedText[] texts, float[] room)
    {
        int longest = Longest(texts), length = texts.Length * longest * Width;
        for (int row = 0; row < texts.Length; row++)
        {
            Half[] own = texts[row].States;
            Span<float> states = room.AsSpan(row * longest * Width, longest * Width);
            TensorPrimitives.ConvertToSingle(own, states[..own.Length]);
            states[own.Length..].Clear();
        }

        return Tensor(room.AsMemory(0, length), [texts.Length, longest, Width]);
    }

    /// <summary>A row for each text, filled up with zeros.</summary>
    private static OrtValue Rows(int width, JudgedText[] texts, RowWriter write)
    {
        float[] rows = new float[texts.Length * width];
        for (int row = 0; row < texts.Length; row++)
        {
            write(row, rows.AsSpan(row * width, width));
        }

        return Tensor(rows.AsMemory(), [texts.Length, width]);
    }

    private static OrtValue Tensor(Memory<float> numbers, long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, numbers, shape);

    /// <summary>Writes the beginning of a row.</summary>
    private delegate void RowWriter(int row, Span<float> target);
}
