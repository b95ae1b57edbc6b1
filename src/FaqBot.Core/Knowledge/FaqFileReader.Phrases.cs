using System.Text.Json;
using FaqBot.Core.Text;

namespace FaqBot.Core.Knowledge;

/// <content>The owner's words.</content>
internal sealed partial class FaqFileReader
{
    private string[][] ReadSynonyms(JsonElement? json)
    {
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        IEnumerable<JsonElement> groups = List(json, "synonyms", KnowledgeLimits.SynonymGroups);
        return [.. groups.Select(group => ReadGroup(
            group, "synonyms", KnowledgeLimits.SynonymMembers, "a word that means the same",
                member => ReadPhrase(member, "a synonym", lines)))];
    }

    /// <summary>A word may be in several groups: Paris makes another question than Berlin, and another than Lyon.</summary>
    private string[][] ReadContrasts(JsonElement? json) =>
    [
        .. List(json, "contrasts", KnowledgeLimits.ContrastGroups).Select(group =>
        {
            Dictionary<string, int> lines = new(StringComparer.Ordinal);
            return ReadGroup(
                group, "contrasts", KnowledgeLimits.ContrastMembers, "a word that makes another question",
                    member => ReadPhrase(member, "a word of contrasts", lines));
        }),
    ];

    private string[] ReadGroup(JsonElement group, string what, int most, string missing, Func<JsonElement, string> read)
    {
        IReadOnlyList<JsonElement> members = List(group, $"a group of {what}", most);
        if (members.Count < 2 && group.ValueKind == JsonValueKind.Array)
        {
            Add(group, $"a group of {what} has {members.Count} words, expected at least 2", $"Add {missing} or remove the group");
        }

        return [.. members.Select(read)];
    }

    private string[] ReadStopPhrases(JsonElement? json)
    {
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        return [.. List(json, "stopPhrases", KnowledgeLimits.StopPhrases).Select(item => ReadPhrase(item, "a stop phrase", lines))];
    }

    /// <summary>Reads a phrase that is compared by its words: no two may be alike.</summary>
    private string ReadPhrase(JsonElement json, string what, Dictionary<string, int> lines)
    {
        string phrase = Text(json, what, KnowledgeLimits.Phrase);
        if (phrase.Length == 0)
        {
            return "";
        }

        string key = PhraseKey.Of(phrase);
        if (key.Length == 0)
        {
            Add(json, $"{what} has no letter or digit", "Write words");
        }
        else if (!lines.TryAdd(key, _lines.Of(json)))
        {
            Add(json, $"{what} '{phrase}' repeats the one in line {lines[key]}",
                "Keep one; case, script and word endings do not tell them apart");
        }

        return phrase;
    }
}
