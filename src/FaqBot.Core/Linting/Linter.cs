using FaqBot.Core.Answering;

namespace FaqBot.Core.Linting;

/// <summary>Holds a knowledge base against all rules.</summary>
/// <param name="published">The knowledge base, as the service would ask it.</param>
/// <param name="time">The clock, for the entries' validity.</param>
public sealed class Linter(PublishedCatalog published, TimeProvider time)
{
    /// <summary>Applies all rules.</summary>
    /// <param name="band">Least similarity of near-duplicates, 0…1.</param>
    /// <param name="least">Least severity to give.</param>
    /// <param name="ignored">Findings not to give.</param>
    /// <param name="further">Findings of a <see cref="LinkCheck"/>, to be given with the others.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The report.</returns>
    public LintReport Run(
        double band, LintSeverity least, LintIgnoreList ignored, IReadOnlyList<LintFinding> further,
            CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ignored);
        ArgumentNullException.ThrowIfNull(further);
        StoredQuestions questions = new(published, time.GetUtcNow());
        IEnumerable<LintFinding> findings =
        [
            .. DuplicateRules.SameQuestions(questions),
            .. DuplicateRules.NearDuplicates(questions, band, cancellationToken),
            .. DuplicateRules.LeaveOneOut(questions, cancellationToken),
            .. EntryRules.Questions(questions),
            .. EntryRules.Reach(questions),
            .. OwnersWordRules.ContradictingSynonyms(questions),
            .. OwnersWordRules.FarCounterExamples(questions),
            .. EntryRules.Languages(questions.Catalog.Knowledge),
            .. EntryRules.Links(questions.Catalog.Knowledge),
            .. further,
        ];
        return new LintReport(
            questions.Catalog.Identity.KnowledgeBaseId,
            questions.Catalog.Identity.Number,
            band,
            [.. findings.Where(finding => finding.Severity >= least && !ignored.Has(finding))
                .OrderByDescending(finding => finding.Severity)],
            [.. DuplicateRules.Clusters(questions, band, cancellationToken)])
        { Contrasts = [.. OwnersWordRules.Contrasts(questions)] };
    }
}
