using FaqBot.Core.Matching;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Caching.Memory;

namespace FaqBot.Core.Answering;

/// <summary>Reads a question beside stored ones with a judge, whose texts are encoded when they are first needed, and kept.</summary>
/// <remarks>Thread-safe. A text is never encoded twice at the same time.</remarks>
public sealed class QuestionJudge : IDisposable
{
    // More would let a long list of one caller hold up all others.
    private const int TextsAtOnce = 32;

    private readonly Judge _model;
    private readonly SharedEncoder _encoder;
    private readonly MemoryCache _kept;
    private readonly Dictionary<string, Task<JudgedText>> _underWay = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    private QuestionJudge(Judge model, SharedEncoder encoder, long cacheBytes, LoadPolicy policy)
    {
        _model = model;
        Policy = policy;
        _encoder = encoder;
        _kept = new MemoryCache(new MemoryCacheOptions { SizeLimit = cacheBytes, CompactionPercentage = 0.1 });
    }

    /// <summary>Says when texts are not encoded, because too much else is to be done.</summary>
    public LoadPolicy Policy { get; }

    /// <summary>The judge; its score is its one dimension.</summary>
    public EncoderIdentity Identity => _model.Identity;

    /// <summary>Loads a judge, where it reads the states of an encoder.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="encoder">The encoder, which must outlive it.</param>
    /// <param name="options">How it uses the machine.</param>
    /// <param name="cacheBytes">Memory for the states of stored questions.</param>
    /// <param name="policy">Says when stored questions are not encoded, because too much else is to be done; null: the usual one.</param>
    /// <returns>The judge; null where there is no such folder, or it reads another encoder's states.</returns>
    /// <exception cref="FaqBot.Encoding.ModelFiles.ModelException">The folder holds no judge that can be used.</exception>
    public static QuestionJudge? Load(
        string folder, LoadedEncoder encoder, EncoderOptions options, long cacheBytes, LoadPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (encoder is not { Model: { GivesTokenStates: true } model, Encoder: SharedEncoder shared } || !Directory.Exists(folder))
        {
            return null;
        }

        Judge judge = Judge.Load(folder, options);
        if (judge.Fits(model))
        {
            return new QuestionJudge(judge, shared, cacheBytes, policy ?? new LoadPolicy(new LoadOptions()));
        }

        judge.Dispose();
        return null;
    }

    /// <summary>Encodes texts as the judge reads them; those that are kept, or under way for others, only once.</summary>
    /// <param name="texts">The texts: see <see cref="TextNormalizer.ForEncoding"/>.</param>
    /// <param name="share">On whose behalf.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The texts, in the same order.</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    public async ValueTask<JudgedText[]> ReadAsync(IReadOnlyList<string> texts, TextShare share, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Task<JudgedText>[] awaited = new Task<JudgedText>[texts.Count];
        Dictionary<string, TaskCompletionSource<JudgedText>> missing = new(StringComparer.Ordinal);
        lock (_gate)
        {
            for (int i = 0; i < awaited.Length; i++)
            {
                awaited[i] = _kept.TryGetValue(texts[i], out JudgedText? kept) ? Task.FromResult(kept!)
                    : _underWay.GetValueOrDefault(texts[i]) ?? Begin(texts[i], missing);
            }
        }

        foreach (KeyValuePair<string, TaskCompletionSource<JudgedText>>[] few in missing.Chunk(TextsAtOnce))
        {
            _ = EncodeAsync(few.ToDictionary(StringComparer.Ordinal), share);
        }

        // A task that has ended by now would be given to who has gone, too.
        cancellationToken.ThrowIfCancellationRequested();
        JudgedText[] read = new JudgedText[awaited.Length];
        for (int i = 0; i < read.Length; i++)
        {
            read[i] = await awaited[i].WaitAsync(cancellationToken);
        }

        return read;
    }

    /// <summary>The same on behalf of nobody in particular.</summary>
    /// <inheritdoc cref="ReadAsync(IReadOnlyList{string}, TextShare, CancellationToken)" path="/param | /returns | /exception" />
    public ValueTask<JudgedText[]> ReadAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        ReadAsync(texts, TextShare.Usual, cancellationToken);

    /// <summary>Encodes stored questions as the judge reads them; those that are kept, or under way, only once.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="asked">What they are read beside: they are refused, and sooner, only where it may be.</param>
    /// <param name="rows">Rows of the questions.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The questions, in the same order.</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    public ValueTask<JudgedText[]> ReadAsync(
        FaqCatalog catalog, AskedText asked, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(asked);
        TextShare share = asked.Share.Patience is null
            ? asked.Share : Policy.ShareOf(LoadKind.Suggest, catalog.Identity.KnowledgeBaseId) with { Kind = "judge" };
        return ReadAsync([.. rows.Select(row => TextNormalizer.ForEncoding(catalog.Questions[row].Text))], share, cancellationToken);
    }

    /// <summary>Reads stored questions beside what was asked: a <see cref="PairScorer"/>.</summary>
    /// <inheritdoc cref="PairScorer" path="/param | /exception" />
    /// <returns>A logit a row: above 0 more likely the same than not.</returns>
    public async ValueTask<float[]> ScoreAsync(
        FaqCatalog catalog, AskedText asked, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return Score(asked, await ReadAsync(catalog, asked, rows, cancellationToken));
    }

    /// <summary>Says of stored questions whether what was asked wants the same answer.</summary>
    /// <param name="asked">What was asked, with its states.</param>
    /// <param name="stored">Stored questions.</param>
    /// <returns>A logit a question: above 0 more likely the same than not.</returns>
    /// <exception cref="InvalidOperationException">What was asked has no states.</exception>
    public float[] Score(AskedText asked, IReadOnlyList<JudgedText> stored)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(stored);
        JudgedText judged = asked.Judged ?? throw new InvalidOperationException("What was asked was not encoded for a judge.");
        return Score([.. stored.Select(text => (judged, text))]);
    }

    /// <summary>Says of pairs whether both want the same answer.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <returns>A logit a pair: above 0 more likely the same than not.</returns>
    public float[] Score(IReadOnlyList<(JudgedText Asked, JudgedText Stored)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        float[] logits = new float[pairs.Count];
        _model.Score(pairs, logits);
        return logits;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _kept.Dispose();
        _model.Dispose();
    }

    private Task<JudgedText> Begin(string text, Dictionary<string, TaskCompletionSource<JudgedText>> missing)
    {
        TaskCompletionSource<JudgedText> source = missing[text] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _underWay[text] = source.Task;
    }

    /// <summary>Encodes texts for all who wait for them: that one of them goes does not stop it.</summary>
    private async Task EncodeAsync(Dictionary<string, TaskCompletionSource<JudgedText>> missing, TextShare share)
    {
        string[] texts = [.. missing.Keys];
        try
        {
            foreach ((string text, JudgedText judged) in texts.Zip(await _encoder.EncodeToJudgeAsync(texts, share, CancellationToken.None)))
            {
                _kept.Set(text, judged, new MemoryCacheEntryOptions { Size = judged.Bytes });
                missing[text].SetResult(judged);
            }
        }
        catch (Exception exception)
        {
            // Whatever it is, everyone who waits must learn of it.
            foreach (TaskCompletionSource<JudgedText> source in missing.Values)
            {
                source.TrySetException(exception);
            }
        }
        finally
        {
            lock (_gate)
            {
                foreach (string text in texts)
                {
                    _underWay.Remove(text);
                }
            }
        }
    }
}
