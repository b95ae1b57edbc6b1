using System.Diagnostics;

namespace FaqBot.Encoding.Running;

/// <summary>Shares an encoder between many callers: texts that wait at the same time run as one batch.</summary>
/// <remarks>
/// Thread-safe. Nobody waits for a batch to fill: a run that is free takes what is there, in the order of arrival. Runs have
/// threads of their own, so that callers' threads stay free for everything else. What callers leave behind when they go away is
/// not encoded. Dispose of it before the encoder.
/// </remarks>
public sealed class SharedEncoder : IEncoder, IDisposable
{
    private readonly TextEncoder _encoder;
    private readonly int _mostWaiting;
    private readonly object _gate = new();
    private readonly LinkedList<WaitingText> _waiting = new();
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
    public async ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        cancellationToken.ThrowIfCancellationRequested();
        WaitingText item = new(_encoder.Tokenize(text, cancellationToken), withStates: false);
        Enter([item], isNew: true);
        return (await WaitAsync(item, cancellationToken)).Vector;
    }

    /// <summary>Encodes a few texts as a <see cref="Judge"/> reads them, in the runs that make their vectors.</summary>
    /// <param name="texts">The texts; what exceeds the model's length is cut off.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The texts with their vectors and the states of their pieces, in the same order.</returns>
    /// <exception cref="NotSupportedException">The encoder gives no states: see <see cref="TextEncoder.GivesTokenStates"/>.</exception>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    public async Task<JudgedText[]> EncodeToJudgeAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_encoder.GivesTokenStates)
        {
            throw new NotSupportedException("The model gives no states of tokens.");
        }

        WaitingText[] items = [.. texts.Select(text => new WaitingText(_encoder.Tokenize(text, cancellationToken), withStates: true))];
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
        return (await EncodeTokensAsync(ids, progress, cancellationToken)).Vectors;
    }

    /// <summary>Encodes tokenised texts.</summary>
    /// <param name="texts">Ids of each text, special ones included, as <see cref="TextEncoder.Tokenize(ReadOnlySpan{char},
    /// CancellationToken)"/> gives
    /// them.</param>
    /// <param name="progress">Told from time to time how many more texts are done.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The vectors.</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    /// <remarks>Hands over a batch at a time, so that single texts of others come between.</remarks>
    public async Task<TimedVectors> EncodeTokensAsync(
        IReadOnlyList<int[]> texts, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        float[] vectors = new float[texts.Count * _encoder.Dimensions], lengths = new float[texts.Count];
        (TimeSpan queued, TimeSpan computed) = (TimeSpan.Zero, TimeSpan.Zero);
        WaitingText[] items = [.. texts.Select(ids => new WaitingText(ids, withStates: false))];
        bool isNew = true;

        // A batch for each run.
        foreach (int[] batch in LengthBatches.Of(
            [.. items.Select(item => item.Ids.Length)], (count, longest) => _encoder.FitsBatch((count - 1) / _runs.Length + 1, longest)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Enter([.. batch.Select(index => items[index])], isNew);
            isNew = false;
            foreach (int index in batch)
            {
                EncodedTokens encoded = await WaitAsync(items[index], cancellationToken);
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

        foreach (WaitingText item in _waiting)
        {
            item.Fail(new ObjectDisposedException(nameof(SharedEncoder)));
        }
    }

    private async Task<EncodedTokens> WaitAsync(WaitingText item, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration gone = cancellationToken.UnsafeRegister(_ => Leave(item, cancellationToken), null);
        return await item.Task;
    }

    /// <summary>Takes places behind those who wait.</summary>
    /// <param name="items">The texts.</param>
    /// <param name="isNew">Whether they may be refused: the rest of a list that was begun may not.</param>
    private void Enter(WaitingText[] items, bool isNew)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (isNew && _running == _runs.Length && _waiting.Count >= _mostWaiting)
            {
                throw new BusyException();
            }

            foreach (WaitingText item in items)
            {
                item.Place = _waiting.AddLast(item);
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void Leave(WaitingText item, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (item.Place is { List: not null } place)
            {
                _waiting.Remove(place);
            }
        }

        item.Cancel(cancellationToken);
    }

    private void RunAll()
    {
        while (Next() is { } batch)
        {
            Encode(batch);
            lock (_gate)
            {
                _running--;
            }
        }
    }

    /// <summary>Waits for texts and takes a batch of them; null at the end.</summary>
    private WaitingText[]? Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isDisposed)
            {
                Monitor.Wait(_gate);
            }

            if (_isDisposed)
            {
                return null;
            }

            // The other free runs get their share.
            int share = (_waiting.Count + _runs.Length - _running - 1) / (_runs.Length - _running);
            List<WaitingText> batch = new(share);
            int longest = 0;
            while (batch.Count < share)
            {
                longest = Math.Max(longest, _waiting.First!.Value.Ids.Length);
                if (batch.Count > 0 && !_encoder.FitsBatch(batch.Count + 1, longest))
                {
                    break;
                }

                batch.Add(_waiting.First.Value);
                _waiting.RemoveFirst();
            }

            _running++;
            return [.. batch];
        }
    }

    private void Encode(WaitingText[] batch)
    {
        long started = EncoderMetrics.Start(batch);
        try
        {
            float[] vectors = new float[batch.Length * _encoder.Dimensions], lengths = new float[batch.Length];
            int[][] ids = [.. batch.Select(item => item.Ids)];
            TokenStates[] states = new TokenStates[batch.Length];
            _encoder.EncodeBatch(ids, vectors, Array.Exists(batch, item => item.WithStates) ? states : [], lengths);
            TimeSpan computed = EncoderMetrics.End(started, batch.Length);
            for (int i = 0; i < batch.Length; i++)
            {
                batch[i].Complete(new EncodedTokens(
                    batch.Length == 1 ? vectors : vectors[(i * _encoder.Dimensions)..((i + 1) * _encoder.Dimensions)],
                    states[i],
                    lengths[i],
                    Stopwatch.GetElapsedTime(batch[i].Arrived, started),
                    computed));
            }
        }
        catch (Exception exception)
        {
            // Every caller of the batch must learn of it, whatever it is: otherwise they would wait for ever.
            foreach (WaitingText item in batch)
            {
                item.Fail(exception);
            }
        }
    }
}
