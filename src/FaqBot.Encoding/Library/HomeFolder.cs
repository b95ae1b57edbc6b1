namespace FaqBot.Encoding.Library;

/// <summary>The folder that holds <c>models/</c> and <c>data/</c>: the repository, or where the program was published to.</summary>
public static class HomeFolder
{
    /// <summary>The folder of models, below the home folder.</summary>
    public const string Models = "models";

    /// <summary>The bundled encoder, below the home folder.</summary>
    public const string BundledModel = "models/faqbot-e5-small-zh-en";

    /// <summary>The bundled judge, below the home folder.</summary>
    public const string BundledJudge = "models/faqbot-judge-zh-en";

    /// <summary>The database, below the home folder.</summary>
    public const string Database = "faq.db";

    /// <summary>The sample knowledge bases, below the home folder; the first is asked by default.</summary>
    public static IReadOnlyList<string> SampleFiles { get; } = ["data/faq.json", "data/chitchat.json"];

    /// <summary>Finds the folder.</summary>
    /// <returns>The nearest folder above the program that holds <c>models/</c> and <c>data/</c>; else the working folder.</returns>
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "models")) && Directory.Exists(Path.Combine(folder.FullName, "data")))
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
