using System.Reflection;

namespace FaqBot.Tests.Deployment;

/// <summary>The names by which the environment sets the service's options.</summary>
internal static class OptionNames
{
    private const string Prefix = "FaqBot__";

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

    public static IEnumerable<string> Of(IEnumerable<string> variables) =>
        variables.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));
}
