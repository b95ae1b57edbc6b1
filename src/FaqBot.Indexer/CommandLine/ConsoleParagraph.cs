using System.Text;
using Spectre.Console;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Prints text in lines that fit a terminal, with signs of double width counted as such.</summary>
internal static class ConsoleParagraph
{
    private const int Columns = 80, Fewest = 40, Most = 120;

    /// <summary>Prints a text.</summary>
    /// <param name="text">The text; its own line breaks stay.</param>
    /// <param name="indent">Blanks before each line.</param>
    public static void Write(string text, int indent = 0)
    {
        int width = Console.IsOutputRedirected ? Columns : Math.Clamp(AnsiConsole.Profile.Width, Fewest, Most);
        string margin = new(' ', indent);
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => Wrap(line, width - indent)))
        {
            Console.Out.WriteLine((margin + line).TrimEnd());
        }
    }

    /// <summary>Breaks a line at blanks, and between signs that are written without blanks.</summary>
    /// <param name="line">The line.</param>
    /// <param name="width">Most columns.</param>
    internal static IEnumerable<string> Wrap(string line, int width)
    {
        StringBuilder taken = new();
        int columns = 0;
        foreach (string part in Parts(line))
        {
            int own = part.GetCellWidth();
            if (columns > 0 && columns + part.TrimEnd().GetCellWidth() > width)
            {
                yield return taken.ToString().TrimEnd();
                taken.Clear();
                columns = 0;
            }

            taken.Append(part);
            columns += own;
        }

        yield return taken.ToString().TrimEnd();
    }

    /// <summary>Words with the blanks behind them; a sign of double width is a word.</summary>
    private static IEnumerable<string> Parts(string line)
    {
        StringBuilder word = new();
        bool ends = false;
        foreach (Rune rune in line.EnumerateRunes())
        {
            bool isBlank = Rune.IsWhiteSpace(rune);
            string sign = rune.ToString();
            bool isWide = sign.GetCellWidth() > 1;
            if (word.Length > 0 && !isBlank && (ends || isWide))
            {
                yield return word.ToString();
                word.Clear();
            }

            word.Append(sign);
            ends = isBlank || isWide;
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
