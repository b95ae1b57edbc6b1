using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

namespace FaqBot.Hosting;

/// <summary>Options in files, one a file, as Kubernetes and Docker give secrets: <c>FaqBot__Admin__Key</c> holds the key.</summary>
/// <remarks>
/// They win over <c>appsettings.json</c>; the environment and the command line win over them. The line break at a file's end does not
/// count. Files of other names are left alone.
/// </remarks>
internal static class SecretFiles
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "FAQBOT_SECRETS";

    private const string UsualFolder = "/run/secrets", Prefix = "FaqBot__";

    /// <summary>Adds the files' options.</summary>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        string folder = FolderOf(configuration);
        if (!Directory.Exists(folder) || Faults(configuration).Any())
        {
            return;
        }

        IList<IConfigurationSource> sources = configuration.Sources;
        int place = sources.Count;
        while (place > 0 && sources[place - 1] is not EnvironmentVariablesConfigurationSource)
        {
            place--;
        }

        sources.Insert(Math.Max(0, place - 1), new KeyPerFileConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder)),
            IgnoreCondition = name => !IsOption(name),
            Optional = true,
        });
    }

    /// <summary>Finds files that cannot be read, and a folder that is not there.</summary>
    /// <returns>One line a fault.</returns>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        string folder = FolderOf(configuration);
        if (!Directory.Exists(folder))
        {
            return configuration[Variable] is { Length: > 0 }
                ? [$"{Variable}: found no folder '{folder}', expected one that holds secrets as files"] : [];
        }

        return Directory.EnumerateFiles(folder).Where(file => IsOption(Path.GetFileName(file))).Order(StringComparer.Ordinal)
            .Where(file => !CanRead(file))
            .Select(file => $"{Variable}: found '{file}', which this user may not read; let it be read (Kubernetes: fsGroup, defaultMode)");
    }

    private static string FolderOf(IConfiguration configuration) =>
        configuration[Variable] is { Length: > 0 } named ? named : UsualFolder;

    private static bool IsOption(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private static bool CanRead(string file)
    {
        try
        {
            using FileStream _ = File.OpenRead(file);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
