using FaqBot.Caching;
using FaqBot.Encoding;
using FaqBot.Knowledge;
using FaqBot.Matching;
using FaqBot.Storage;
using FaqBot.Text;

namespace FaqBot.Answering;

/// <summary>Answers questions: the only place where the steps of the question path meet.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="catalogs">What is published, each catalog with its own encoder.</param>
/// <param name="matching">Decides by confidence.</param>
/// <param name="cache">What was answered.</param>
/// <param name="time">The clock.</param>
public sealed class Answerer(PublishedCatalogs catalogs, MatchPolicy matching, ReplyCache cache, TimeProvider time)
{
    /// <summary>Answers a question.</summary>
    /// <param name="ask">The question with all that decides its answer.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The reply, wholly of one version of the knowledge base.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    /// <exception cref="BusyException">Too many questions are waiting.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached, and neither store nor cache know the question.</exception>
    public async ValueTask<Reply> AnswerAsync(Ask ask, CancellationToken cancellationToken) => Render(ask, await FindAsync(ask, cancellationToken));

    /// <summary>Finds what <see cref="AnswerAsync"/> answers from, for replies of another shape.</summary>
    /// <inheritdoc cref="AnswerAsync" path="/param | /exception" />
    /// <returns>The ranking, wholly of one version of the knowledge base.</returns>
    public async ValueTask<Findings> FindAsync(Ask ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        PublishedCatalog published = catalogs.Use(ask.KnowledgeBaseId, ask.Deployment)
            ?? throw new UnknownKnowledgeBaseException(ask.KnowledgeBaseId, catalogs.All.Keys);
        try
        {
            return await FindAsync(ask, published, cancellationToken);
        }
        finally
        {
            published.Encoder.Release();
        }
    }

    /// <summary>Finds one entry by its number, whatever was asked and in whatever context.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Which version.</param>
    /// <param name="number">The number: see <see cref="EntryNumber"/>.</param>
    /// <returns>The entry with confidence 1; nothing when there is none, or it does not answer now.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    public Findings Find(string knowledgeBaseId, Deployment deployment, int number)
    {
        FaqCatalog catalog = catalogs.Find(knowledgeBaseId, deployment) ?? throw new UnknownKnowledgeBaseException(knowledgeBaseId, catalogs.All.Keys);
        int entry = catalog.IndexOfNumber(number);
        bool answers = entry >= 0 && EntryFilter.None.Allows(catalog.Entries[entry] with { ContextOnly = false }, null, time.GetUtcNow());
        return new Findings(catalog, answers ? [new RankedEntry(entry, catalog.Rows(entry).First, 1, 1)] : [], matching, Cached: false);
    }

    private async ValueTask<Findings> FindAsync(Ask ask, PublishedCatalog published, CancellationToken cancellationToken)
    {
        (FaqCatalog catalog, LoadedEncoder encoder, ConfidenceModel confidence) = published;
        DateTimeOffset now = time.GetUtcNow();
        MatchPolicy policy = matching.With(ask.Threshold);

        // The stored vector of an equal question stands in for its own encoding: no model, no cache.
        if (FindExact(catalog, ask, now) is { } exact)
        {
            return new Findings(catalog, Rank(published, ask, catalog.Vectors[exact.Row], now, exact), policy, Cached: false);
        }

        ReplyKey key = new(catalog.Identity, policy, ask.Filter, ask.Question, confidence);
        RankedEntry[]? found = await cache.FindAsync(key, catalog, cancellationToken);
        if (found is not null)
        {
            return new Findings(catalog, found, policy, Cached: true);
        }

        float[] query = await encoder.Encoder.EncodeAsync(ask.Question.Essence, cancellationToken);
        RankedEntry[] ranked = Rank(published, ask, query, now, null);
        cache.Store(key, ranked, catalog.NextValidityChange(now) - now);
        return new Findings(catalog, ranked, policy, Cached: false);
    }

    private static Hit? FindExact(FaqCatalog catalog, Ask ask, DateTimeOffset now)
    {
        int row = catalog.RowOf(ask.Question);
        if (row < 0)
        {
            return null;
        }

        int entry = catalog.Questions[row].Entry;
        return ask.Filter.Allows(catalog.Entries[entry], catalog.PreviousOf(ask.Filter), now) ? new Hit(entry, row, 1) : null;
    }

    private static RankedEntry[] Rank(PublishedCatalog published, Ask ask, ReadOnlySpan<float> query, DateTimeOffset now, Hit? exact)
    {
        (FaqCatalog catalog, _, ConfidenceModel confidence) = published;
        (int length, List<EntryEvidence> entries) = EvidenceSearch.Find(catalog, ask.Question.Essence, query, confidence.Scale, ask.Filter, now);
        return Ranking.Rank(entries, length, exact, confidence);
    }

    private static Reply Render(Ask ask, Findings findings)
    {
        (FaqCatalog catalog, IReadOnlyList<RankedEntry> ranked, MatchPolicy policy, bool cached) = findings;
        Decision decision = policy.Decide(ranked);
        IEnumerable<RankedEntry> shown = ranked.Take(ask.Top);
        return new Reply
        {
            Decision = decision,
            Answer = decision == Decision.Answer ? ToAnswer(catalog, ranked[0], ask.Question.Language) : null,
            Confidence = ranked.Count == 0 ? 0 : ranked[0].Confidence,
            Cosine = ranked.Count == 0 ? 0 : ranked[0].Cosine,
            Suggestions = decision == Decision.Suggestions
                ? [.. shown.Where(entry => entry.Confidence >= policy.SuggestThreshold).Select(entry => ToCandidate(catalog, entry))]
                : [],
            Alternatives = [.. shown.Skip(1).Select(entry => ToCandidate(catalog, entry))],
            Message = decision == Decision.NoMatch ? catalog.Knowledge.DefaultAnswer.For(ask.Question.Language) : null,
            KnowledgeBaseId = catalog.Identity.KnowledgeBaseId,
            Version = catalog.Identity.Number,
            Cached = cached,
        };
    }

    private static RepliedAnswer ToAnswer(FaqCatalog catalog, RankedEntry ranked, Language language)
    {
        FaqEntry entry = catalog.Entries[ranked.Entry];
        return new RepliedAnswer(
            entry.Id,
            entry.Answer.For(language),
            catalog.Questions[ranked.Row].Text,
            entry.Metadata,
            [
                .. entry.Prompts.Where(prompt => catalog.IndexOf(prompt.EntryId) >= 0)
                    .Select(prompt => new RepliedPrompt(prompt.Text, prompt.EntryId, catalog.Entries[catalog.IndexOf(prompt.EntryId)].Question)),
            ],
            entry.Source);
    }

    private static Candidate ToCandidate(FaqCatalog catalog, RankedEntry ranked) =>
        new(catalog.Entries[ranked.Entry].Id, catalog.Entries[ranked.Entry].Question, ranked.Confidence);
}
