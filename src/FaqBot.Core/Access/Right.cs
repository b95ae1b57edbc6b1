namespace FaqBot.Core.Access;

/// <summary>What somebody may do with a knowledge base, or with all.</summary>
[Flags]
public enum Right
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read content: entries, drafts, versions, history, labelled questions and what they gave.</summary>
    ReadContent = 1,

    /// <summary>Read how often what was asked and how it was answered, without anybody's words.</summary>
    ReadAnalytics = 2,

    /// <summary>Read what customers typed: personal data, and so a right of its own.</summary>
    ReadQuestionTexts = 4,

    /// <summary>Change the working copy, labelled questions and suggestions; no customer is answered by that.</summary>
    Edit = 8,

    /// <summary>Decide what customers are answered by.</summary>
    Publish = 16,

    /// <summary>Say what publishing asks for, and begin knowledge bases.</summary>
    Configure = 32,

    /// <summary>Make keys, and say who may do what.</summary>
    ManageAccess = 64,

    /// <summary>Read who did what.</summary>
    ReadAudit = 128,

    /// <summary>Everything that concerns all knowledge bases: models, jobs, persons' requests to be forgotten, publishing in spite of a
    /// missing approval.</summary>
    Administer = 256,
}
