using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <summary>What a knowledge base says of itself beside its entries: stated by the owner, by the input, by what is there, or
/// found.</summary>
internal sealed class ImportedHead(KnowledgeBase? present, FoundKnowledge found, ImportOptions options, string firstFile, NoteLog notes)
{
    private const int MostGuessed = 2_000;

    /// <summary>Makes a knowledge base.</summary>
    /// <param name="entries">Its entries.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="ImportException">It has no usable id.</exception>
    public KnowledgeBase With(IReadOnlyList<FaqEntry> entries)
    {
        bool replaces = options.Mode == ImportMode.ReplaceAll;
        string id = present?.Id ?? IdOf();
        IReadOnlyList<string> languages = Languages(entries, replaces);
        return new KnowledgeBase
        {
            Id = id,
            Name = options.Name is { } name ? new LocalizedText(name) : Chosen("name", present?.Name, found.Name, replaces)
                ?? new LocalizedText(id),
            Languages = languages,
            DefaultAnswer = options.DefaultAnswer is { } answer ? new LocalizedText(answer)
                : Chosen("default answer", present?.DefaultAnswer, found.DefaultAnswer, replaces) ?? Plain(languages),
            Synonyms = SynonymGroups.Join(replaces && found.Synonyms.Count > 0 ? [] : present?.Synonyms ?? [], found.Synonyms, notes),
            Contrasts = present is null || replaces && found.Contrasts.Count > 0 ? found.Contrasts : Joined(present.Contrasts),
            StopPhrases = [.. (present?.StopPhrases ?? []).Concat(found.StopPhrases).DistinctBy(PhraseKey.Of)
                .Take(KnowledgeLimits.StopPhrases)],
            Greeting = present?.Greeting ?? found.Greeting,
            Categories = present is { Categories.Count: > 0 } ? present.Categories : found.Categories,
            Starters = present is null || present.Starters.Count == 0 || replaces && found.Starters.Count > 0 ? found.Starters
                : present.Starters,
            Entries = entries,
        };
    }

    private List<IReadOnlyList<string>> Joined(IReadOnlyList<IReadOnlyList<string>> there) =>
    [
        .. there.Concat(found.Contrasts).DistinctBy(group =>
            string.Join('\u0001', group.Select(PhraseKey.Of).Order(StringComparer.Ordinal)))
            .Take(KnowledgeLimits.ContrastGroups),
    ];

    private string IdOf()
    {
        string stated = options.Id ?? found.Id ?? Path.GetFileNameWithoutExtension(firstFile);
        return options.Id ?? EntryNormalizer.IdOf(stated) ?? throw new ImportException(
            ImportFlaw.BadOptions, $"Nothing of '{QnaCells.Shown(stated)}' can be the id of a knowledge base; state an id.");
    }

    private LocalizedText? Chosen(string what, LocalizedText? there, LocalizedText? stated, bool replaces)
    {
        if (stated?.Texts.Values.Any(text => text.Contains(TextDecoder.Replacement, StringComparison.Ordinal)) == true)
        {
            notes.Refuse(
                NoteCode.DamagedText, new Place(found.File),
                    $"the {what} holds U+FFFD, which stands for characters that are lost; it was left out");
            stated = null;
        }

        if (there is null || stated is null || replaces || there == stated)
        {
            return replaces || there is null ? stated ?? there : there;
        }

        if (!there.Texts.Values.Contains(stated.ToString()))
        {
            notes.LeftOut(
                NoteCode.HeadDiffers, new Place(found.File),
                $"the {what} of the input is '{QnaCells.Shown(stated.ToString())}'; that of the knowledge base stays");
        }

        return there;
    }

    private IReadOnlyList<string> Languages(IReadOnlyList<FaqEntry> entries, bool replaces)
    {
        if (options.Languages.Count > 0)
        {
            return options.Languages;
        }

        if (present is not null && (!replaces || found.Languages.Count == 0))
        {
            if (found.Languages.Except(present.Languages).ToArray() is { Length: > 0 } others)
            {
                notes.LeftOut(
                    NoteCode.HeadDiffers, new Place(found.File),
                    $"the input is in {string.Join(", ", others)}, which the knowledge base does not serve; state its languages to add it");
            }

            return present.Languages;
        }

        if (found.Languages.Count > 0)
        {
            return found.Languages;
        }

        Language[] guesses = [.. entries.Take(MostGuessed).Select(entry => LanguageGuess.Of(entry.Question))
            .Where(language => language != Language.Other)];
        string[] languages =
        [
            .. guesses.CountBy(language => language).Where(pair => pair.Value * 5 >= guesses.Length)
                .OrderByDescending(pair => pair.Value).Select(pair => LanguageTag.Of(pair.Key)),
        ];
        string[] chosen = languages.Length == 0 ? ["en"] : languages;
        notes.Changed(
            NoteCode.HeadGuessed, new Place(found.File),
            $"the input states no language; its questions read like {string.Join(", ", chosen)}. State the languages if that is wrong");
        return chosen;
    }

    private LocalizedText Plain(IReadOnlyList<string> languages)
    {
        notes.Changed(
            NoteCode.HeadGuessed, new Place(found.File),
                "the input states no default answer; a plain sentence stands there, write your own");
        return new LocalizedText(languages.ToDictionary(language => language, language => language switch
        {
            "zh-Hans" => "抱歉，没有找到答案。",
            "zh-Hant" => "抱歉，沒有找到答案。",
            _ => "Sorry, no answer was found.",
        }));
    }
}
