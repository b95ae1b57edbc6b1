namespace FaqBot.Core.Tests;

/// <summary>Where the files of this repository and the shared test material lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string BundledModel => Path.Combine(Root, "models", "faqbot-e5-small-zh-en");

    /// <summary>The shared test material, which is no part of the repository: FAQBOT_SHARED, or beside the repository.</summary>
    public static string Shared { get; } =
        Environment.GetEnvironmentVariable("FAQBOT_SHARED") is { Length: > 0 } named ? named : Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>A file of the shared material; skips the test that asks for it where it is absent.</summary>
    public static string SharedFile(params string[] parts)
    {
        string path = Path.Combine([Shared, .. parts]);
        Assert.SkipUnless(File.Exists(path), $"The shared test material has no '{path}': set FAQBOT_SHARED to its folder.");
        return path;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FaqBot.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No FaqBot.sln above {AppContext.BaseDirectory}.");
    }
}
