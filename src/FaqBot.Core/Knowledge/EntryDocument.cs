using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaqBot.Core.Knowledge;

/// <summary>Single entries, and knowledge bases without entries, as JSON of the knowledge file.</summary>
internal static class EntryDocument
{
    // Around the entries of a document of which only they are of interest.
    private static readonly byte[] Head =
        """{"formatVersion":1,"id":"kb","name":"kb","languages":["en"],"defaultAnswer":"none","entries":["""u8.ToArray();

    private static readonly byte[] Foot = "]}"u8.ToArray();

    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an entry; equal for equal entries.</summary>
    public static string Write(FaqEntry entry) => Written(json => FaqFileWriter.Write(json, entry));

    /// <summary>Writes all but the entries of a knowledge base; equal for equal settings.</summary>
    public static string WriteSettings(KnowledgeBase knowledge) =>
        Written(json => FaqFileWriter.Write(json, knowledge with { Entries = [] }));

    /// <summary>Reads entries that this class wrote.</summary>
    /// <param name="contents">Each entry's JSON.</param>
    /// <returns>The entries, in the same order.</returns>
    /// <exception cref="InvalidKnowledgeException">One was not written by this class.</exception>
    public static IReadOnlyList<FaqEntry> Read(IReadOnlyList<string> contents)
    {
        if (contents.Count == 0)
        {
            return [];
        }

        List<Fault> faults = [];
        using JsonLines document = new(Around([.. contents.Select((content, i) =>
            System.Text.Encoding.UTF8.GetBytes(i == 0 ? content : "," + content))]));
        LocatedKnowledge knowledge = new FaqFileReader(document, faults).Read();
        return faults.Count == 0 ? knowledge.Base.Entries : throw new InvalidKnowledgeException("the stored entries", faults);
    }

    /// <summary>Reads settings that this class wrote.</summary>
    /// <param name="settings">JSON of a knowledge file without entries.</param>
    /// <returns>A knowledge base without entries.</returns>
    /// <exception cref="InvalidKnowledgeException">It was not written by this class.</exception>
    public static KnowledgeBase ReadSettings(string settings) =>
        FaqFile.Parse(System.Text.Encoding.UTF8.GetBytes(settings), "the stored settings");

    /// <summary>Reads an entry that somebody sent.</summary>
    /// <param name="utf8">Its JSON.</param>
    /// <param name="faults">Takes what is wrong with it, each with its path.</param>
    /// <returns>The entry; of use only when no fault was added.</returns>
    public static FaqEntry? Read(ReadOnlySpan<byte> utf8, List<Fault> faults)
    {
        byte[] entry = utf8.ToArray();
        return IsOneValue(entry, faults)
            ? Parse(Around([entry]), root => root.GetProperty("entries")[0], faults)?.Base.Entries is [var only, ..] ? only : null
            : null;
    }

    /// <summary>Reads settings that somebody sent: a knowledge file without version and entries.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, List{Fault})" path="/param" />
    /// <returns>A knowledge base without entries; of use only when no fault was added.</returns>
    public static KnowledgeBase? ReadSettings(ReadOnlySpan<byte> utf8, List<Fault> faults) =>
        Parse(utf8.ToArray(), root => root, faults)?.Base;

    private static LocatedKnowledge? Parse(byte[] document, Func<JsonElement, JsonElement> named, List<Fault> faults)
    {
        try
        {
            using JsonLines lines = new(document);
            lines.Named = named(lines.Root);
            return new FaqFileReader(lines, faults).Read();
        }
        catch (JsonException exception)
        {
            faults.Add(NotJson(exception));
            return null;
        }
    }

    /// <summary>What is a value only together with what is put around it could bring more than an entry.</summary>
    private static bool IsOneValue(byte[] utf8, List<Fault> faults)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return true;
        }
        catch (JsonException exception)
        {
            faults.Add(NotJson(exception));
            return false;
        }
    }

    private static Fault NotJson(JsonException exception) => new(
        1, null, $"not valid JSON in UTF-8: {exception.Message.Split(" LineNumber:", 2)[0].TrimEnd('.')}", "Mend the syntax")
    { Path = "" };

    private static byte[] Around(IReadOnlyList<byte[]> entries)
    {
        ArrayBufferWriter<byte> writer = new(Head.Length + Foot.Length + entries.Sum(entry => entry.Length));
        writer.Write(Head);
        foreach (byte[] entry in entries)
        {
            writer.Write(entry);
        }

        writer.Write(Foot);
        return writer.WrittenSpan.ToArray();
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Layout))
        {
            write(json);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
