using System.Text;
using CodePageEncoding = System.Text.Encoding;

namespace FaqBot.Core.Text;

/// <summary>Reads the tables of the Chinese script that are part of this library.</summary>
internal static class ScriptTables
{
    /// <summary>The lines of a table, split at tabs, without its comments.</summary>
    /// <param name="name">File in <c>Text/Data</c>.</param>
    public static IEnumerable<string[]> Read(string name)
    {
        using Stream stream = typeof(ScriptTables).Assembly.GetManifestResourceStream($"FaqBot.Core.Text.Data.{name}")
            ?? throw new InvalidOperationException($"The table {name} is missing from this build.");
        using StreamReader reader = new(stream, CodePageEncoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split('\t');
            }
        }
    }

    /// <summary>The only rune of a text.</summary>
    public static Rune RuneOf(string text) => Rune.GetRuneAt(text, 0);
}
