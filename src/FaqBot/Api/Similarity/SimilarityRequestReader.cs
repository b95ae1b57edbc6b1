using System.Text.Json;
using FaqBot.Apis.Embedding;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Api.Similarity;

/// <summary>Reads what sentences to compare and reports all faults together.</summary>
internal static class SimilarityRequestReader
{
    /// <summary>Most comparisons in one request: each has two texts.</summary>
    public const int MostPairs = EmbeddingLimits.Texts / 2;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The object.</param>
    /// <returns>What to compare.</returns>
    /// <exception cref="InvalidRequestException">It has faults.</exception>
    public static Comparison Read(JsonElement body)
    {
        RequestFaults faults = new();
        JsonMembers fields = faults.Members(body);
        fields.Expect("sentence_a", "sentence_b", "sentences", "pairs");
        bool isPairs = fields.Element("pairs") is not null, isMany = fields.Element("sentences") is not null;
        Comparison comparison = isPairs ? new(ReadPairs(fields, faults), true)
            : isMany ? new(ReadMany(fields, faults), true)
            : new([ReadPair(fields, "", faults)], false);
        faults.ThrowIfAny();
        return comparison;
    }

    private static List<SentencePair> ReadPairs(JsonMembers fields, RequestFaults faults)
    {
        Exclude(fields, faults, "pairs", "sentence_a", "sentence_b", "sentences");
        IReadOnlyList<JsonMembers> pairs = fields.Objects("pairs", MostPairs);
        if (fields.Element("pairs") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
        {
            faults.Add("pairs", "The list is empty.", FaultCode.EmptyInput);
        }

        List<SentencePair> read = [];
        for (int i = 0; i < pairs.Count; i++)
        {
            pairs[i].Expect("sentence_a", "sentence_b");
            read.Add(ReadPair(pairs[i], $"pairs[{i}].", faults));
        }

        return read;
    }

    private static List<SentencePair> ReadMany(JsonMembers fields, RequestFaults faults)
    {
        Exclude(fields, faults, "sentences", "sentence_b");
        string first = ReadSentence(fields, "sentence_a", "", faults);
        IReadOnlyList<string> sentences = TextInput.ReadTexts(fields, "sentences", faults);
        if (sentences.Count > MostPairs)
        {
            faults.Add("sentences", $"Found {sentences.Count} texts, expected at most {MostPairs}.", FaultCode.TooManyTexts);
            return [];
        }

        return [.. sentences.Select((sentence, index) => new SentencePair(first, Visible(sentence, $"sentences[{index}]", faults)))];
    }

    private static SentencePair ReadPair(JsonMembers fields, string path, RequestFaults faults) =>
        new(ReadSentence(fields, "sentence_a", path, faults), ReadSentence(fields, "sentence_b", path, faults));

    private static string ReadSentence(JsonMembers fields, string name, string path, RequestFaults faults)
    {
        if (fields.Element(name) is null)
        {
            faults.Add(path + name, "Missing; expected a sentence.", FaultCode.EmptyInput);
            return "";
        }

        // Null with a fault that is reported already.
        return fields.Text(name, EmbeddingLimits.TextLength) is { } text ? Visible(text, path + name, faults) : "";
    }

    private static string Visible(string text, string place, RequestFaults faults)
    {
        if (text.Length <= EmbeddingLimits.TextLength && TextNormalizer.Clean(text).Length == 0)
        {
            faults.Add(place, "The sentence has no visible character.", FaultCode.EmptyInput);
        }

        return text;
    }

    private static void Exclude(JsonMembers fields, RequestFaults faults, string given, params string[] others)
    {
        foreach (string other in others.Where(other => fields.Element(other) is not null))
        {
            faults.Add(other, $"Found beside {given}, expected one of the two.");
        }
    }
}
