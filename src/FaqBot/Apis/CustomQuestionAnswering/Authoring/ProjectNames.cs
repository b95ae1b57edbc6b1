using FaqBot.Apis.Authoring;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing;
using FaqBot.Core.Knowledge;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>Names of projects: a project is a knowledge base, whose id has small letters only.</summary>
internal static class ProjectNames
{
    private const string Made = "project-";

    /// <summary>Most characters of a name.</summary>
    public const int Longest = 100;

    /// <summary>The name by which clients know a knowledge base: the one that they gave it, else its id.</summary>
    public static string Of(WorkingCopy copy)
    {
        string name = copy.Settings.Name.For(AuthoredBases.LanguageOf(copy.Settings));
        return copy.Id.StartsWith(Made, StringComparison.Ordinal) || KnowledgeIds.Of(name) == copy.Id ? name : copy.Id;
    }

    /// <summary>An id for a new project.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isTaken">Whether there is a knowledge base of an id.</param>
    public static string IdFor(string name, Func<string, bool> isTaken) =>
        KnowledgeIds.Of(name) is { } id && !isTaken(id) ? id : $"{Made}{Guid.NewGuid():N}"[..32];
}
