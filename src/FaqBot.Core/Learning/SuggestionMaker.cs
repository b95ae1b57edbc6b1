using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Similarity;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Learning;

/// <summary>Makes the suggestions of a published knowledge base out of the question log.</summary>
/// <remarks>Thread-safe. A wording is encoded once; its vector is kept in the log for as long as its text is.</remarks>
/// <param name="answerer">What answers.</param>
/// <param name="catalogs">What is published.</param>
/// <param name="questions">What was asked.</param>
/// <param name="options">How much evidence a suggestion needs.</param>
/// <param name="time">The clock.</param>
public sealed class SuggestionMaker(
    Answerer answerer, PublishedCatalogs catalogs, LoggedQuestions questions, LearningOptions options, TimeProvider time)
{
    /// <summary>Reads pairs of wordings; null: vectors and deciding words alone say what is alike.</summary>
    public QuestionJudge? Judge { get; init; }

    /// <summary>Makes the suggestions.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The suggestions, and the version that they are made for.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    /// <exception cref="Storage.StoreException">The log cannot be read.</exception>
    public async Task<MadeSuggestions> MakeAsync(string knowledgeBaseId, CancellationToken cancellationToken)
    {
        PublishedCatalog published = await catalogs.UseAsync(knowledgeBaseId, Deployment.Production, cancellationToken)
            ?? throw catalogs.Missing(knowledgeBaseId);
        try
        {
            AskedWordings asked = await AskedAsync(published, knowledgeBaseId, cancellationToken);
            SimilarityScale scale = new(published.Confidence);
            (IReadOnlyList<Suggestion> found, IReadOnlyList<WordingGroup> groups) = await new SuggestionFinder(options).FindAsync(
                published.Catalog, scale, asked,
                question => answerer.FindAsync(
                    new Ask(question, knowledgeBaseId, EntryFilter.None, Ranking.MaxEntries, null), cancellationToken),
                questions.Rejections(knowledgeBaseId),
                Judge,
                cancellationToken);
            return new MadeSuggestions(published.Catalog.Identity.Number, time.GetUtcNow(), asked.Wordings.Count, found)
            {
                Groups = groups,
            };
        }
        finally
        {
            published.Encoder.Release();
        }
    }

    /// <summary>Shows what accepting wordings for an entry would change beside.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="entryId">The entry.</param>
    /// <param name="wordings">The wordings.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The questions that would be answered otherwise.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    /// <exception cref="Storage.StoreException">The log cannot be read.</exception>
    public async Task<AcceptanceEffect> EffectAsync(
        string knowledgeBaseId, string entryId, IReadOnlyList<string> wordings, MatchPolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wordings);
        PublishedCatalog published = await catalogs.UseAsync(knowledgeBaseId, Deployment.Production, cancellationToken)
            ?? throw catalogs.Missing(knowledgeBaseId);
        try
        {
            AskedWordings asked = await AskedAsync(published, knowledgeBaseId, cancellationToken);
            return await new WordingEffect(published, policy, time.GetUtcNow()).FindAsync(entryId, wordings, asked, cancellationToken);
        }
        finally
        {
            published.Encoder.Release();
        }
    }

    /// <summary>Remembers that a suggestion was rejected.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="suggestion">The suggestion.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The rejection.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    /// <exception cref="Storage.StoreException">The log cannot be written.</exception>
    public async Task<Rejection> RejectAsync(string knowledgeBaseId, Suggestion suggestion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        PublishedCatalog published = await catalogs.UseAsync(knowledgeBaseId, Deployment.Production, cancellationToken)
            ?? throw catalogs.Missing(knowledgeBaseId);
        try
        {
            bool isRepair = suggestion.Queue == QueueKind.Repairs;
            float[] vector = isRepair ? [] : await published.Encoder.Bulk.EncodeAsync(
                [TextNormalizer.ForEncoding(suggestion.Wordings[0].Text)], null, cancellationToken);
            string entry = suggestion.EntryId ?? "";
            return questions.Reject(new Rejection(
                0, knowledgeBaseId, suggestion.Queue.ToString(), entry, RejectionFilter.HashOf(published.Catalog, entry),
                isRepair ? [suggestion.Id] : RejectionFilter.KeysOf(suggestion), published.Catalog.Identity.Model.Fingerprint, vector,
                time.GetUtcNow()));
        }
        finally
        {
            published.Encoder.Release();
        }
    }

    private Task<AskedWordings> AskedAsync(PublishedCatalog published, string knowledgeBaseId, CancellationToken cancellationToken) =>
        new WordingVectors(questions).OfAsync(
            published, questions.Wordings(knowledgeBaseId, options.MostWordings), cancellationToken);
}

/// <summary>Suggestions as they were made.</summary>
/// <param name="Version">The version that they are made for.</param>
/// <param name="At">When.</param>
/// <param name="Wordings">How many wordings were looked at.</param>
/// <param name="All">The suggestions of all queues, in each the most valuable first.</param>
public sealed record MadeSuggestions(int Version, DateTimeOffset At, int Wordings, IReadOnlyList<Suggestion> All)
{
    /// <summary>Groups of wordings that want the same answer, asked by enough people.</summary>
    public IReadOnlyList<WordingGroup> Groups { get; init; } = [];
}

/// <summary>Wordings that want the same answer.</summary>
/// <param name="Terms">Terms that most of them share.</param>
/// <param name="Texts">Their texts, the most frequent first; of very many some.</param>
/// <param name="Ids">Their numbers in the log.</param>
public sealed record WordingGroup(IReadOnlyList<string> Terms, IReadOnlyList<string> Texts, IReadOnlyList<long> Ids);
