namespace FaqBot.Core.Knowledge;

/// <summary>The limits of a knowledge base; those that users of QnA Maker and Custom Question Answering know, or wider.</summary>
public static class KnowledgeLimits
{
    /// <summary>Most bytes of one file.</summary>
    public const int FileBytes = 256 * 1024 * 1024;

    /// <summary>Most entries.</summary>
    public const int Entries = 200_000;

    /// <summary>Most runes of a question.</summary>
    public const int QuestionRunes = 1_000;

    /// <summary>Most alternates of an entry.</summary>
    public const int Alternates = 2_000;

    /// <summary>Most counter-examples of an entry.</summary>
    public const int NotThis = 2_000;

    /// <summary>Suggested wordings of an entry.</summary>
    public const int Suggested = 1_000;

    /// <summary>Most UTF-16 units of an answer.</summary>
    public const int AnswerLength = 25_000;

    /// <summary>Most metadata pairs of an entry.</summary>
    public const int MetadataPairs = 10;

    /// <summary>Most characters of a metadata name.</summary>
    public const int MetadataName = 100;

    /// <summary>Most UTF-16 units of a metadata value.</summary>
    public const int MetadataValue = 500;

    /// <summary>Most prompts of an entry.</summary>
    public const int Prompts = 20;

    /// <summary>Most UTF-16 units of a prompt's text.</summary>
    public const int PromptText = 200;

    /// <summary>Most characters of an id.</summary>
    public const int Id = 64;

    /// <summary>Most UTF-16 units of a name or a source.</summary>
    public const int Name = 300;

    /// <summary>Most groups of synonyms.</summary>
    public const int SynonymGroups = 2_000;

    /// <summary>Most words of a group of synonyms; at least two make one.</summary>
    public const int SynonymMembers = 50;

    /// <summary>Most groups of contrasts.</summary>
    public const int ContrastGroups = 2_000;

    /// <summary>Most words of a group of contrasts; at least two make one.</summary>
    public const int ContrastMembers = 50;

    /// <summary>Most UTF-16 units of a greeting.</summary>
    public const int Greeting = 1_000;

    /// <summary>Most categories that have a name.</summary>
    public const int Categories = 200;

    /// <summary>Most questions to begin with.</summary>
    public const int Starters = 12;

    /// <summary>Most stop phrases.</summary>
    public const int StopPhrases = 500;

    /// <summary>Most UTF-16 units of a synonym, a word of a contrast, or a stop phrase.</summary>
    public const int Phrase = 100;
}
