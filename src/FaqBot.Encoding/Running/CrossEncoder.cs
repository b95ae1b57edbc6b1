using System.Numerics.Tensors;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Running;

/// <summary>Judges how well texts fit a query by reading both together: slower and sharper than comparing vectors.</summary>
/// <remarks>
/// Thread-safe; dispose only after the last call has returned. Runs the ONNX file of a sequence classifier, as
/// <see cref="Building.ModelBuilder"/> and other tools write it. A pair's score does not depend on the other pairs.
/// </remarks>
public sealed class CrossEncoder : IDisposable
{
    private readonly EncoderSession _session;
    private readonly EncoderLimits _limits;

    private CrossEncoder(EncoderIdentity identity, ModelTokenizer tokenizer, EncoderLimits limits, EncoderSession session)
    {
        Identity = identity;
        Tokenizer = tokenizer;
        _limits = limits;
        _session = session;
    }

    /// <summary>The model; its dimensions are the labels, of which the first is the score.</summary>
    public EncoderIdentity Identity { get; }

    /// <summary>The tokenizer.</summary>
    public ModelTokenizer Tokenizer { get; }

    /// <summary>Most tokens of a pair, special ones included; the longer text is cut first.</summary>
    public int MaxTokens => _limits.MaxTokens;

    /// <summary>Loads a cross-encoder.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="options">How it uses the machine.</param>
    /// <returns>The cross-encoder, ready to use.</returns>
    /// <exception cref="ModelException">The folder cannot be used.</exception>
    public static CrossEncoder Load(string folder, EncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ModelFolder files = ModelFolder.Open(folder, options.File);
        ModelDescription description = ModelDescription.Read(files.Path);
        ModelTokenizer tokenizer = TokenizerFolder.Read(files.Path);
        InferenceSession opened = EncoderSession.Open(files.Path, files.GraphFile!, options, []);
        List<string> faults = [];
        EncoderSession? session = EncoderSession.Probe(opened, ["logits"], description.Transformer.PositionOffset, faults);
        if (session is not null && session.OutputAxes.Count != 2)
        {
            faults.Add($"'{files.GraphFile}' gives a number for each token, expected one for each pair: it is no sequence classifier");
        }

        if (session is null || faults.Count > 0)
        {
            opened.Dispose();
            throw new ModelException(files.Path, faults);
        }

        EncoderLimits limits = EncoderLimits.Of(description, tokenizer, options);
        return new CrossEncoder(
            new EncoderIdentity(files.Name, files.Fingerprint, description.Transformer.Labels), tokenizer, limits, session);
    }

    /// <summary>Scores texts against a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="scores">Receives the first logit of each pair, of any size; greater fits better. <c>1 / (1 + e^−score)</c> is between
    /// 0 and 1.</param>
    /// <param name="cancellationToken">Stops inside the tokenisation of a pair and between two batches.</param>
    public void Score(string query, IReadOnlyList<string> texts, Span<float> scores, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, texts.Count);
        (int[] Ids, int[] Types)[] pairs = [.. texts.Select(text => Tokenize(query, text, cancellationToken))];
        foreach (int[] rows in LengthBatches.Of(
            [.. pairs.Select(pair => pair.Ids.Length)], (count, longest) =>
                _session.TakesMask && (long)count * longest <= _limits.BatchTokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] logits = Run([.. rows.Select(row => pairs[row])]);
            for (int i = 0; i < rows.Length; i++)
            {
                scores[rows[i]] = logits[i];
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();

    private (int[] Ids, int[] Types) Tokenize(string query, string text, CancellationToken cancellationToken)
    {
        int[] ids = new int[_limits.MaxTokens], types = new int[_limits.MaxTokens];
        int count = Tokenizer.EncodePairForModel(query, text, ids, types, cancellationToken);
        return (ids[..count], types[..count]);
    }

    private float[] Run((int[] Ids, int[] Types)[] pairs)
    {
        float[] logits = new float[pairs.Length];
        _session.Run(
            [.. pairs.Select(pair => pair.Ids)],
            [.. pairs.Select(pair => pair.Types)],
            Tokenizer.PaddingId,
            (output, _) =>
            {
                if (!float.IsFinite(TensorPrimitives.Sum(output)))
                {
                    throw new InvalidOperationException("The model gave a number that is not finite.");
                }

                int labels = output.Length / logits.Length;
                for (int i = 0; i < logits.Length; i++)
                {
                    logits[i] = output[i * labels];
                }
            });
        return logits;
    }
}
