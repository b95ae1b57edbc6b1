using System.Reflection;

namespace FaqBot.Hosting;

/// <summary>Binds configuration to option objects value by value, so that one bad value does not hide the next.</summary>
internal static class OptionBinder
{
    /// <summary>Sets the properties that a section names.</summary>
    /// <param name="section">The section.</param>
    /// <param name="target">The options; properties without setter hold further options.</param>
    /// <param name="faults">Receives one line for each value that is unknown or cannot be read.</param>
    public static void Bind(IConfigurationSection section, object target, List<string> faults)
    {
        PropertyInfo[] properties = target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo? property = Array.Find(properties, candidate => candidate.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                faults.Add($"{child.Path}: no such option; known are {string.Join(", ", properties.Select(known => known.Name))}");
            }
            else if (!property.CanWrite)
            {
                Bind(child, property.GetValue(target)!, faults);
            }
            else
            {
                Set(child, property, target, faults);
            }
        }
    }

    private static void Set(IConfigurationSection value, PropertyInfo property, object target, List<string> faults)
    {
        try
        {
            if (value.Get(property.PropertyType) is { } bound)
            {
                property.SetValue(target, bound);
            }
        }
        catch (InvalidOperationException)
        {
            faults.Add($"{value.Path}: '{value.Value}' is not of type {property.PropertyType.Name}");
        }
    }
}
