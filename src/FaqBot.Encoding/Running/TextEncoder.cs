using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Encoding.Running;

/// <summary>Turns texts into unit vectors with a model of this machine.</summary>
/// <remarks>
/// Thread-safe: any number of threads may encode at once; dispose only after the last has returned. A text's vector does not
/// depend on what else is in its batch.
/// </remarks>
public abstract class TextEncoder : IEncoder, IDisposable
{
    // Longer texts' ids live on the heap.
    private const int MostOnStack = 1_024;

    private readonly EncoderLimits _limits;
    private readonly int _batchTokens;

    private protected TextEncoder(EncoderIdentity identity, ModelTokenizer tokenizer, EncoderLimits limits)
    {
        Identity = identity;
        Tokenizer = tokenizer;
        _limits = limits;
        _batchTokens = Math.Max(limits.BatchTokens, limits.MaxTokens);
    }

    /// <summary>What makes vectors of this encoder comparable with stored ones.</summary>
    public EncoderIdentity Identity { get; }

    /// <summary>Components of a vector.</summary>
    public int Dimensions => Identity.Dimensions;

    /// <summary>The tokenizer.</summary>
    public ModelTokenizer Tokenizer { get; }

    /// <summary>Most tokens of a text, special ones and prompt included; what exceeds them is cut off.</summary>
    public int MaxTokens => _limits.MaxTokens;

    /// <summary>What an operator should know of how the model runs, one line each.</summary>
    public IReadOnlyList<string> Notices { get; private protected init; } = [];

    /// <summary>Whether the model is in memory; otherwise the next text loads it.</summary>
    public virtual bool IsLoaded => true;

    /// <summary>Bytes of the model's weights.</summary>
    public abstract long ModelBytes { get; }

    /// <summary>Text put before each text; may be empty.</summary>
    public string Prompt => _limits.Prompt;

    /// <summary>What the model's files say of pooling and prompts; the defaults for static vectors.</summary>
    public SentenceModules Modules { get; private protected init; } = new();

    /// <summary>Whether the model gives a vector for each token of a text, too.</summary>
    public virtual bool GivesTokenVectors => false;

    /// <summary>
    /// Whether the model gives states of the tokens beside a text's vector: see
    /// <see cref="EncodeBatch(IReadOnlyList{int[]}, Span{float}, Span{TokenStates})"/>.
    /// </summary>
    public virtual bool GivesTokenStates => false;

    /// <summary>Loads an encoder.</summary>
    /// <param name="folder">Its folder: a transformer with its ONNX file, or static vectors.</param>
    /// <param name="options">How it uses the machine.</param>
    /// <returns>The encoder, ready to use.</returns>
    /// <exception cref="ModelException">The folder cannot be used.</exception>
    public static TextEncoder Load(string folder, EncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StaticTextEncoder.IsIn(folder) ? StaticTextEncoder.Load(folder, options) : OnnxTextEncoder.Load(folder, options);
    }

    /// <summary>Tokenizes a text for the model, with prompt and special tokens, cut at <see cref="MaxTokens"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Ends the work, inside the text as well.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="ModelException">The tokenizer makes too much of the text, or takes too long for it.</exception>
    public int[] Tokenize(ReadOnlySpan<char> text, CancellationToken cancellationToken = default)
    {
        Span<int> ids = MaxTokens <= MostOnStack ? stackalloc int[MaxTokens] : new int[MaxTokens];
        return ids[..Tokenize(text, ids, cancellationToken)].ToArray();
    }

    /// <summary>A text as the tokenizer is to read it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="prompt">What is put before it; null for the model's own <see cref="Prompt"/>.</param>
    public string Prepare(string text, string? prompt = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (prompt ?? Prompt) + (_limits.LowerCase ? text.ToLowerInvariant() : text);
    }

    /// <summary>Whether texts may run as one batch.</summary>
    /// <param name="count">Number of texts.</param>
    /// <param name="longest">Ids of the longest.</param>
    /// <returns>False when the batch would exceed the token budget.</returns>
    public bool FitsBatch(int count, int longest) => count <= MostInBatch && (long)count * longest <= _batchTokens;

