using System.Reflection;

namespace FaqBot.Tests.Deployment;

/// <summary>The names by which the environment sets the service's options.</summary>
internal static class OptionNames
{
    private const string Prefix = "FaqBot__";

    private static readonly string[] OfServer =
        ["FaqBot__Storage__ConnectionString", "FaqBot__Storage__Migrate", "FaqBot__Storage__VectorCache"];

    public static bool IsOption(string variable)
    {
        Type type = typeof(FaqBotOptions);
        foreach (string name in variable[Prefix.Length..].Split("__"))
        {
            if (type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is not { } property)
            {
                return false;
            }

            type = property.PropertyType;
        }

        return true;
    }

    /// <summary>The same for what several replicas need: a build without the store on a server lacks that store's options.</summary>
    public static bool IsOptionOfReplicas(string variable) => IsOption(variable)
        || (!Directory.Exists(Repository.PathOf("src", "FaqBot.Postgres")) && OfServer.Contains(variable));

    public static IEnumerable<string> Of(IEnumerable<string> variables) =>
        variables.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));
}
