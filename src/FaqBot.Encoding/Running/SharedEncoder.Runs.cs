using System.Diagnostics;

namespace FaqBot.Encoding.Running;

/// <content>How texts wait, and the runs that take them.</content>
public sealed partial class SharedEncoder
{
    private async Task<EncodedTokens> WaitAsync(WaitingText item, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration gone = cancellationToken.UnsafeRegister(_ => Leave(item, cancellationToken), null);
        return await item.Task;
    }

    /// <summary>Refuses before the work of reading texts is done: under more load than can be done, that is most of all work.</summary>
    private void RefuseEarly(TextShare share)
    {
        lock (_gate)
        {
            if (_waiting.IsTooSlow(share, Stopwatch.GetTimestamp()))
            {
                throw EncoderMetrics.Refuse(share.Kind);
            }
        }
    }

    /// <summary>Takes places behind those who wait.</summary>
    /// <param name="items">The texts.</param>
    /// <param name="isNew">Whether they may be refused: the rest of a list that was begun may not.</param>
    private void Enter(WaitingText[] items, bool isNew)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (isNew && ((_running == _runs.Length && _waiting.Count >= _mostWaiting)
                || (items.Length > 0 && _waiting.IsTooSlow(items[0].Share, Stopwatch.GetTimestamp()))))
            {
                throw EncoderMetrics.Refuse(items.Length > 0 ? items[0].Share.Kind : TextShare.Usual.Kind);
            }

            foreach (WaitingText item in items)
            {
                _waiting.Add(item);
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void Leave(WaitingText item, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _waiting.Remove(item);
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
            long now = Stopwatch.GetTimestamp();
            while (batch.Count < share)
            {
                longest = Math.Max(longest, _waiting.First().Ids.Length);
                if (batch.Count > 0
                    && (!_encoder.FitsBatch(batch.Count + 1, longest) || (batch.Count + 1) * longest > _tokensOfRun))
                {
                    break;
                }

                batch.Add(_waiting.Take(now));
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
