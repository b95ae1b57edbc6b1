using System.Diagnostics;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>Answers questions: the only place where the steps of the question path meet.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="catalogs">What is published, each catalog with its own encoder.</param>
/// <param name="options">Thresholds, small talk, and what a reply offers.</param>
/// <param name="cache">What was answered.</param>
/// <param name="lastAnswers">What was answered last in each conversation.</param>
/// <param name="time">The clock.</param>
public sealed class Answerer(
    PublishedCatalogs catalogs, AnsweringOptions options, ReplyCache cache, LastAnswers lastAnswers, TimeProvider time)
{
    private readonly MatchPolicy _matching = options.ToPolicy();

    /// <summary>Let a judge or a cross-encoder read the best entries, the one to prefer first.</summary>
    public IReadOnlyList<RerankingStage> Stages { get; init; } = [];

    /// <summary>Says which questions are refused when there are too many.</summary>
    public LoadPolicy Load { get; init; } = new(new LoadOptions());

    /// <summary>Takes in what customers ask; null: nothing does.</summary>
    public QuestionLog? Log { get; init; }

    /// <summary>Answers a question.</summary>
    /// <param name="ask">The question with all that decides its answer.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The reply, wholly of one version of the knowledge base.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    /// <exception cref="BusyException">Too many questions are waiting.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached, and neither store nor cache know the
    /// question.</exception>
    public async ValueTask<Reply> AnswerAsync(Ask ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        long started = time.GetTimestamp();
        using Activity? step = AnswerTrace.Begin("faqbot.answer");
        ConversationKey? conversation = ask.ConversationId is { } id ? new ConversationKey(ask.KnowledgeBaseId, id) : null;
        if (conversation is not null && ask.Filter.PreviousEntryId is null)
        {
            ask = ask with { Filter = ask.Filter.After(await lastAnswers.FindAsync(conversation, cancellationToken)) };
        }

        QuestionEncodings encodings = new(Load.ShareOf(LoadKind.Ask, ask.KnowledgeBaseId));
        Findings asked = await RankAsync(ask, encodings, cancellationToken);
        Findings findings = await TalkAsync(ask, asked, encodings, cancellationToken) ?? asked;
        Reply reply = ReplyWriter.Write(ask, findings, options, time.GetUtcNow());
        Note(step, ask, findings, reply.Decision, started);
        if (conversation is not null && reply.Answer is { } answer && ReferenceEquals(findings, asked))
        {
            lastAnswers.Keep(conversation, answer.EntryId);
        }

        return reply;
    }

    /// <summary>Forgets what a conversation is about: its next question follows on from nothing.</summary>
    /// <param name="conversation">The conversation.</param>
    public void Forget(ConversationKey conversation) => lastAnswers.Forget(conversation);

    /// <summary>Finds what <see cref="AnswerAsync"/> answers from, for replies of another shape.</summary>
    /// <inheritdoc cref="AnswerAsync" path="/param | /exception" />
    /// <returns>The ranking, wholly of one version of the knowledge base.</returns>
    public async ValueTask<Findings> FindAsync(Ask ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        long started = time.GetTimestamp();
        using Activity? step = AnswerTrace.Begin("faqbot.answer");
        Findings findings = await RankAsync(
            ask, new QuestionEncodings(Load.ShareOf(LoadKind.Ask, ask.KnowledgeBaseId)), cancellationToken);
        Note(step, ask, findings, findings.Policy.Decide(findings.Ranked), started);
        return findings;
    }

    /// <summary>Finds one entry by its number, whatever was asked and in whatever context.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Which version.</param>
    /// <param name="number">The number: see <see cref="EntryNumber"/>.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The entry with confidence 1; nothing when there is none, or it does not answer now.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    public async ValueTask<Findings> FindAsync(
        string knowledgeBaseId, Deployment deployment, int number, CancellationToken cancellationToken)
    {
        FaqCatalog catalog = await catalogs.FindAsync(knowledgeBaseId, deployment, cancellationToken)
            ?? throw catalogs.Missing(knowledgeBaseId);
        int entry = catalog.IndexOfNumber(number);
        bool answers = entry >= 0 && EntryFilter.None.Allows(catalog.Entries[entry] with { ContextOnly = false }, null, time.GetUtcNow());
        return new Findings(catalog, answers ? [new RankedEntry(entry, catalog.Rows(entry).First, 1, 1)] : [], _matching, Cached: false);
    }

    /// <summary>Tells the log what a customer asked: the one place that every channel passes. Drafts are asked by those who write
    /// them.</summary>
    private void Note(Activity? step, Ask ask, Findings findings, Decision decision, long started)
    {
        TimeSpan elapsed = time.GetElapsedTime(started);
        AnswerTrace.End(step, findings, decision, ask.Deployment, elapsed);
        if (Log is not { } log || ask.Asker is not { } asker || ask.Deployment != Deployment.Production)
        {
            return;
        }

        FaqCatalog catalog = findings.Catalog;
        log.Add(new AskedQuestion(
            asker,
            ask.Question,
            catalog.Identity,
            findings.Ranked.Count > 0 && findings.Ranked[0].Confidence < ask.LeastShown ? Decision.NoMatch : decision,
            [.. findings.Ranked.Take(AskedQuestion.MostBest).Select(best => (catalog.Entries[best.Entry].Id, best.Confidence))],
            findings.Exact ? RankingOrigin.Exact : findings.Cached ? RankingOrigin.Cached : RankingOrigin.Ranked,
            time.GetUtcNow(),
            elapsed));
    }

    /// <summary>What small talk answers instead; null when it does not.</summary>
    private async ValueTask<Findings?> TalkAsync(Ask ask, Findings asked, QuestionEncodings encodings, CancellationToken cancellationToken)
    {
        // Who asks for entries of some kind wants no others.
        if (options.SmallTalkKnowledgeBase is not { Length: > 0 } id || id == ask.KnowledgeBaseId || ask.Filter.HasConditions
            || asked.Policy.Decide(asked.Ranked) == Decision.Answer || catalogs.HeadOf(id) is null)
        {
            return null;
        }

        try
        {
            Findings talk = await RankAsync(
                new Ask(ask.Question, id, EntryFilter.None, ask.Top, ask.Threshold), encodings, cancellationToken);
            return SmallTalk.Answers(asked.Policy, asked.Ranked, talk.Ranked) ? talk : null;
        }
        catch (Exception exception) when (
            exception is UnknownKnowledgeBaseException or EncoderUnavailableException or BusyException)
        {
            // It was withdrawn in between, or its encoder cannot be reached or is busy: what was asked is answered without it.
            return null;
        }
    }

    /// <summary>Ranks in what is published now, whose encoder stays in memory for as long as that takes.</summary>
    private async ValueTask<Findings> RankAsync(Ask ask, QuestionEncodings encodings, CancellationToken cancellationToken)
    {
        PublishedCatalog published = await catalogs.UseAsync(ask.KnowledgeBaseId, ask.Deployment, cancellationToken)
            ?? throw catalogs.Missing(ask.KnowledgeBaseId);
        try
        {
            (PublishedCatalog inForce, RerankingStage? stage) = RerankingStage.InForce(published, Stages);
            return await RankInAsync(inForce, stage, ask, encodings, cancellationToken);
        }
        finally
        {
            published.Encoder.Release();
        }
    }

    /// <summary>Ranks in the cheapest way that will do: by an equal stored question, from the cache, or with the models.</summary>
    private async ValueTask<Findings> RankInAsync(
        PublishedCatalog published, RerankingStage? stage, Ask ask, QuestionEncodings encodings, CancellationToken cancellationToken)
    {
        FaqCatalog catalog = published.Catalog;
        DateTimeOffset now = time.GetUtcNow();
        MatchPolicy policy = _matching.With(ask.Threshold);
        QuestionReading reading = QuestionReading.Of(catalog, ask.Question, FilterOf(ask, catalog));

        // No model, no cache.
        if (reading.FindExact(catalog, now) is { } exact)
        {
            return FindingsOf(RankExact(published, reading, exact, now), cached: false) with { Exact = true };
        }

        ReplyKey key = new(catalog.Identity, policy, reading.Filter, ask.Question, published.Confidence);
        if (await cache.FindAsync(key, catalog, cancellationToken) is { } found)
        {
            return FindingsOf(found, cached: true);
        }

        QuestionMatch match = await QuestionMatch.OfAsync(
            published, reading, policy, now, text => encodings.OfAsync(published, text, cancellationToken));
        QuestionMatch? reranked = stage is null ? match : await stage.TryRerankAsync(published, match, cancellationToken);
        if (reranked is not null)
        {
            cache.Store(key, reranked.Ranked, catalog.NextValidityChange(now) - now);
        }

        // Without the reader that should have read it: answered as well as can be, and the next asker shall have it better.
        return FindingsOf((reranked ?? match).Ranked, cached: false);

        Findings FindingsOf(RankedEntry[] ranked, bool cached) => new(catalog, ranked, policy, cached) { Filter = reading.Filter };
    }

    private static RankedEntry[] RankExact(PublishedCatalog published, QuestionReading reading, Hit exact, DateTimeOffset now)
    {
        if (published.ExactRankings.Find(exact.Row, reading.Filter, now) is { } known)
        {
            return known;
        }

        RankedEntry[] ranked = QuestionMatch.OfExact(published, reading, exact, now).Ranked;
        published.ExactRankings.Keep(exact.Row, reading.Filter, ranked, published.Catalog.NextValidityChange(now));
        return ranked;
    }

    /// <summary>The filter of a question; of one that names the question before it, in the context of what that one found.</summary>
    private static EntryFilter FilterOf(Ask ask, FaqCatalog catalog) =>
        ask.Filter.PreviousEntryId is null && ask.PreviousQuestion is { } before && catalog.RowOf(before) is >= 0 and var answered
            ? ask.Filter.After(catalog.Entries[catalog.Questions[answered].Entry].Id)
            : ask.Filter;
}
