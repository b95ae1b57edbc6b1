using System.Collections.Concurrent;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Learning;
using FaqBot.Core.Storage;
using FaqBot.Engine;

namespace FaqBot.Api.Learning;

/// <summary>Keeps the suggestions that were made last, and has them made anew when they are too old or a version is new.</summary>
/// <remarks>Thread-safe. One knowledge base at a time is worked on: it takes seconds of a processor.</remarks>
internal sealed class SuggestionBoard(
    AnsweringEngine engine, AnsweringOptions answering, QuestionLog log, LoggedQuestions questions, LearningOptions options,
        TimeProvider time)
    : IDisposable
{
    private readonly ConcurrentDictionary<string, MadeSuggestions> _made = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _making = new(1, 1);

    /// <summary>The suggestions of a knowledge base that nobody has taken up yet.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="anew">Whether to make them, however young they are.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async Task<MadeSuggestions> GetAsync(string kb, bool anew, CancellationToken cancellationToken)
    {
        MadeSuggestions made = await MadeAsync(kb, anew, cancellationToken);
        LoadedEngine loaded = engine.Require();
        return await Task.Run(
            async () =>
            {
                if (loaded.Editing.Copies.Find(kb) is not { } copy
                    || await loaded.Catalogs.FindAsync(kb, Deployment.Production, cancellationToken) is not { } catalog)
                {
                    return made;
                }

                IReadOnlyList<Suggestion> imported =
                    ImportedSuggestions.Of(copy.Entries.Select(entry => entry.Entry), catalog, questions.Rejections(kb));
                return made with { All = SuggestedEdit.Open([.. made.All, .. imported], copy, catalog.Entries) };
            },
            cancellationToken);
    }

    /// <summary>What accepting wordings for an entry would change beside.</summary>
    public Task<AcceptanceEffect> EffectAsync(
        string kb, string entryId, IReadOnlyList<string> wordings, CancellationToken cancellationToken) => Task.Run(
        () => MakerOf().EffectAsync(kb, entryId, wordings, answering.ToPolicy(), cancellationToken), cancellationToken);

    /// <summary>Rejects a suggestion.</summary>
    public async Task<Rejection> RejectAsync(string kb, Suggestion suggestion, CancellationToken cancellationToken)
    {
        Rejection rejection = await Task.Run(() => MakerOf().RejectAsync(kb, suggestion, cancellationToken), cancellationToken);
        if (_made.TryGetValue(kb, out MadeSuggestions? made))
        {
            _made[kb] = made with { All = [.. made.All.Where(one => one.Id != suggestion.Id)] };
        }

        return rejection;
    }

    /// <summary>Has suggestions made anew at the next call.</summary>
    public void Forget(string kb) => _made.TryRemove(kb, out _);

    public void Dispose() => _making.Dispose();

    private async Task<MadeSuggestions> MadeAsync(string kb, bool anew, CancellationToken cancellationToken)
    {
        long asked = time.GetTimestamp();
        if (!anew && InForce(kb) is { } known)
        {
            return known;
        }

        await _making.WaitAsync(cancellationToken);
        try
        {
            // Who has waited for another's finds what that one has made.
            if (InForce(kb) is { } made && (!anew || time.GetElapsedTime(asked) > time.GetUtcNow() - made.At))
            {
                return made;
            }

            await log.FlushAsync(cancellationToken);
            return _made[kb] = await Task.Run(() => MakerOf().MakeAsync(kb, cancellationToken), cancellationToken);
        }
        finally
        {
            _making.Release();
        }
    }

    private MadeSuggestions? InForce(string kb) =>
        _made.TryGetValue(kb, out MadeSuggestions? made) && time.GetUtcNow() - made.At < options.Lifetime
            && engine.Require().Catalogs.HeadOf(kb)?.Identity.Number == made.Version ? made : null;

    private SuggestionMaker MakerOf()
    {
        LoadedEngine loaded = engine.Require();
        return new SuggestionMaker(loaded.Answerer, loaded.Catalogs, questions, options, time) { Judge = loaded.Judge?.Questions };
    }
}
