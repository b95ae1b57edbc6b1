using System.Globalization;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Indexer.CommandLine;

/// <summary>What the questions of a version taught its ranking, in words.</summary>
internal static class TeachingText
{
    /// <summary>Says it.</summary>
    /// <param name="version">The version.</param>
    /// <returns>A line; null when nothing could be taught.</returns>
    public static string? Of(VersionIdentity version) =>
        Teaching.Parse(version.Taught) is not { Questions: > 0 } teaching
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(teaching.IsInForce ? "taught" : "not taught, for that is within chance")}: {Share(teaching.RightBefore, teaching):0.0} % "
                + $"→ {Share(teaching.RightAfter, teaching):0.0} % of {teaching.Questions} left-out questions right");

    private static double Share(int right, Teaching teaching) => 100.0 * right / teaching.Questions;
}
