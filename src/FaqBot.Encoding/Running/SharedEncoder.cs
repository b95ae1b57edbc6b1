using System.Diagnostics;

namespace FaqBot.Encoding.Running;

/// <summary>Shares an encoder between many callers: texts that wait at the same time run as one batch.</summary>
/// <remarks>
/// Thread-safe. Nobody waits for a batch to fill: a run that is free takes what is there, in the order of arrival, but in turns between
/// those who share it: see <see cref="TextShare"/>. Runs have threads of their own, so that callers' threads stay free for everything
/// else. What callers leave behind when they go away is not encoded. Dispose of it before the encoder.
/// </remarks>
public sealed partial class SharedEncoder : IEncoder, IDisposable
{
    /// <summary>
    /// Tokens of the texts that share a run on the processor: there 32 texts in one run take as long as one after the other (170 and 171
    /// ms), and each would wait for all.
    /// </summary>
    private const int TokensOfRun = 128;

    private readonly TextEncoder _encoder;
    private readonly int _mostWaiting, _tokensOfRun;
    private readonly object _gate = new();
    private readonly FairQueue _waiting = new();
    private readonly Thread[] _runs;
    private int _running;
    private bool _isDisposed;

    /// <summary>Shares an encoder and starts the threads that run it.</summary>
    /// <param name="encoder">The encoder, which stays its caller's.</param>
    /// <param name="options">The limits, without faults.</param>
    public SharedEncoder(TextEncoder encoder, EncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(options);
        _encoder = encoder;
        _mostWaiting = options.WaitingTexts;
        _tokensOfRun = options.Provider == ExecutionProvider.Cpu ? TokensOfRun : options.BatchTokens;
        _runs = [.. Enumerable.Range(1, options.EffectiveRuns)
            .Select(number => new Thread(RunAll) { IsBackground = true, Name = $"Encoder {number}" })];
        foreach (Thread run in _runs)
        {
            run.Start();
        }
    }

    /// <inheritdoc />
    public EncoderIdentity Identity => _encoder.Identity;

    /// <summary>How many texts wait for their turn.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>The least that a text had to wait lately: zero as long as the encoder keeps up.</summary>
    public TimeSpan LeastWait
    {
        get
        {
            lock (_gate)
            {
                return _waiting.LeastWait(Stopwatch.GetTimestamp());
            }
        }
    }

    /// <summary>Whether a batch is being encoded.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _running > 0;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken) =>
        EncodeAsync(text, TextShare.Usual, cancellationToken);

    /// <summary>Encodes one text.</summary>
    /// <param name="text">The text; what exceeds the model's length is cut off.</param>
    /// <param name="share">On whose behalf.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The unit vector, [dimensions].</returns>
    /// <exception cref="BusyException">Too many texts are waiting, or for too long.</exception>
    public async ValueTask<float[]> EncodeAsync(string text, TextShare share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        cancellationToken.ThrowIfCancellationRequested();
        RefuseEarly(share);
        WaitingText item = new(_encoder.Tokenize(text, cancellationToken), withStates: false, share, Stopwatch.GetTimestamp());
        Enter([item], isNew: true);
        return (await WaitAsync(item, cancellationToken)).Vector;
    }

    /// <summary>Encodes a few texts as a <see cref="Judge"/> reads them, in the runs that make their vectors.</summary>
    /// <param name="texts">The texts; what exceeds the model's length is cut off.</param>
    /// <param name="share">On whose behalf.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The texts with their vectors and the states of their pieces, in the same order.</returns>
    /// <exception cref="NotSupportedException">The encoder gives no states: see <see cref="TextEncoder.GivesTokenStates"/>.</exception>
    /// <exception cref="BusyException">Too many texts are waiting, or for too long.</exception>
    public async Task<JudgedText[]> EncodeToJudgeAsync(
        IReadOnlyList<string> texts, TextShare share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_encoder.GivesTokenStates)
        {
            throw new NotSupportedException("The model gives no states of tokens.");
        }

        RefuseEarly(share);
        WaitingText[] items = [.. texts.Select(text =>
            new WaitingText(_encoder.Tokenize(text, cancellationToken), withStates: true, share, Stopwatch.GetTimestamp()))];
        Enter(items, isNew: true);
        JudgedText[] judged = new JudgedText[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            EncodedTokens encoded = await WaitAsync(items[i], cancellationToken);
            judged[i] = JudgedText.Of(_encoder, texts[i], encoded.States, encoded.Vector);
        }

        return judged;
    }

    /// <inheritdoc />
    public async Task<float[]> EncodeAsync(IReadOnlyList<string> texts, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int[][] ids = [.. texts.Select(text => _encoder.Tokenize(text, cancellationToken))];
        return (await EncodeTokensAsync(ids, TextShare.Usual, progress, cancellationToken)).Vectors;
    }

    /// <summary>Encodes tokenised texts.</summary>
    /// <param name="texts">Ids of each text, special ones included, as <see cref="TextEncoder.Tokenize(ReadOnlySpan{char},
    /// CancellationToken)"/> gives
    /// them.</param>
    /// <param name="share">On whose behalf.</param>
    /// <param name="progress">Told from time to time how many more texts are done.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The vectors.</returns>
    /// <exception cref="BusyException">Too many texts are waiting, or for too long.</exception>
    /// <remarks>Hands over a batch at a time, so that single texts of others come between.</remarks>
    public async Task<TimedVectors> EncodeTokensAsync(
        IReadOnlyList<int[]> texts, TextShare share, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        float[] vectors = new float[texts.Count * _encoder.Dimensions], lengths = new float[texts.Count];
        (TimeSpan queued, TimeSpan computed) = (TimeSpan.Zero, TimeSpan.Zero);
        bool isNew = true;

        // A batch for each run.
        foreach (int[] batch in LengthBatches.Of(
            [.. texts.Select(ids => ids.Length)], (count, longest) => _encoder.FitsBatch((count - 1) / _runs.Length + 1, longest)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long now = Stopwatch.GetTimestamp();
            WaitingText[] items = [.. batch.Select(index => new WaitingText(texts[index], withStates: false, share, now))];
            Enter(items, isNew);
            isNew = false;
            foreach ((int index, WaitingText item) in batch.Zip(items))
            {
                EncodedTokens encoded = await WaitAsync(item, cancellationToken);
                encoded.Vector.CopyTo(vectors, index * _encoder.Dimensions);
                lengths[index] = encoded.Length;
                queued += encoded.Queued;
                computed += encoded.Computed;
            }

            progress?.Invoke(batch.Length);
        }

        int count = Math.Max(1, texts.Count);
        return new TimedVectors(vectors, lengths, queued / count, computed / count);
    }

    /// <summary>Ends the runs; who still waits is told that the encoder is gone.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread run in _runs)
        {
            run.Join();
        }

        foreach (WaitingText item in _waiting.All())
        {
            item.Fail(new ObjectDisposedException(nameof(SharedEncoder)));
        }
    }
}