    /// <summary>Encodes one text.</summary>
    /// <param name="text">The text; what exceeds the model's length is cut off.</param>
    /// <param name="vector">Receives the unit vector, [<see cref="Dimensions"/>].</param>
    /// <param name="cancellationToken">Ends the work on the text before the model runs.</param>
    public void Encode(ReadOnlySpan<char> text, Span<float> vector, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Dimensions);
        EncodeBatch([Tokenize(text, cancellationToken)], vector);
    }

    /// <summary>Encodes many texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vectors">Receives the unit vectors, row-major [texts × <see cref="Dimensions"/>].</param>
    /// <param name="progress">Told after each batch how many texts it held.</param>
    /// <param name="cancellationToken">Stops inside the tokenisation of a text and between two batches.</param>
    /// <remarks>Sorted by length inside, so that short texts are not padded to long ones; batches run beside each other.</remarks>
    public void Encode(
        IReadOnlyList<string> texts, Span<float> vectors, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Length, texts.Count * Dimensions);
        int[][] ids = [.. texts.Select(text => Tokenize(text, cancellationToken))];
        float[] result = new float[vectors.Length];
        Lock reporting = new();
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _limits.Runs, CancellationToken = cancellationToken };
        void EncodeRows(int[] rows)
        {
            float[] encoded = new float[rows.Length * Dimensions];
            EncodeBatch([.. rows.Select(row => ids[row])], encoded);
            for (int i = 0; i < rows.Length; i++)
            {
                Array.Copy(encoded, i * Dimensions, result, rows[i] * Dimensions, Dimensions);
            }

            lock (reporting)
            {
                progress?.Invoke(rows.Length);
            }
        }

        try
        {
            Parallel.ForEach(Partitioner.Create(LengthBatches.Of([.. ids.Select(text => text.Length)], FitsBatch),
                EnumerablePartitionerOptions.NoBuffering), parallel, EncodeRows);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        result.CopyTo(vectors);
    }

    /// <inheritdoc />
    /// <remarks>Computes on the caller's thread: <see cref="SharedEncoder"/> is for many callers.</remarks>
    public ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        float[] vector = new float[Dimensions];
        Encode(text, vector, cancellationToken);
        return ValueTask.FromResult(vector);
    }

    /// <inheritdoc />
    public Task<float[]> EncodeAsync(IReadOnlyList<string> texts, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Task.Run(
            () =>
            {
                float[] vectors = new float[texts.Count * Dimensions];
                Encode(texts, vectors, progress, cancellationToken);
                return vectors;
            },
            cancellationToken);
    }

    /// <summary>Encodes tokenized texts in one run.</summary>
    /// <param name="ids">Ids of each text, as <see cref="Tokenize(ReadOnlySpan{char}, CancellationToken)"/> gives them; see <see
    /// cref="FitsBatch"/> for how
    /// many.</param>
    /// <param name="vectors">Receives the unit vectors, row-major [texts × <see cref="Dimensions"/>].</param>
    /// <exception cref="InvalidOperationException">The model gave numbers that are not finite.</exception>
    public void EncodeBatch(IReadOnlyList<int[]> ids, Span<float> vectors) => RunBatches(ids, vectors, [], []);

    /// <summary>Encodes tokenized texts in one run and keeps the states of their tokens; the vectors are those without.</summary>
    /// <param name="ids">Ids of each text, as <see cref="Tokenize(ReadOnlySpan{char}, CancellationToken)"/> gives them; see <see
    /// cref="FitsBatch"/> for how
    /// many.</param>
    /// <param name="vectors">Receives the unit vectors, row-major [texts × <see cref="Dimensions"/>].</param>
    /// <param name="states">Receives the states of each text's tokens, [texts].</param>
    /// <exception cref="NotSupportedException">The model does not give them: see <see cref="GivesTokenStates"/>.</exception>
    /// <exception cref="InvalidOperationException">The model gave numbers that are not finite.</exception>
    public void EncodeBatch(IReadOnlyList<int[]> ids, Span<float> vectors, Span<TokenStates> states)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentOutOfRangeException.ThrowIfNotEqual(states.Length, ids.Count);
        if (!GivesTokenStates)
        {
            throw new NotSupportedException("The model gives no states of tokens.");
        }

        RunBatches(ids, vectors, states, []);
    }

    /// <summary>Encodes tokenized texts in one run, with all that a run gives.</summary>
    /// <param name="ids">Ids of each text.</param>
    /// <param name="vectors">Receives the unit vectors, row-major [texts × <see cref="Dimensions"/>].</param>
    /// <param name="states">Receives the states of each text's tokens, [texts]; empty when they are not wanted.</param>
    /// <param name="lengths">Receives the length that each vector had before it got unit length, [texts].</param>
    internal void EncodeBatch(IReadOnlyList<int[]> ids, Span<float> vectors, Span<TokenStates> states, Span<float> lengths) =>
        RunBatches(ids, vectors, states, lengths);

    /// <summary>Encodes a tokenised text to a vector for each token.</summary>
    /// <param name="ids">Its ids, as <see cref="Tokenize(ReadOnlySpan{char}, CancellationToken)"/> gives them.</param>
    /// <returns>The vectors before pooling, of any length, row-major [tokens × width].</returns>
    /// <exception cref="NotSupportedException">The model does not give them: see <see cref="GivesTokenVectors"/>.</exception>
    public virtual float[] EncodeTokens(int[] ids) => throw new NotSupportedException("The model gives vectors of whole texts only.");

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Most texts that may share a run without one changing another's vector.</summary>
    private protected abstract int MostInBatch { get; }

    /// <summary>Computes vectors, of any length but zero where the model has nothing to say of a text.</summary>
    /// <param name="ids">Ids of each text.</param>
    /// <param name="vectors">Receives the vectors, row-major [texts × dimensions].</param>
    /// <param name="states">Receives the states of the tokens, [texts]; empty when they are not wanted.</param>
    private protected abstract void Run(int[][] ids, Span<float> vectors, Span<TokenStates> states);

    /// <inheritdoc cref="Dispose()" />
    protected virtual void Dispose(bool disposing)
    {
    }

    private void RunBatches(IReadOnlyList<int[]> ids, Span<float> vectors, Span<TokenStates> states, Span<float> lengths)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Length, ids.Count * Dimensions);
        int[][] all = ids as int[][] ?? [.. ids];
        for (int first = 0; first < all.Length; first += MostInBatch)
        {
            int count = Math.Min(MostInBatch, all.Length - first);
            Run(
                count == all.Length ? all : all[first..(first + count)],
                vectors.Slice(first * Dimensions, count * Dimensions),
                states.IsEmpty ? [] : states.Slice(first, count));
        }

        for (int row = 0; row < ids.Count; row++)
        {
            float length = UnitLength.Make(vectors.Slice(row * Dimensions, Dimensions));
            if (!float.IsFinite(length))
            {
                throw new InvalidOperationException("The model gave a number that is not finite.");
            }

            if (!lengths.IsEmpty)
            {
                lengths[row] = length;
            }
        }
    }

    private int Tokenize(ReadOnlySpan<char> text, Span<int> ids, CancellationToken cancellationToken)
    {
        return Tokenizer.EncodeForModel(
            _limits.LowerCase || Prompt.Length > 0 ? Prepare(text.ToString()) : text, ids, cancellationToken);
    }
}
