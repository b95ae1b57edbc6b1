namespace FaqBot.Testing;

/// <summary>Where the files of this repository, the programs that are built with its tests, and the shared test material lie.</summary>
public static class Repository
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the bundled encoder.</summary>
    public static string BundledModel => PathOf("models", "faqbot-e5-small-zh-en");

    /// <summary>The service, as a library to run with <c>dotnet</c>.</summary>
    public static string Service => Program("FaqBot");

    /// <summary>The indexer, as a library to run with <c>dotnet</c>.</summary>
    public static string Indexer => Program("FaqBot.Indexer");

    /// <summary>The shared test material, which is no part of the repository: FAQBOT_SHARED, or beside the repository.</summary>
    public static string Shared { get; } =
        Environment.GetEnvironmentVariable("FAQBOT_SHARED") is { Length: > 0 } named
            ? named : Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>A file or folder of this repository.</summary>
    /// <param name="parts">Its path below the repository.</param>
    /// <returns>The full path.</returns>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file, or a folder, of the shared material; skips the test that asks for it where it is absent.</summary>
    /// <param name="parts">Its path below the material.</param>
    /// <returns>The full path.</returns>
    public static string SharedFile(params ReadOnlySpan<string> parts) => Present(parts, Path.Exists);

    /// <summary>A folder of the shared material; skips the test that asks for it where it is absent.</summary>
    /// <param name="parts">Its path below the material.</param>
    /// <returns>The full path.</returns>
    public static string SharedFolder(params ReadOnlySpan<string> parts) => Present(parts, Directory.Exists);

    private static string Present(ReadOnlySpan<string> parts, Func<string, bool> exists)
    {
        string path = Path.Combine([Shared, .. parts]);
        Assert.SkipUnless(exists(path), $"The shared test material has no '{path}': set FAQBOT_SHARED to its folder.");
        return path;
    }

    /// <summary>All builds of one configuration lie side by side: <c>bin/&lt;project&gt;/&lt;configuration&gt;</c>.</summary>
    private static string Program(string name)
    {
        DirectoryInfo own = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, name + ".dll");
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
