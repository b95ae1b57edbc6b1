namespace FaqBot.Core.Tests;

/// <summary>Where the files of this repository and the shared test material lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string BundledModel => Path.Combine(Root, "models", "faqbot-e5-small-zh-en");

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
