using System.Globalization;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Indexer.CommandLine;

/// <summary>What the questions of a version taught its ranking, in words and as JSON.</summary>
internal static class TeachingText
{
    /// <summary>Says it in a line.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The line; null when nothing could be taught.</returns>
    public static string? Of(VersionIdentity version) =>
        TaughtBy(version) is not { } teaching
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(teaching.IsInForce ? "taught" : "not taught, which would win too little")}: "
                + $"{Share(teaching.RightBefore, teaching):0.0} % → {Share(teaching.RightAfter, teaching):0.0} % of {teaching.Questions} "
                + $"left-out questions right");

    /// <summary>What JSON says of it.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The object; null when nothing could be taught.</returns>
    public static object? Report(VersionIdentity version) =>
        TaughtBy(version) is not { } teaching
            ? null
            : new { teaching.IsInForce, teaching.Questions, teaching.RightBefore, teaching.RightAfter };

    private static Teaching? TaughtBy(VersionIdentity version) =>
        Teaching.Parse(version.Taught) is { Questions: > 0 } teaching ? teaching : null;

    private static double Share(int right, Teaching teaching) => 100.0 * right / teaching.Questions;
}
