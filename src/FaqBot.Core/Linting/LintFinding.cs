using System.Text.Json.Serialization;

namespace FaqBot.Core.Linting;

/// <summary>Something that a rule found.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Entry">Id of the entry; null when it concerns the knowledge base.</param>
/// <param name="Text">What was found and what to do.</param>
public sealed record LintFinding([property: JsonIgnore] LintRule Rule, string? Entry, [property: JsonIgnore] LintText Text)
{
    /// <summary>What was found and what to do, in English.</summary>
    public string Message => Text.English;

    /// <summary>The same by language: <c>en</c>, <c>zh-Hans</c>, <c>zh-Hant</c>.</summary>
    public IReadOnlyDictionary<string, string> Messages => Text.ByLanguage;

    /// <summary>Id of the rule.</summary>
    [JsonPropertyOrder(-2)]
    public string RuleId => Rule.Id;

    /// <summary>Severity of the rule.</summary>
    [JsonPropertyOrder(-1)]
    public LintSeverity Severity => Rule.Severity;

    /// <summary>Id of the other entry, or null.</summary>
    public string? OtherEntry { get; init; }

    /// <summary>The question, or null.</summary>
    public string? Question { get; init; }

    /// <summary>The question of the other entry, or null.</summary>
    public string? OtherQuestion { get; init; }

    /// <summary>How alike the questions are, 0…1, or null.</summary>
    public double? Similarity { get; init; }
}
