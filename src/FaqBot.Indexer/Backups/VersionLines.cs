using System.Globalization;
using FaqBot.Core.Storage;

namespace FaqBot.Indexer.Backups;

/// <summary>Says what a copy holds.</summary>
internal static class VersionLines
{
    /// <summary>Prints a line a version.</summary>
    /// <param name="versions">The versions, each of which was read.</param>
    public static void Print(IEnumerable<PublishedVersion> versions)
    {
        foreach (PublishedVersion version in versions)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {version.Identity.KnowledgeBaseId}\tversion {version.Identity.Number}\t{version.Entries} entries\t"
                + $"{version.Questions} questions"));
        }
    }
}
