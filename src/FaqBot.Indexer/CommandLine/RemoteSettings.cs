using System.Collections;
using System.ComponentModel;
using System.Reflection;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Remote;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Reads which service encodes: from the variables that the service of FaqBot reads, and from the command line before
/// them.</summary>
internal static class RemoteSettings
{
    private const string Prefix = "FaqBot__Encoder__Remote__";

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="endpoint">Base address, or null.</param>
    /// <param name="model">Name of the model, or null.</param>
    /// <param name="dimensions">Components of a vector, or null.</param>
    /// <returns>The settings; none carries a fault.</returns>
    /// <exception cref="ModelException">They have faults; all are reported together, and none shows the key.</exception>
    public static RemoteEncoderOptions Read(IDictionary variables, string? endpoint, string? model, int? dimensions)
    {
        RemoteEncoderOptions options = new();
        PropertyInfo[] known = [.. typeof(RemoteEncoderOptions).GetProperties().Where(property => property.CanWrite)];
        List<string> faults = [];
        foreach ((string variable, string value) in variables.Cast<DictionaryEntry>()
            .Select(entry => ((string)entry.Key, (string?)entry.Value ?? ""))
            .Where(entry => entry.Item1.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            PropertyInfo? property =
                Array.Find(known, one => one.Name.Equals(variable[Prefix.Length..], StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                faults.Add($"{variable}: unknown; known are {string.Join(", ", known.Select(one => Prefix + one.Name))}");
            }
            else if (value.Length > 0)
            {
                Set(options, property, variable, value, faults);
            }
        }

        options.Endpoint = endpoint ?? options.Endpoint;
        options.Model = model ?? options.Model;
        options.Dimensions = dimensions ?? options.Dimensions;
        faults.AddRange(options.Faults());
        return faults.Count == 0 ? options : throw new ModelException(options.Model, faults);
    }

    private static void Set(RemoteEncoderOptions options, PropertyInfo property, string variable, string value, List<string> faults)
    {
        try
        {
            property.SetValue(options, TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(value));
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            string expected = property.PropertyType == typeof(bool) ? "true or false"
                : property.PropertyType == typeof(TimeSpan) ? "a duration such as 00:00:02.500" : "a whole number";
            faults.Add($"{variable} is '{value}', expected {expected}");
        }
    }
}
