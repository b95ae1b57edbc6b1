using System.Text.Json;

namespace FaqBot.Core.Knowledge;

/// <summary>Reads knowledge bases from JSON files of format version 1 (<c>data/faq.schema.json</c>).</summary>
public static class FaqFile
{
    /// <summary>The format version that is read.</summary>
    public const int FormatVersion = 1;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The knowledge base, which keeps every rule.</returns>
    /// <exception cref="InvalidKnowledgeException">The file breaks rules; all faults are reported together.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static KnowledgeBase Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        long length = new FileInfo(path).Length;
        return length > KnowledgeLimits.FileBytes
            ? throw new InvalidKnowledgeException(path, [
                new Fault(
                    1, null, $"the file has {length} bytes, at most {KnowledgeLimits.FileBytes} are read", "Split the knowledge base")])
            : Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">The document, with or without a byte order mark.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>The knowledge base, which keeps every rule.</returns>
    /// <exception cref="InvalidKnowledgeException">The document breaks rules; all faults are reported together.</exception>
    public static KnowledgeBase Parse(ReadOnlySpan<byte> utf8, string name) => ParseLocated(utf8, name).Base;

    /// <summary>The same with the lines of its parts.</summary>
    internal static LocatedKnowledge ParseLocated(ReadOnlySpan<byte> utf8, string name)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        utf8 = utf8.StartsWith(mark) ? utf8[3..] : utf8;
        List<Fault> faults = [];
        LocatedKnowledge? knowledge = null;
        try
        {
            using JsonLines document = new(utf8.ToArray());
            knowledge = new FaqFileReader(document, faults).Read();
        }
        catch (JsonException exception)
        {
            faults.Add(SyntaxFault(exception));
        }

        if (knowledge is not null)
        {
            faults.AddRange(KnowledgeRules.Check(knowledge));
        }

        return faults.Count == 0
            ? knowledge!
            : throw new InvalidKnowledgeException(name, [.. faults.OrderBy(fault => fault.Line)]);
    }

    private static Fault SyntaxFault(JsonException exception)
    {
        int line = (int)(exception.LineNumber ?? 0) + 1;
        string problem = exception.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
        return new Fault(line, null, $"not valid JSON in UTF-8: {problem}", "Mend the syntax; an editor that knows JSON shows the place");
    }
}
