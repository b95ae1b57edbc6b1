using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads YAML within limits: no types, no expanded references.</summary>
internal static partial class YamlText
{
    private const int MostEvents = 5_000_000;

    /// <summary>Reads the first document of a text.</summary>
    /// <param name="file">Name of its file.</param>
    /// <param name="text">The text.</param>
    /// <param name="context">Its limits.</param>
    /// <returns>The root; null in an empty text.</returns>
    /// <exception cref="ImportException">It is no YAML, or beyond a limit.</exception>
    public static YamlMappingNode? Read(string file, string text, ReadingContext context)
    {
        try
        {
            return Load(file, text, context);
        }
        catch (YamlException) when (Indented(text) is { } indented)
        {
            return ReadIndented(file, indented, context);
        }
        catch (YamlException exception)
        {
            throw new ImportException(
                ImportFlaw.Unreadable,
                $"{file}, line {exception.Start.Line} is no YAML that can be read: {exception.Message.TrimEnd('.')}; mend the syntax.",
                    exception);
        }
    }

    private static YamlMappingNode? ReadIndented(string file, string text, ReadingContext context)
    {
        try
        {
            return Load(file, text, context);
        }
        catch (YamlException exception)
        {
            throw new ImportException(
                ImportFlaw.Unreadable,
                $"{file}, line {exception.Start.Line} is no YAML that can be read: {exception.Message.TrimEnd('.')}; mend the syntax.",
                exception);
        }
    }

    private static YamlMappingNode? Load(string file, string text, ReadingContext context)
    {
        Check(file, text, context);
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode as YamlMappingNode;
    }

    /// <summary>A text whose quoted values go on in lines that are indented, as the standard wants and other readers do not; null where no
    /// line needs it. Blanks at the start of such a line are no part of the value.</summary>
    private static string? Indented(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        string? indent = null;
        bool any = false;
        for (int i = 0; i < lines.Length; i++)
        {
            bool isOpen = (QuoteMarks().Count(lines[i]) % 2 == 1) != indent is not null;
            if (indent is not null)
            {
                lines[i] = indent + lines[i].TrimStart();
                any = true;
            }

            indent = !isOpen ? null : indent ?? (QuotedValue().IsMatch(lines[i])
                ? new string(' ', lines[i].Length - lines[i].TrimStart().Length + 4) : null);
        }

        return any ? string.Join('\n', lines) : null;
    }

    [GeneratedRegex(@"(?<!\\)""")]
    private static partial Regex QuoteMarks();

    [GeneratedRegex(@"^\s*(?:- )*[^\s""'#][^""]*:\s+""")]
    private static partial Regex QuotedValue();

    /// <summary>A member of a mapping; null where there is none.</summary>
    public static YamlNode? Find(this YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? value) ? value : null;

    /// <summary>The items of a sequence; none of anything else.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode sequence ? sequence.Children : [];

    /// <summary>The text of a scalar; null of anything else.</summary>
    public static string? AsText(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    /// <summary>The line in which a node begins.</summary>
    public static int Line(this YamlNode node) => (int)node.Start.Line;

    /// <summary>References make a few lines a billion nodes; documents of this kind need hardly any.</summary>
    private static void Check(string file, string text, ReadingContext context)
    {
        Parser parser = new(new StringReader(text));
        int aliases = 0, depth = 0, events = 0;
        while (parser.MoveNext())
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            aliases += parser.Current is AnchorAlias ? 1 : 0;
            depth += parser.Current!.NestingIncrease;
            if (aliases > context.Limits.Aliases || depth > context.Limits.Depth || ++events > MostEvents)
            {
                throw new ImportException(
                    ImportFlaw.TooLarge,
                    $"{file} has more than {context.Limits.Aliases} references, is nested more than {context.Limits.Depth} deep, or has "
                        + $"more "
                    + $"than {MostEvents} parts; such a document is not read.");
            }
        }
    }
}
