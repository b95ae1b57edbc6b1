using System.Reflection;

namespace FaqBot.Options;

/// <summary>Fills option objects from configuration. Unlike the framework's binder it goes on after a fault.</summary>
internal static class OptionsReader
{
    /// <summary>Reads a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="target">Receives the values; keeps its own where the section has none or a wrong one.</param>
    /// <param name="faults">Receives one line for each unknown name and each value of another type.</param>
    public static void Read(IConfigurationSection section, object target, List<string> faults)
    {
        if (section.Value is { Length: > 0 })
        {
            faults.Add($"{section.Path}: found a value, expected a section");
        }

        PropertyInfo[] known = [.. target.GetType().GetProperties().Where(property => property.CanWrite || IsSection(property))];
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo? property = Array.Find(known, one => one.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null && MovedOptions.PlaceOf(child.Path) is { } place)
            {
                faults.Add($"{child.Path}: moved to {place}");
            }
            else if (property is null)
            {
                faults.Add($"{child.Path}: unknown; known are {string.Join(", ", known.Select(one => one.Name))}");
            }
            else if (IsSection(property))
            {
                Read(child, property.GetValue(target)!, faults);
            }
            else
            {
                ReadValue(child, property, target, faults);
            }
        }
    }

    private static bool IsSection(PropertyInfo property) => !property.CanWrite && property.PropertyType.IsClass;

    private static void ReadValue(IConfigurationSection child, PropertyInfo property, object target, List<string> faults)
    {
        bool isList = property.PropertyType.IsArray;
        if (isList ? child.Value is { Length: > 0 } : child.GetChildren().Any())
        {
            faults.Add(isList
                ? $"{child.Path}: found one value, expected a list, whose first item is {child.Path}:0"
                : $"{child.Path}: found a section, expected {Expected(property.PropertyType)}");
            return;
        }

        try
        {
            if (child.Get(property.PropertyType) is { } value)
            {
                property.SetValue(target, value);
            }
        }
        catch (InvalidOperationException)
        {
            faults.Add($"{child.Path}: found '{child.Value}', expected {Expected(property.PropertyType)}");
        }
    }

    private static string Expected(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a duration such as 00:00:02.500"
        : type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type.IsEnum ? string.Join(" or ", Enum.GetNames(type))
        : "a text";
}
