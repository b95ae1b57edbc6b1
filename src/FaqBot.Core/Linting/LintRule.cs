using System.Text.Json.Serialization;

namespace FaqBot.Core.Linting;

/// <summary>How much a finding matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LintSeverity>))]
public enum LintSeverity
{
    /// <summary>Worth knowing; may well be meant so.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>Customers may get a wrong answer, or none.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something does not work.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>A rule that knowledge bases are held against. Ids and severities stay as they are: ignore lists and builds rely on
/// them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Severity">How much its findings matter.</param>
/// <param name="Title">What it finds.</param>
public sealed record LintRule(string Id, LintSeverity Severity, string Title)
{
    /// <summary>Two entries have the same question but for traditional and simplified characters.</summary>
    public static readonly LintRule SameQuestion =
        new("same-question", LintSeverity.Error, "Entries with the same question in other characters");

    /// <summary>Questions of two entries mean about the same.</summary>
    public static readonly LintRule NearDuplicate =
        new("near-duplicate", LintSeverity.Warning, "Questions of different entries that mean about the same");

    /// <summary>Entries with near-duplicate questions give answers that cannot both be right.</summary>
    public static readonly LintRule Contradiction = new(
        "contradicting-answers", LintSeverity.Warning, "Near-duplicate questions with answers that differ in numbers or decisive words");

    /// <summary>A question is nearer to another entry than to the rest of its own.</summary>
    public static readonly LintRule NearerElsewhere =
        new("nearer-elsewhere", LintSeverity.Warning, "Questions that would be answered by another entry if they were not stored");

    /// <summary>Each question of an entry, were it not stored, would be answered by another.</summary>
    public static readonly LintRule NeverWins =
        new("never-wins", LintSeverity.Warning, "Entries that win by the exact words of their questions only");

    /// <summary>A context-only entry that no prompt leads to.</summary>
    public static readonly LintRule Unreachable = new("unreachable", LintSeverity.Error, "Context-only entries that no prompt leads to");

    /// <summary>An entry that does not answer now.</summary>
    public static readonly LintRule Inactive = new("inactive", LintSeverity.Note, "Entries that are disabled, expired or not yet valid");

    /// <summary>A prompt leads to no entry.</summary>
    public static readonly LintRule BrokenPrompt = new("broken-prompt", LintSeverity.Error, "Prompts that lead to no entry");

    /// <summary>A prompt leads to an entry that does not answer now.</summary>
    public static readonly LintRule IdlePrompt =
        new("idle-prompt", LintSeverity.Warning, "Prompts that lead to an entry which does not answer now");

    /// <summary>A question of one character or word.</summary>
    public static readonly LintRule ShortQuestion = new("short-question", LintSeverity.Warning, "Questions of one character or word");

    /// <summary>A question that could be anybody's.</summary>
    public static readonly LintRule GenericQuestion =
        new("generic-question", LintSeverity.Warning, "Questions without a word that says what they are about");

    /// <summary>A question with blanks around it.</summary>
    public static readonly LintRule SurroundingBlanks =
        new("surrounding-blanks", LintSeverity.Note, "Questions with blanks before or after them");

    /// <summary>A declared language without an answer.</summary>
    public static readonly LintRule MissingLanguage =
        new("missing-language", LintSeverity.Warning, "Answers that lack a declared language");

    /// <summary>A declared Chinese script without an answer, where there is one in the other.</summary>
    public static readonly LintRule OtherScript =
        new("other-script", LintSeverity.Note, "Answers that lack a declared Chinese script and have the other");

    /// <summary>Synonyms make different questions.</summary>
    public static readonly LintRule ContradictingSynonyms =
        new("contradicting-synonyms", LintSeverity.Warning, "Synonyms that a contrast or questions of different entries tell apart");

    /// <summary>A counter-example is far from its entry.</summary>
    public static readonly LintRule FarCounterExample =
        new("far-counter-example", LintSeverity.Note, "Counter-examples that are far from the questions of their entry");

    /// <summary>A link that is no address.</summary>
    public static readonly LintRule BrokenLink = new("broken-link", LintSeverity.Error, "Links that are no address");

    /// <summary>A link whose page is gone.</summary>
    public static readonly LintRule DeadLink = new("dead-link", LintSeverity.Error, "Links whose page is gone (--check-links)");

    /// <summary>A link that could not be checked.</summary>
    public static readonly LintRule UncheckedLink =
        new("unchecked-link", LintSeverity.Note, "Links that could not be checked (--check-links)");

    /// <summary>All rules.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
    [
        SameQuestion, NearDuplicate, Contradiction, NearerElsewhere, NeverWins, Unreachable, Inactive, BrokenPrompt, IdlePrompt,
            ShortQuestion,
        GenericQuestion, SurroundingBlanks, MissingLanguage, OtherScript, ContradictingSynonyms, FarCounterExample, BrokenLink, DeadLink,
            UncheckedLink,
    ];
}
