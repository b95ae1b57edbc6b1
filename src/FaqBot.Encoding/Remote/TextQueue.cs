using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Remote;

/// <summary>Texts on their way to the service: those that wait at the same time share a request.</summary>
/// <remarks>
/// Thread-safe. Nobody waits for a request to fill: while one may be sent, a text goes at once, and whoever comes while as many are
/// under way as may be forms the next, in the order of arrival.
/// </remarks>
internal sealed class TextQueue
{
    private readonly EmbeddingCalls _calls;
    private readonly RemoteEncoderOptions _options;
    private readonly int _dimensions;
    private readonly Lock _gate = new();
    private readonly LinkedList<PendingText> _waiting = new();
    private int _underWay;

    /// <summary>Starts empty; the first text goes at once.</summary>
    /// <param name="calls">Sends the requests.</param>
    /// <param name="options">The limits, without faults.</param>
    /// <param name="dimensions">Components of a vector.</param>
    public TextQueue(EmbeddingCalls calls, RemoteEncoderOptions options, int dimensions)
    {
        _calls = calls;
        _options = options;
        _dimensions = dimensions;
    }

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

    /// <summary>Sends texts, or puts them behind those who wait.</summary>
    /// <param name="texts">As many as may share a request.</param>
    /// <exception cref="BusyException">As many wait as may.</exception>
    public void Add(IReadOnlyList<PendingText> texts)
    {
        TextBatch batch;
        lock (_gate)
        {
            if (_underWay >= _options.ConcurrentRequests || _waiting.Count > 0)
            {
                if (_waiting.Count >= _options.WaitingTexts)
                {
                    throw new BusyException();
                }

                foreach (PendingText text in texts)
                {
                    text.Place = _waiting.AddLast(text);
                }

                return;
            }

            _underWay++;
            batch = new TextBatch(texts);
        }

        // Nobody awaits it: the texts carry what comes of it.
        _ = RunAsync(batch);
    }

    /// <summary>Waits for the vectors of texts. When the caller goes away, or one text gets none, the others are not sent or their request
    /// is given up.</summary>
    /// <param name="texts">The texts, which nobody else waits for.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>A vector for each text.</returns>
    public async Task<float[][]> WaitAsync(IReadOnlyList<PendingText> texts, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration gone = cancellationToken.UnsafeRegister(_ => Leave(texts, cancellationToken), null);
        float[][] vectors = new float[texts.Count][];
        try
        {
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] = await texts[i].Task;
            }

            return vectors;
        }
        catch
        {
            Leave(texts, cancellationToken);
            throw;
        }
    }

    private void Leave(IReadOnlyList<PendingText> texts, CancellationToken cancellationToken)
    {
        foreach (PendingText text in texts)
        {
            Leave(text, cancellationToken);
        }
    }

    private void Leave(PendingText text, CancellationToken cancellationToken)
    {
        TextBatch? batch;
        lock (_gate)
        {
            if (text.Place is { List: not null } place)
            {
                _waiting.Remove(place);
            }

            batch = text.Batch;
        }

        if (text.Cancel(cancellationToken))
        {
            batch?.Leave();
        }
    }

    private async Task RunAsync(TextBatch? batch)
    {
        for (; batch is not null; batch = Next())
        {
            await SendAsync(batch, batch.Texts);
        }
    }

    /// <summary>Takes the next batch out of the queue, or gives the place of a request back.</summary>
    private TextBatch? Next()
    {
        lock (_gate)
        {
            List<PendingText> texts = [];
            long characters = 0;
            for (LinkedListNode<PendingText>? place = _waiting.First; place is not null
                && texts.Count < _options.BatchTexts; place = _waiting.First)
            {
                characters += place.Value.Text.Length;
                if (texts.Count > 0 && characters > _options.BatchCharacters)
                {
                    break;
                }

                texts.Add(place.Value);
                _waiting.RemoveFirst();
            }

            if (texts.Count > 0)
            {
                return new TextBatch(texts);
            }

            _underWay--;
            return null;
        }
    }

    /// <summary>Sends texts of a batch. Where the service does not take them, halves are tried, so that one text spoils none but
    /// itself.</summary>
    private async Task SendAsync(TextBatch batch, IReadOnlyList<PendingText> texts)
    {
        PendingText[] awaited = [.. texts.Where(text => !text.IsSettled)];
        if (awaited.Length == 0)
        {
            return;
        }

        try
        {
            RemoteResult result = await _calls.SendAsync([.. awaited.Select(text => text.Text)], _dimensions, batch.Abandoned);
            if (result.Vectors is { } vectors)
            {
                for (int i = 0; i < awaited.Length; i++)
                {
                    awaited[i].Complete(awaited.Length == 1 ? vectors : vectors[(i * _dimensions)..((i + 1) * _dimensions)]);
                }
            }
            else if (result.Failure!.Kind == FailureKind.Texts && awaited.Length > 1)
            {
                await SendAsync(batch, awaited[..(awaited.Length / 2)]);
                await SendAsync(batch, awaited[(awaited.Length / 2)..]);
            }
            else
            {
                Fail(awaited, _calls.Unavailable(result.Failure));
            }
        }
        catch (Exception exception)
        {
            // Every caller of the batch must learn of it, whatever it is: otherwise they would wait for ever.
            Fail(awaited, exception);
        }
    }

    private static void Fail(PendingText[] texts, Exception exception)
    {
        foreach (PendingText text in texts)
        {
            text.Fail(exception);
        }
    }
}
