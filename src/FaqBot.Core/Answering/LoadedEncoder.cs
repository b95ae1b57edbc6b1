using FaqBot.Core.Matching;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Answering;

/// <summary>An encoder in memory with all that belongs to it, shared by catalogs, requests and jobs.</summary>
/// <remarks>Thread-safe. Who loads it or asks for it uses it until <see cref="Release"/>; with its last user it leaves memory.</remarks>
public sealed class LoadedEncoder
{
    private const int JudgedAtOnce = 16;

    private readonly Action _unload;
    private readonly TaskCompletionSource _unloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users = 1;

    private LoadedEncoder(IEncoder encoder, IEncoder bulk, Action unload)
    {
        Encoder = encoder;
        Bulk = bulk;
        _unload = unload;
    }

    /// <summary>Full path of the folder that it was loaded from; null for a service elsewhere.</summary>
    public string? Folder { get; private init; }

    /// <summary>How messages call it: its folder, else the name of its model.</summary>
    public string Place => Folder ?? Identity.Name;

    /// <summary>The model with its tokenizer and limits; null for a service elsewhere.</summary>
    public TextEncoder? Model { get; private init; }

    /// <summary>The service elsewhere; null for a model of this machine.</summary>
    public RemoteEncoder? Remote { get; private init; }

    /// <summary>Encodes for requests, many at once.</summary>
    public IEncoder Encoder { get; }

    /// <summary>Encodes large amounts beside requests, for those who are not in a hurry.</summary>
    public IEncoder Bulk { get; }

    /// <summary>What makes its vectors comparable with stored ones.</summary>
    public EncoderIdentity Identity => Encoder.Identity;

    /// <summary>The confidence that its folder holds, or null: then each version has one of its own.</summary>
    public ConfidenceModel? Confidence { get; private init; }

    /// <summary>How many texts of requests wait for their turn.</summary>
    public int WaitingCount => Remote?.WaitingCount ?? (Encoder as SharedEncoder)?.WaitingCount ?? 0;

    /// <summary>Ends when it has left memory.</summary>
    public Task Unloaded => _unloaded.Task;

    /// <summary>Loads an encoder; the caller is its first user.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it uses the machine.</param>
    /// <returns>The encoder.</returns>
    /// <exception cref="ModelException">The folder cannot be used, or its confidence belongs to another encoder.</exception>
    public static LoadedEncoder Load(string folder, EncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        TextEncoder model = TextEncoder.Load(folder, options);
        try
        {
            ConfidenceModel? confidence =
                File.Exists(Path.Combine(folder, ConfidenceModel.FileName)) ? ConfidenceModel.Read(folder, model.Identity) : null;
            SharedEncoder shared = new(model, options);
            return new LoadedEncoder(shared, new YieldingEncoder(model, () => shared.LeastWait, TimeProvider.System), () =>
            {
                shared.Dispose();
                model.Dispose();
            })
            {
                Folder = folder,
                Model = model,
                Confidence = confidence,
            };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Opens an encoder elsewhere; the caller is its first user.</summary>
    /// <param name="options">The service, without faults.</param>
    /// <param name="time">Measures how long requests wait.</param>
    /// <param name="loggers">Told how the service fares.</param>
    /// <param name="cancellationToken">Stops asking it.</param>
    /// <returns>The encoder, without a confidence of its own.</returns>
    /// <exception cref="EncoderUnavailableException">The service cannot be reached.</exception>
    public static async Task<LoadedEncoder> ConnectAsync(
        RemoteEncoderOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        RemoteEncoder remote = await RemoteEncoder.OpenAsync(options, time, new Random(), loggers, cancellationToken);
        return new LoadedEncoder(new EncoderDeadline(remote, remote.Deadline, time), remote, remote.Dispose) { Remote = remote };
    }

    /// <summary>The least that a text had to wait lately; zero for a service elsewhere, whose callers give up by themselves.</summary>
    public TimeSpan LeastWait => (Encoder as SharedEncoder)?.LeastWait ?? TimeSpan.Zero;

    /// <summary>Encodes a text that is searched for.</summary>
    /// <inheritdoc cref="EncodeAsync(string, bool, TextShare, CancellationToken)" path="/param | /returns | /exception" />
    public ValueTask<AskedText> EncodeAsync(string text, bool toJudge, CancellationToken cancellationToken) =>
        EncodeAsync(text, toJudge, TextShare.Usual, cancellationToken);

    /// <summary>Encodes a text that is searched for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="toJudge">Whether a judge is to read it; without effect where the encoder gives no states.</param>
    /// <param name="share">On whose behalf; without effect for a service elsewhere.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The text with its vector.</returns>
    /// <exception cref="BusyException">Too many texts are waiting.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public async ValueTask<AskedText> EncodeAsync(string text, bool toJudge, TextShare share, CancellationToken cancellationToken)
    {
        if (Encoder is not SharedEncoder shared)
        {
            return new AskedText(text, await Encoder.EncodeAsync(text, cancellationToken));
        }

        if (!toJudge || Model is not { GivesTokenStates: true })
        {
            return new AskedText(text, await shared.EncodeAsync(text, share, cancellationToken));
        }

        JudgedText judged = (await shared.EncodeToJudgeAsync([text], share, cancellationToken))[0];
        return new AskedText(text, judged.Vector) { Judged = judged, Share = share };
    }

    /// <summary>Encodes many texts that are searched for, beside requests.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="toJudge">Whether a judge is to read them; without effect where the encoder gives no states.</param>
    /// <param name="progress">Told from time to time how many more texts are done.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>The texts with their vectors, in the same order.</returns>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    public async Task<AskedText[]> EncodeAsync(
        IReadOnlyList<string> texts, bool toJudge, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (toJudge && Model is { GivesTokenStates: true } model)
        {
            return await Task.Run(() => EncodeToJudge(model, texts, progress, cancellationToken), cancellationToken);
        }

        float[] vectors = await Bulk.EncodeAsync(texts, progress, cancellationToken);
        int dimensions = Identity.Dimensions;
        return [.. texts.Select((text, i) => new AskedText(text, vectors.AsMemory(i * dimensions, dimensions)))];
    }

    /// <summary>Begins another use.</summary>
    /// <returns>False when the last user has already let go.</returns>
    public bool TryUse()
    {
        for (int users = Volatile.Read(ref _users); users > 0;)
        {
            int found = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (found == users)
            {
                return true;
            }

            users = found;
        }

        return false;
    }

    /// <summary>Ends a use.</summary>
    public void Release()
    {
        int left = Interlocked.Decrement(ref _users);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        if (left == 0)
        {
            // Not on the thread of a request, which is still to be answered.
            _ = Task.Run(Unload);
        }
    }

    /// <summary>In batches of texts of about the same length.</summary>
    private static AskedText[] EncodeToJudge(
        TextEncoder model, IReadOnlyList<string> texts, Action<int>? progress, CancellationToken cancellationToken)
    {
        AskedText[] encoded = new AskedText[texts.Count];
        foreach (int[] batch in Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Length).Chunk(JudgedAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((int i, JudgedText judged) in batch.Zip(JudgedText.Encode(model, [.. batch.Select(i => texts[i])])))
            {
                encoded[i] = new AskedText(texts[i], judged.Vector) { Judged = judged, Share = LoadPolicy.Evaluation };
            }

            progress?.Invoke(batch.Length);
        }

        return encoded;
    }

    private void Unload()
    {
        _unload();
        _unloaded.TrySetResult();
    }
}
