using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <summary>Brings synonyms of the input to the rules of a knowledge base: no word is in two groups, none is there twice.</summary>
internal static class SynonymGroups
{
    /// <summary>Joins groups that share a word.</summary>
    /// <param name="present">Groups that are there.</param>
    /// <param name="found">Groups of the input.</param>
    /// <param name="notes">Takes notes.</param>
    /// <returns>The groups.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Join(
        IReadOnlyList<IReadOnlyList<string>> present, IReadOnlyList<(IReadOnlyList<string> Words, Place Place)> found, NoteLog notes)
    {
        List<List<string>> groups = [.. present.Select(group => group.ToList())];
        Dictionary<string, List<string>> byWord = new(StringComparer.Ordinal);
        foreach (List<string> group in groups)
        {
            group.ForEach(word => byWord.TryAdd(PhraseKey.Of(word), group));
        }

        foreach ((IReadOnlyList<string> words, Place place) in found)
        {
            Add(groups, byWord, Sound(words, place, notes), place, notes);
        }

        foreach (List<string> group in groups.Where(group => group.Count > KnowledgeLimits.SynonymMembers))
        {
            notes.LeftOut(
                NoteCode.BadSynonym, found.Count > 0 ? found[0].Place : default,
                $"the group of '{QnaCells.Shown(group[0])}' has {group.Count} words, of which {KnowledgeLimits.SynonymMembers} are kept");
            group.RemoveRange(KnowledgeLimits.SynonymMembers, group.Count - KnowledgeLimits.SynonymMembers);
        }

        List<List<string>> whole = [.. groups.Where(group => group.Count > 1)];
        if (whole.Count > KnowledgeLimits.SynonymGroups)
        {
            notes.LeftOut(
                NoteCode.BadSynonym, found[^1].Place,
                $"there are {whole.Count} groups of synonyms, of which the first {KnowledgeLimits.SynonymGroups} are kept");
        }

        return [.. whole.Take(KnowledgeLimits.SynonymGroups)];
    }

    private static void Add(
        List<List<string>> groups, Dictionary<string, List<string>> byWord, List<string> words, Place place, NoteLog notes)
    {
        List<string>[] shared = [.. words.Select(word => byWord.GetValueOrDefault(PhraseKey.Of(word))).OfType<List<string>>().Distinct()];
        List<string> group = shared.Length > 0 ? shared[0] : [];
        if (shared.Length == 0)
        {
            groups.Add(group);
        }
        else if (words.Exists(word => !byWord.ContainsKey(PhraseKey.Of(word))) || shared.Length > 1)
        {
            notes.Changed(
                NoteCode.SynonymsJoined, place,
                $"'{QnaCells.Shown(string.Join(", ", words))}' shares a word with another group; they became one, a word has one meaning "
                    + $"here");
        }

        foreach (List<string> other in shared.Skip(1))
        {
            group.AddRange(other);
            other.ForEach(word => byWord[PhraseKey.Of(word)] = group);
            other.Clear();
        }

        foreach (string word in words)
        {
            if (byWord.TryAdd(PhraseKey.Of(word), group))
            {
                group.Add(word);
            }
        }
    }

    private static List<string> Sound(IReadOnlyList<string> words, Place place, NoteLog notes)
    {
        List<string> sound = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (string word in words.Select(word => word.Trim()))
        {
            string key = PhraseKey.Of(word);
            if (key.Length == 0 || word.Length > KnowledgeLimits.Phrase || word.Contains('\uFFFD', StringComparison.Ordinal))
            {
                notes.Refuse(
                    NoteCode.BadSynonym, place,
                    $"'{QnaCells.Shown(word)}' is no word of at most {KnowledgeLimits.Phrase} characters with a letter or digit; it was "
                        + $"left out");
            }
            else if (keys.Add(key))
            {
                sound.Add(word);
            }
        }

        if (sound.Count < 2)
        {
            notes.LeftOut(
                NoteCode.BadSynonym, place,
                $"'{QnaCells.Shown(string.Join(", ", words))}' are not two words: case, script and endings do not tell words apart");
            return [];
        }

        return sound;
    }
}
