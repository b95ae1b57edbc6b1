using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace FaqBot.Tests.Options;

/// <summary>appsettings.json documents every option: names, defaults and a comment each.</summary>
public sealed partial class OptionDefaultsTests
{
    private static readonly string SettingsPath = Repository.PathOf("src", "FaqBot", "appsettings.json");

    public static TheoryData<string> Sections => [.. typeof(FaqBotOptions).GetProperties().Select(section => section.Name)];

    [Theory]
    [MemberData(nameof(Sections))]
    public void Section_has_the_documented_options_and_defaults(string section)
    {
        FaqBotOptions defaults = FaqBotOptions.Read(new ConfigurationBuilder().Build());
        FaqBotOptions documented = FaqBotOptions.Read(Settings());
        Assert.Equal(Values(defaults, section), Values(documented, section));
        Assert.Equal(
            Values(defaults, section).Keys.Select(WithoutIndex).Distinct().Order(StringComparer.Ordinal),
            DocumentedNames(section).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_documented_option_has_a_comment()
    {
        string[] lines = File.ReadAllLines(SettingsPath);
        int first = Array.FindIndex(lines, line => line.Contains("\"FaqBot\"", StringComparison.Ordinal));
        int end = Array.FindIndex(lines, line => line.Contains("\"Logging\"", StringComparison.Ordinal));
        for (int i = first + 1; i < end; i++)
        {
            if (Option().IsMatch(lines[i]))
            {
                Assert.StartsWith("//", lines[i - 1].TrimStart(), StringComparison.Ordinal);
            }
        }
    }

    private static IConfigurationRoot Settings() => new ConfigurationBuilder().AddJsonFile(SettingsPath).Build();

    private static IEnumerable<string> DocumentedNames(string section)
    {
        string[] names = [.. Settings().GetSection("FaqBot:" + section).AsEnumerable(makePathsRelative: true)
            .Select(pair => WithoutIndex(pair.Key)).Distinct()];
        return names.Where(name => name.Length > 0 && !names.Any(other => other.StartsWith(name + ':', StringComparison.Ordinal)));
    }

    /// <summary>All options of a section as text, by path.</summary>
    private static SortedDictionary<string, string?> Values(FaqBotOptions options, string section)
    {
        SortedDictionary<string, string?> values = new(StringComparer.Ordinal);
        Collect(typeof(FaqBotOptions).GetProperty(section)!.GetValue(options)!, "", values);
        return values;
    }

    private static void Collect(object section, string path, SortedDictionary<string, string?> values)
    {
        foreach (PropertyInfo property in section.GetType().GetProperties())
        {
            object? value = property.GetValue(section);
            if (!property.CanWrite)
            {
                Collect(value!, $"{path}{property.Name}:", values);
            }
            else if (value is IList { Count: 0 })
            {
                values[path + property.Name] = "";
            }
            else if (value is IList list)
            {
                for (int i = 0; i < list.Count; i++)
                {
                    values[$"{path}{property.Name}:{i}"] = (string?)list[i];
                }
            }
            else
            {
                values[path + property.Name] = Convert.ToString(value, CultureInfo.InvariantCulture);
            }
        }
    }

    private static string WithoutIndex(string path) => Index().Replace(path, "");

    [GeneratedRegex(@":\d+$")]
    private static partial Regex Index();

    [GeneratedRegex("^ +\"[A-Za-z]+\": *[^{ ]")]
    private static partial Regex Option();
}
