using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Vectors;
using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Running;

/// <summary>All of an ONNX encoder but its session: what goes in, and what is done with what comes out.</summary>
/// <remarks>Thread-safe once it is checked.</remarks>
internal sealed class OnnxModel
{
    private const float MostDifference = 1e-4f;

    private DenseLayer[] _dense = [];

    /// <summary>Puts a model together.</summary>
    public OnnxModel(ModelFolder files, ModelDescription description, ModelTokenizer tokenizer, EncoderOptions options)
    {
        Files = files;
        Description = description;
        Tokenizer = tokenizer;
        Limits = EncoderLimits.Of(description, tokenizer, options);
        Bytes = ModelFolder.WeightBytes(files.Path, files.GraphFile!);
    }

    public ModelFolder Files { get; }

    public ModelDescription Description { get; }

    public ModelTokenizer Tokenizer { get; }

    public EncoderLimits Limits { get; }

    /// <summary>Bytes of the weights.</summary>
    public long Bytes { get; }

    /// <summary>What the vectors depend on: the files, and the options that change them.</summary>
    public string Fingerprint => Limits.Mark(Files.Fingerprint);

    /// <summary>Whether the graph gives a vector for each token, which are pooled here.</summary>
    public bool GivesTokens { get; private set; }

    /// <summary>Whether the graph gives states of the tokens beside the vectors.</summary>
    public bool GivesStates { get; private set; }

    /// <summary>Whether a text has the same vector beside others as alone.</summary>
    public bool SharesRuns { get; private set; }

    /// <summary>Finds out whether the graph gives what the files promise.</summary>
    /// <param name="session">A session of the graph; disposed of when it does not.</param>
    /// <exception cref="ModelException">It does not; all faults are reported together.</exception>
    public void Check(EncoderSession session)
    {
        List<string> faults = [];
        try
        {
            GivesStates = session.GivesStates;
            GivesTokens = session.OutputAxes.Count == 3;
            _dense = GivesTokens
                ? [.. Description.Modules.Dense.Select(module => DenseLayer.Read(Files.Path, module, faults)).OfType<DenseLayer>()]
                : [];
            int width = Width(session);
            int expected = GivesTokens ? Description.Transformer.HiddenSize : Description.Dimensions;
            if (width != expected)
            {
                faults.Add(
                    $"'{Files.GraphFile}' gives vectors of {width} numbers, expected {expected} by '{TransformerConfig.FileName}' and "
                    + $"'{SentenceModules.FileName}'");
            }

            SharesRuns = faults.Count == 0 && session.TakesMask
                && (session.Producer.Equals(OnnxFile.Producer, StringComparison.OrdinalIgnoreCase) || RunsAreIndependent(session));
        }
        catch (Exception exception) when (exception is InvalidOperationException or OnnxRuntimeException)
        {
            faults.Add($"'{Files.GraphFile}' fails on a first text: {exception.Message}");
        }

        if (faults.Count > 0)
        {
            session.Dispose();
            throw new ModelException(Files.Path, faults);
        }
    }

    /// <summary>Computes vectors.</summary>
    /// <param name="session">A session of the graph.</param>
    /// <param name="ids">Ids of each text.</param>
    /// <param name="vectors">Receives the vectors, of any length, row-major [texts × dimensions].</param>
    /// <param name="states">Receives the states of each text's tokens, if the graph gives them; null when they are not wanted.</param>
    public void Run(EncoderSession session, int[][] ids, float[] vectors, TokenStates[]? states = null) => session.Run(
        ids,
        null,
        Tokenizer.PaddingId,
        (output, length) => Read(ids, output, length, vectors),
        states is null ? null : (output, length) => ReadStates(ids, output, length, states));

    /// <summary>Takes the states of each text out of those of the batch: the only copy.</summary>
    private static void ReadStates(int[][] ids, ReadOnlySpan<float> output, int length, TokenStates[] states)
    {
        int width = output.Length / (ids.Length * length);
        for (int row = 0; row < ids.Length; row++)
        {
            states[row] = new TokenStates(ids[row], output.Slice(row * length * width, ids[row].Length * width).ToArray());
        }
    }

    private void Read(int[][] ids, ReadOnlySpan<float> output, int length, float[] vectors)
    {
        if (!GivesTokens)
        {
            if (output.Length != vectors.Length)
            {
                throw new InvalidOperationException($"The model gave {output.Length} numbers, expected {vectors.Length}.");
            }

            output.CopyTo(vectors);
            return;
        }

        int width = output.Length / (ids.Length * length);
        float[] pooled = new float[width];
        for (int row = 0; row < ids.Length; row++)
        {
            TokenPooling.Pool(Description.Modules.Pooling.Mode, output.Slice(row * length * width, ids[row].Length * width), pooled);
            float[] vector = pooled;
            foreach (DenseLayer layer in _dense)
            {
                vector = layer.Apply(vector);
            }

            vector.CopyTo(vectors.AsSpan(row * Description.Dimensions, Description.Dimensions));
        }
    }

    /// <summary>Numbers of a vector of the output, learnt by a run where the graph does not state it.</summary>
    private int Width(EncoderSession session)
    {
        int stated = session.OutputAxes[^1];
        if (stated <= 0)
        {
            session.Run([Tokenize("a")], null, Tokenizer.PaddingId, (output, length) =>
                stated = output.Length / (GivesTokens ? length : 1));
        }

        return stated;
    }

    /// <summary>Compares texts alone and together: graphs that quantise a whole batch by one scale give other vectors.</summary>
    private bool RunsAreIndependent(EncoderSession session)
    {
        int[][] texts = [Tokenize("a"), Tokenize("How do I return my order? 怎么退货？ 0123456789")];
        float[] together = new float[2 * Description.Dimensions], alone = new float[Description.Dimensions];
        Run(session, texts, together);
        for (int row = 0; row < texts.Length; row++)
        {
            Span<float> beside = together.AsSpan(row * alone.Length, alone.Length);
            Run(session, [texts[row]], alone);
            UnitLength.Make(alone);
            UnitLength.Make(beside);
            for (int i = 0; i < alone.Length; i++)
            {
                if (!(MathF.Abs(alone[i] - beside[i]) <= MostDifference))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int[] Tokenize(string text)
    {
        int[] ids = new int[Limits.MaxTokens];
        return ids[..Tokenizer.EncodeForModel(text, ids)];
    }
}
