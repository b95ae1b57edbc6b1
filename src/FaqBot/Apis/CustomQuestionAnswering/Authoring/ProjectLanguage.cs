using FaqBot.Core.Importing;
using FaqBot.Core.Knowledge;
using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>The language of a project, as clients state it.</summary>
internal static class ProjectLanguage
{
    /// <summary>A language that is told apart here.</summary>
    /// <param name="language">Its tag or name; null: not stated.</param>
    /// <exception cref="InvalidRequestException">It is another one.</exception>
    public static string? Known(string? language)
    {
        if (string.IsNullOrWhiteSpace(language))
        {
            return null;
        }

        if (KnowledgeLanguages.TagOf(language) is { } tag)
        {
            return tag;
        }

        RequestFaults faults = new();
        faults.Add("language", "Found another language, expected one of zh-Hans, zh-Hant and en, which are told apart.");
        throw faults.ToException();
    }

    /// <summary>Settings with a language, which comes first among those that are there, and a default answer.</summary>
    public static KnowledgeBase Applied(KnowledgeBase settings, string? language, string? answer)
    {
        string? tag = Known(language);
        return settings with
        {
            Languages = tag is null ? settings.Languages : [tag, .. settings.Languages.Where(one => one != tag)],
            DefaultAnswer = string.IsNullOrWhiteSpace(answer) || settings.DefaultAnswer.Texts.Values.Contains(answer)
                ? settings.DefaultAnswer : new LocalizedText(answer),
        };
    }
}
