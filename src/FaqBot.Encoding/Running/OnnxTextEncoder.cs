using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing.Reading;
using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Running;

/// <summary>Encodes by a transformer in one ONNX session: a graph of ours, or one that other tools exported.</summary>
internal sealed class OnnxTextEncoder : TextEncoder
{
    private static readonly string[] Outputs =
        ["sentence_embedding", "sentence_embeddings", "text_embeds", "last_hidden_state", "token_embeddings"];

    private readonly SessionSlot _slot;
    private readonly OnnxModel _model;

    private OnnxTextEncoder(EncoderIdentity identity, OnnxModel model, SessionSlot slot)
        : base(identity, model.Tokenizer, model.Limits)
    {
        _model = model;
        _slot = slot;
    }

    /// <inheritdoc />
    public override bool IsLoaded => _slot.IsLoaded;

    /// <inheritdoc />
    public override bool GivesTokenVectors => _model.GivesTokens;

    /// <inheritdoc />
    public override bool GivesTokenStates => _model.GivesStates;

    /// <inheritdoc />
    public override long ModelBytes => _model.Bytes;

    private protected override int MostInBatch => _model.SharesRuns ? int.MaxValue : 1;

    public static new OnnxTextEncoder Load(string folder, EncoderOptions options) => Load(folder, options, TimeProvider.System);

    /// <summary>Loads an encoder whose idle time is measured by a clock.</summary>
    internal static OnnxTextEncoder Load(string folder, EncoderOptions options, TimeProvider time)
    {
        List<string> faults = [], notices = [];
        string file = ModelFolder.FindGraph(folder, options.File, faults) ?? throw new ModelException(folder, faults);
        RefuseTooLarge(folder, file, options);

        // The session takes longest to build; it is thrown away if the checksums turn out wrong.
        Task<InferenceSession> opening = Task.Run(() => EncoderSession.Open(folder, file, options, notices));
        try
        {
            ModelFolder files = ModelFolder.Open(folder, file);
            ModelDescription description = ModelDescription.Read(files.Path);
            OnnxModel model = new(files, description, TokenizerFolder.Read(files.Path), options);
            EncoderSession session = Probe(model, opening.GetAwaiter().GetResult());
            model.Check(session);
            if (!model.SharesRuns)
            {
                notices.Add($"'{file}' gives a text another vector beside others than alone: texts run one by one, which is slower");
            }

            if (!options.LoadAtStart)
            {
                session.Dispose();
            }

            SessionSlot slot = new(options.LoadAtStart ? session : null, () => Reopen(model, options), options.UnloadAfter, time);
            return new OnnxTextEncoder(new EncoderIdentity(files.Name, model.Fingerprint, description.Dimensions), model,
                slot)
            { Notices = notices, Modules = description.Modules };
        }
        catch
        {
            // Not left behind: a process that ends while the native library still loads dies by a segmentation fault.
            Task.WaitAny(opening);
            if (opening.IsCompletedSuccessfully)
            {
                opening.GetAwaiter().GetResult().Dispose();
            }

            throw;
        }
    }

    /// <inheritdoc />
    public override float[] EncodeTokens(int[] ids)
    {
        if (!GivesTokenVectors)
        {
            return base.EncodeTokens(ids);
        }

        float[] vectors = [];
        _slot.Use(session => session.Run([ids], null, Tokenizer.PaddingId, (output, _) => vectors = output.ToArray()));
        return vectors;
    }

    private protected override void Run(int[][] ids, Span<float> vectors, Span<TokenStates> states)
    {
        float[] result = new float[vectors.Length];
        TokenStates[]? found = states.IsEmpty ? null : new TokenStates[states.Length];
        _slot.Use(session => _model.Run(session, ids, result, found));
        result.CopyTo(vectors);
        found?.CopyTo(states);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _slot.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void RefuseTooLarge(string folder, string file, EncoderOptions options)
    {
        long bytes = ModelFolder.WeightBytes(folder, file);
        if (options.MaxModelMegabytes > 0 && bytes > options.MaxModelMegabytes * 1_000_000L)
        {
            throw new ModelException(folder, [
                $"its weights take {bytes / 1_000_000} MB, expected at most MaxModelMegabytes, {options.MaxModelMegabytes}; "
                + "allow more or build it with int8 weights"]);
        }
    }

    private static EncoderSession Probe(OnnxModel model, InferenceSession opened)
    {
        List<string> faults = [];
        return EncoderSession.Probe(opened, Outputs, model.Description.Transformer.PositionOffset, faults)
            ?? throw new ModelException(model.Files.Path, faults);
    }

    /// <summary>Opens the session again, of the very same files: vectors of others would be compared with those that are stored.</summary>
    private static EncoderSession Reopen(OnnxModel model, EncoderOptions options)
    {
        if (ModelFolder.Open(model.Files.Path, model.Files.GraphFile).Fingerprint != model.Files.Fingerprint)
        {
            throw new ModelException(
                model.Files.Path, ["its files have changed since the program started, expected the same ones; start it anew"]);
        }

        return Probe(model, EncoderSession.Open(model.Files.Path, model.Files.GraphFile!, options, []));
    }
}
