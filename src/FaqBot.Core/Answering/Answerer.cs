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
        (Findings? talk, bool needsNoTalk) = await TalkAsync(ask, asked, encodings, cancellationToken);
        Findings findings = talk is not null && SmallTalk.Answers(asked.Policy, asked.Ranked, talk.Ranked) ? talk : asked;
        DateTimeOffset now = time.GetUtcNow();
        Reply reply = ReplyWriter.Write(ask, findings, options, now);
        IReadOnlyList<(string EntryId, double Confidence)> best = BestOf(findings);
        Note(step, ask, findings, best, reply.Decision, started);
        if (conversation is not null && reply.Answer is { } answer && ReferenceEquals(findings, asked))
        {
            lastAnswers.Keep(conversation, answer.EntryId);
        }

        // Where small talk could not be asked, the next time may go another way.
        if (ask.Repeated is { } repeated && conversation is null && (talk is not null || needsNoTalk)
            && KeptReply.CanKeep(cache, asked) && (talk is null || KeptReply.CanKeep(cache, talk)))
        {
            reply = reply with { IsKept = true };
            repeated.Kept = new KeptReply(
                ask with { Repeated = null, Asker = null }, asked, talk, findings, best, reply, Sooner(asked, talk, now));
        }

        return reply;
    }

    /// <summary>Answers what was asked before in the very same words, if nothing has changed that the reply depends on.</summary>
    /// <param name="ask">The question with all that decides its answer, and with <see cref="Ask.Repeated"/>.</param>
    /// <returns>The very reply that <see cref="AnswerAsync"/> would write, counted and logged as it would; null: ask that.</returns>
    public Reply? Repeat(Ask ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        long started = time.GetTimestamp();
        if (ask.Repeated?.Kept is not { } kept || !kept.IsOf(ask) || kept.Until <= time.GetUtcNow()
            || AnswerTrace.IsWatched // Who follows the steps is to see them.
            || !catalogs.IsInPlace(ask.KnowledgeBaseId, ask.Deployment, kept.Asked.Published)
            || (kept.Talk is { } talk && !catalogs.IsInPlace(options.SmallTalkKnowledgeBase!, Deployment.Production, talk.Published))
            || (kept.Talk is null && MayTalk(ask, kept.Asked)) || !kept.IsInForce(cache))
        {
            return null;
        }

        foreach (Findings? found in (ReadOnlySpan<Findings?>)[kept.Asked, kept.Talk])
        {
            if (found is { Exact: false })
            {
                cache.CountHit();
            }
        }

        Note(null, ask, kept.Findings, kept.Best, kept.Reply.Decision, started);
        return kept.Reply;
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
        Note(step, ask, findings, BestOf(findings), findings.Policy.Decide(findings.Ranked), started);
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
    private void Note(
        Activity? step, Ask ask, Findings findings, IReadOnlyList<(string EntryId, double Confidence)> best, Decision decision,
        long started)
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
            best,
            findings.Exact ? RankingOrigin.Exact : findings.Cached ? RankingOrigin.Cached : RankingOrigin.Ranked,
            time.GetUtcNow(),
            elapsed));
    }

    /// <summary>The best entries, as the question log takes them.</summary>
    private static (string EntryId, double Confidence)[] BestOf(Findings findings) =>
        [.. findings.Ranked.Take(AskedQuestion.MostBest).Select(best => (findings.Catalog.Entries[best.Entry].Id, best.Confidence))];

    /// <summary>When other entries may answer than those that were found; null: never.</summary>
    private static DateTimeOffset? Sooner(Findings asked, Findings? talk, DateTimeOffset now)
    {
        DateTimeOffset? one = asked.Catalog.NextValidityChange(now), other = talk?.Catalog.NextValidityChange(now);
        return one is null || other < one ? other : one;
    }

    /// <summary>Whether small talk may answer instead. Who asks for entries of some kind wants no others.</summary>
    private bool MayTalk(Ask ask, Findings asked) => options.SmallTalkKnowledgeBase is { Length: > 0 } id && id != ask.KnowledgeBaseId
        && !ask.Filter.HasConditions && asked.Policy.Decide(asked.Ranked) != Decision.Answer && catalogs.HeadOf(id) is not null;

    /// <summary>What small talk finds; null, and whether that is for lack of need, when it is not or cannot be asked.</summary>
    private async ValueTask<(Findings? Talk, bool NotNeeded)> TalkAsync(
        Ask ask, Findings asked, QuestionEncodings encodings, CancellationToken cancellationToken)
    {
        if (!MayTalk(ask, asked))
        {
            return (null, true);
        }

        try
        {
            return (await RankAsync(
                new Ask(ask.Question, options.SmallTalkKnowledgeBase!, EntryFilter.None, ask.Top, ask.Threshold), encodings,
                cancellationToken), false);
        }
        catch (Exception exception) when (
            exception is UnknownKnowledgeBaseException or EncoderUnavailableException or BusyException)
        {
            // It was withdrawn in between, or its encoder cannot be reached or is busy: what was asked is answered without it.
            return (null, false);
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
            return await RankInAsync(inForce, stage, ask, encodings, cancellationToken) with { Published = published };
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
            return FindingsOf(found, cached: true) with { Key = key };
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
