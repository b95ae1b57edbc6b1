using FaqBot.Core.Reporting;

namespace FaqBot.Core.Linting;

/// <summary>What was found, in the languages that pages speak.</summary>
/// <param name="English">In English.</param>
/// <param name="Simplified">In simplified Chinese.</param>
/// <param name="Traditional">In traditional Chinese.</param>
public readonly record struct LintText(string English, string Simplified, string Traditional)
{
    /// <summary>The texts by the tags of their languages.</summary>
    internal IReadOnlyDictionary<string, string> ByLanguage => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = English,
        ["zh-Hans"] = Simplified,
        ["zh-Hant"] = Traditional,
    };

    /// <summary>The text as reports show it, which speak English and simplified Chinese.</summary>
    internal ReportText Reported => new(English, Simplified);

    /// <summary>Two sentences, one behind the other.</summary>
    internal LintText Then(LintText next) =>
        new($"{English} {next.English}", Simplified + next.Simplified, Traditional + next.Traditional);
}
