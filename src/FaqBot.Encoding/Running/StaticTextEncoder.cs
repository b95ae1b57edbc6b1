using System.Numerics.Tensors;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Reading;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Running;

/// <summary>Encodes by the mean of one stored vector a token: the fastest and weakest of encoders.</summary>
/// <remarks>
/// Reads Model2Vec folders (<see href="https://github.com/MinishLab/model2vec"/>) and word vectors in the text format of word2vec.
/// A text of unknown words alone has the zero vector, which is near to nothing.
/// </remarks>
internal sealed class StaticTextEncoder : TextEncoder
{
    private const int MaxTokensOfText = 4_096;
    private const int MostNumbers = 1 << 30;

    private readonly float[] _rows;
    private readonly bool[] _counts;

    private StaticTextEncoder(EncoderIdentity identity, ModelTokenizer tokenizer, EncoderLimits limits, float[] rows, bool[] counts)
        : base(identity, tokenizer, limits)
    {
        _rows = rows;
        _counts = counts;
    }

    /// <inheritdoc />
    public override long ModelBytes => (long)_rows.Length * sizeof(float);

    private protected override int MostInBatch => int.MaxValue;

    /// <summary>Whether a folder holds static vectors.</summary>
    public static bool IsIn(string folder)
    {
        if (WordVectorFile.FindIn(folder) is not null)
        {
            return true;
        }

        List<string> ignored = [];
        return ModelJson.Read(folder, TransformerConfig.FileName, ignored)?.Text("model_type") == "model2vec";
    }

    public static new StaticTextEncoder Load(string folder, EncoderOptions options) =>
        WordVectorFile.FindIn(folder) is { } file ? LoadWords(folder, file, options) : LoadModel2Vec(folder, options);

    private static StaticTextEncoder LoadWords(string folder, string file, EncoderOptions options)
    {
        ModelFolder files = ModelFolder.OpenWithoutGraph(folder, file);
        WordVectorFile words = WordVectorFile.Read(files.Path, file);
        EncoderLimits limits = EncoderLimits.Of(MaxTokensOfText, null, options);
        EncoderIdentity identity = new(files.Name, limits.Mark(files.Fingerprint), words.Dimensions);
        return new StaticTextEncoder(identity, words.Tokenizer, limits, words.Rows, words.IsWord);
    }

    private static StaticTextEncoder LoadModel2Vec(string folder, EncoderOptions options)
    {
        ModelFolder files = ModelFolder.OpenWithoutGraph(folder, Checkpoint.FileName, TransformerConfig.FileName);
        ModelTokenizer tokenizer = TokenizerFolder.Read(files.Path);
        List<string> faults = [];
        using Checkpoint checkpoint = Checkpoint.Open(files.Path, "", faults);
        string[] names = [.. checkpoint.Names];
        if (faults.Count == 0 && names is not ["embeddings"])
        {
            faults.Add(
                $"'{Checkpoint.FileName}' holds [{string.Join(", ", names)}], expected 'embeddings' alone; take the model without "
                + $"vocabulary quantisation");
        }

        int width = checkpoint.ShapeOf("embeddings") is [_, var columns] ? (int)Math.Min(columns, int.MaxValue) : 0;
        if (checkpoint.ShapeOf("embeddings") is [var all, var each] && (UInt128)all * (UInt128)each > MostNumbers)
        {
            faults.Add($"'{Checkpoint.FileName}' holds 'embeddings' [{all}, {each}], expected at most {MostNumbers} numbers");
        }

        CheckpointTensor? tensor = faults.Count > 0 ? null : checkpoint.Find(["embeddings"], [tokenizer.VocabularySize, width], faults);
        if (tensor is null || faults.Count > 0)
        {
            throw new ModelException(files.Path, faults);
        }

        float[] rows = new float[tensor.Stored.Count];
        tensor.File.Read(tensor.Stored, 0, rows);
        EncoderLimits limits = EncoderLimits.Of(MaxTokensOfText, null, options);
        bool[] counts = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => !tokenizer.IsSpecial(id))];
        return new StaticTextEncoder(
            new EncoderIdentity(files.Name, limits.Mark(files.Fingerprint), width), tokenizer, limits, rows, counts);
    }

    private protected override void Run(int[][] ids, Span<float> vectors, Span<TokenStates> states)
    {
        vectors.Clear();
        for (int text = 0; text < ids.Length; text++)
        {
            Span<float> vector = vectors.Slice(text * Dimensions, Dimensions);
            foreach (int id in ids[text])
            {
                if (_counts[id])
                {
                    TensorPrimitives.Add(vector, _rows.AsSpan(id * Dimensions, Dimensions), vector);
                }
            }
        }
    }
}
