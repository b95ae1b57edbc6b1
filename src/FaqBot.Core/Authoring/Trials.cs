using FaqBot.Core.Answering;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Linting;
using FaqBot.Core.Matching;
using FaqBot.Core.Similarity;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Authoring;

/// <summary>Asks versions in memory what they would answer, as the service would.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="catalogs">The versions.</param>
/// <param name="options">The thresholds.</param>
/// <param name="stages">Let a judge or a cross-encoder read the best entries, the one to prefer first.</param>
/// <param name="time">The clock.</param>
public sealed class Trials(PublishedCatalogs catalogs, AnsweringOptions options, IReadOnlyList<RerankingStage> stages, TimeProvider time)
{
    /// <summary>Most questions of one call that are asked of two versions.</summary>
    public const int MostAsked = 2_000;

    /// <summary>Asks labelled questions.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="deployment">Of which version.</param>
    /// <param name="labels">The questions, at least one.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The report.</returns>
    public async Task<EvaluationReport> EvaluateAsync(
        string kb, Deployment deployment, IReadOnlyList<StoredLabel> labels, CancellationToken cancellationToken)
    {
        EvaluationQuestion[] questions =
        [
            .. labels.Select(label => new EvaluationQuestion(
                Question.Parse(label.Question, KnowledgeLimits.QuestionRunes), label.EntryId, label.Language, EntryFilter.None)
            {
                Offered = label.Offered,
                Kind = label.Kind,
            }),
        ];
        return await UseAsync(
            kb, deployment,
            published => new Evaluator(published, options.ToPolicy(), time) { Stages = stages }
                .RunAsync(questions, baselines: false, cancellationToken: cancellationToken),
            cancellationToken);
    }

    /// <summary>Holds a version against the rules of lint.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="deployment">Which version.</param>
    /// <param name="least">Least severity of what is told.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The report.</returns>
    public Task<LintReport> LintAsync(string kb, Deployment deployment, LintSeverity least, CancellationToken cancellationToken) =>
        UseAsync(
            kb, deployment,
            published => Task.Run(
                () => new Linter(published, time).Run(NearDuplicates.DefaultBand, least, LintIgnoreList.Parse([]), [], cancellationToken),
                cancellationToken),
            cancellationToken);

    /// <summary>Asks questions of what customers are answered by, and of the draft.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="questions">The questions, at most <see cref="MostAsked"/>.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What each says to each question, in their order.</returns>
    public async Task<IReadOnlyList<AskedOfBoth>> AskBothAsync(
        string kb, IReadOnlyList<Question> questions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(questions.Count, MostAsked);
        TrialReply[] before = await AskAsync(kb, Deployment.Production, questions, cancellationToken);
        TrialReply[] after = await AskAsync(kb, Deployment.Test, questions, cancellationToken);
        return [.. questions.Select((question, i) => new AskedOfBoth(question.Original, before[i], after[i]))];
    }

    /// <summary>Asks one question, and keeps why it is answered so.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="deployment">Of which version.</param>
    /// <param name="question">The question.</param>
    /// <param name="threshold">Least confidence of an answer, 0…1; null: the one in force.</param>
    /// <param name="show">Makes of it what the caller wants, while the version is held.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What was made.</returns>
    public Task<T> ExplainAsync<T>(
        string kb, Deployment deployment, Question question, double? threshold, Func<Explanation, PublishedCatalog, T> show,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(show);
        MatchPolicy policy = threshold is { } least ? options.ToPolicy().With(least) : options.ToPolicy();
        return UseAsync(kb, deployment, async published =>
        {
            Explanation explanation = await Explanation.OfAsync(
                published, question, EntryFilter.None, policy, time.GetUtcNow(),
                (text, toJudge) => published.Encoder.EncodeAsync(text, toJudge, cancellationToken), stages);
            return show(explanation, published);
        }, cancellationToken);
    }

    private Task<TrialReply[]> AskAsync(
        string kb, Deployment deployment, IReadOnlyList<Question> questions, CancellationToken cancellationToken) =>
        UseAsync(kb, deployment, async published =>
        {
            TrialReply[] replies = new TrialReply[questions.Count];
            for (int i = 0; i < replies.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Explanation explained = await Explanation.OfAsync(
                    published, questions[i], EntryFilter.None, options.ToPolicy(), time.GetUtcNow(),
                    (text, toJudge) => published.Encoder.EncodeAsync(text, toJudge, LoadPolicy.Evaluation, cancellationToken),
                    stages);
                RankedEntry[] ranked = [.. explained.Entries.Select(entry => entry.Ranked)];
                FaqEntry? best = ranked.Length == 0 ? null : published.Catalog.Entries[ranked[0].Entry];
                replies[i] = new TrialReply(
                    explained.Decision,
                    best?.Id,
                    ranked.Length == 0 ? 0 : ranked[0].Confidence,
                    explained.Decision == Decision.Answer ? best!.Answer.For(questions[i].Language) : null,
                    explained.Decision == Decision.Suggestions
                        ? [.. MatchPolicy.SuggestionsOf(ranked).Select(entry => published.Catalog.Entries[entry.Entry].Id)]
                        : []);
            }

            return replies;
        }, cancellationToken);

    private async Task<T> UseAsync<T>(
        string kb, Deployment deployment, Func<PublishedCatalog, Task<T>> work, CancellationToken cancellationToken)
    {
        PublishedCatalog published = await catalogs.UseAsync(kb, deployment, cancellationToken) ?? throw catalogs.Missing(kb);
        try
        {
            return await work(published);
        }
        finally
        {
            published.Encoder.Release();
        }
    }
}

/// <summary>What a version says to a question.</summary>
/// <param name="Decision">What it decides.</param>
/// <param name="EntryId">Its best entry, or null.</param>
/// <param name="Confidence">Its confidence in that entry, 0…1.</param>
/// <param name="Answer">The answer, where it gives one.</param>
/// <param name="Suggestions">Entries that it asks back for; none where it does not.</param>
public sealed record TrialReply(
    Decision Decision, string? EntryId, double Confidence, string? Answer, IReadOnlyList<string> Suggestions)
{
    /// <summary>Whether a customer would read something else.</summary>
    /// <param name="other">What another version says.</param>
    /// <returns>Whether the decision, the answering entry, its answer or the suggestions differ.</returns>
    public bool IsOtherwise(TrialReply other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Decision != other.Decision
            || (Decision == Decision.Answer && (EntryId != other.EntryId || Answer != other.Answer))
            || !Suggestions.SequenceEqual(other.Suggestions);
    }
}

/// <summary>A question that two versions were asked.</summary>
/// <param name="Question">The question.</param>
/// <param name="Before">What customers are told.</param>
/// <param name="After">What they would be told by the draft.</param>
public sealed record AskedOfBoth(string Question, TrialReply Before, TrialReply After)
{
    /// <summary>Whether a customer would read something else.</summary>
    public bool IsOtherwise => After.IsOtherwise(Before);
}
