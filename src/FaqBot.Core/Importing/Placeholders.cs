using System.Text.RegularExpressions;

namespace FaqBot.Core.Importing;

/// <summary>Finds what other services fill in when they answer: <c>$givenName</c>, <c>#visit.name</c>, <c>{name}</c>, <c>${name}</c>,
/// <c>{{user.name}}</c>, <c>{% if … %}</c>.</summary>
internal static partial class Placeholders
{
    private const int MostFound = 3;

    /// <summary>The first placeholders of a text, each once; what stands as code means itself.</summary>
    public static string[] In(string text) => text.AsSpan().ContainsAny("{$#")
        ? [.. Placeholder().Matches(Code().Replace(text, " ").Replace("\\_", "_", StringComparison.Ordinal))
            .Select(match => match.Value).Distinct(StringComparer.Ordinal).Take(MostFound)]
        : [];

    // Names begin with a letter: $100 is an amount. A formula (x^{n}, \frac{a}{b}, $x$) has none.
    [GeneratedRegex(
        @"\{\{[^{}]{1,80}\}\}|\{%[^%]{1,80}%\}|(?<![A-Za-z0-9\\}^_$#%])[$#%]?\{[A-Za-z_][A-Za-z0-9_.-]{0,60}\}"
        + @"|(?<![A-Za-z0-9_$\\/])\$(?>[a-z][A-Za-z0-9_-]*(?:\.[A-Za-z][A-Za-z0-9_-]*)*)(?!\$)"
        + @"|(?<=^|[\s,，。])#(?>[a-z][A-Za-z0-9_-]*)\.[a-z][A-Za-z0-9_-]*")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"```[\s\S]*?(?:```|\z)|`[^`\n]*`")]
    private static partial Regex Code();
}
