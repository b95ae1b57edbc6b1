using FaqBot.Core.Evaluation;
using FaqBot.Core.Linting;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <summary>A gate keeps a knowledge base from being published; nothing was changed.</summary>
/// <param name="kb">The knowledge base.</param>
/// <param name="blocked">What each gate found.</param>
/// <param name="canBeOverridden">Whether a reason opens them.</param>
public sealed class PublicationBlockedException(string kb, IReadOnlyList<string> blocked, bool canBeOverridden) : Exception(
    $"'{kb}' is not published: {string.Join(" ", blocked)}"
        + (canBeOverridden ? " Mend it, or publish with a reason for doing so nevertheless." : ""))
{
    /// <summary>What each gate found.</summary>
    public IReadOnlyList<string> Blocked { get; } = blocked;

    /// <summary>Whether a reason opens them.</summary>
    public bool CanBeOverridden { get; } = canBeOverridden;
}

/// <summary>Looks whether a draft may be published.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="store">Holds the labelled questions.</param>
/// <param name="drafts">Make the draft that is looked at.</param>
/// <param name="trials">Look at it.</param>
public sealed class PublishingGates(KnowledgeStore store, Drafts drafts, Trials trials)
{
    private const int MostNamed = 5;

    /// <summary>Looks at the draft of a knowledge base.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="policy">What is asked of it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>A sentence for each gate that is shut.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(string kb, PublishingPolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (!policy.NeedsNoLintError && !policy.HasGoals)
        {
            return [];
        }

        await drafts.MakeAsync(kb, cancellationToken);
        return
        [
            .. policy.NeedsNoLintError ? await LintAsync(kb, cancellationToken) : [],
            .. policy.HasGoals ? await GoalsAsync(kb, policy.Goals, cancellationToken) : [],
        ];
    }

    private async Task<string[]> LintAsync(string kb, CancellationToken cancellationToken)
    {
        LintReport report = await trials.LintAsync(kb, Deployment.Test, LintSeverity.Error, cancellationToken);
        if (report.Findings.Count == 0)
        {
            return [];
        }

        string shown = string.Join("; ", report.Findings.Take(MostNamed).Select(finding =>
            $"{finding.RuleId}{(finding.Entry is null ? "" : $" of entry '{finding.Entry}'")}"));
        return
        [
            $"Found {report.Findings.Count} {(report.Findings.Count == 1 ? "error" : "errors")} of lint, expected none: "
                + $"{shown}{(report.Findings.Count > MostNamed ? "; …" : "")}.",
        ];
    }

    private async Task<IReadOnlyList<string>> GoalsAsync(string kb, EvaluationGoals goals, CancellationToken cancellationToken)
    {
        List<StoredLabel> labels = store.Read(rows => rows.Evaluations.Labels(kb));
        return labels.Count == 0
            ? ["Found no labelled question to measure the goals on, expected at least 1."]
            : goals.Missed((await trials.EvaluateAsync(kb, Deployment.Test, labels, cancellationToken)).Systems[0].All);
    }
}
