namespace FaqBot.Core.Importing.Reports;

/// <summary>The stable names of notes.</summary>
public static class NoteCode
{
    /// <summary>The encoding of a file was guessed.</summary>
    public const string EncodingGuessed = "encodingGuessed";

    /// <summary>Bytes are no text in the encoding of the file; what holds them is refused.</summary>
    public const string DamagedText = "damagedText";

    /// <summary>A file is none that is read.</summary>
    public const string FileNotRead = "fileNotRead";

    /// <summary>A text without questions, which a knowledge base of answers has no place for.</summary>
    public const string UnstructuredText = "unstructuredText";

    /// <summary>A sheet or table is none that is read.</summary>
    public const string TableNotRead = "tableNotRead";

    /// <summary>A table has no header; its columns were taken as question and answer.</summary>
    public const string NoHeader = "noHeader";

    /// <summary>A table was read by the columns that somebody named when one of this header was imported before.</summary>
    public const string ColumnsRemembered = "columnsRemembered";

    /// <summary>A column is none that is read.</summary>
    public const string ColumnNotRead = "columnNotRead";

    /// <summary>A member of a document is none that is read.</summary>
    public const string MemberNotRead = "memberNotRead";

    /// <summary>A table was saved by a spreadsheet, which quotes cells.</summary>
    public const string SpreadsheetQuotes = "spreadsheetQuotes";

    /// <summary>Written <c>\n</c> were read as line breaks.</summary>
    public const string LineBreaks = "lineBreaks";

    /// <summary>What reads like a path holds <c>\n</c>, and was read as a line break.</summary>
    public const string BreakInPath = "breakInPath";

    /// <summary>Apostrophes before formulas, as exports set them, were taken away.</summary>
    public const string Apostrophes = "apostrophes";

    /// <summary>Cells hold formulas; their last values were taken.</summary>
    public const string Formulas = "formulas";

    /// <summary>A row has another number of cells than the header.</summary>
    public const string CellCount = "cellCount";

    /// <summary>A quoted cell is never closed.</summary>
    public const string UnclosedQuote = "unclosedQuote";

    /// <summary>The header stands once more among the rows.</summary>
    public const string RepeatedHeader = "repeatedHeader";

    /// <summary>A question is missing, or there is nothing to ask in it.</summary>
    public const string NoQuestion = "noQuestion";

    /// <summary>A question cannot be asked: too long, or invisible.</summary>
    public const string BadQuestion = "badQuestion";

    /// <summary>A question is one of another entry.</summary>
    public const string QuestionTaken = "questionTaken";

    /// <summary>A question repeats another one of its entry.</summary>
    public const string QuestionRepeated = "questionRepeated";

    /// <summary>A wording went from one entry to another.</summary>
    public const string WordingMoved = "wordingMoved";

    /// <summary>An entry has more wordings than are kept.</summary>
    public const string TooManyWordings = "tooManyWordings";

    /// <summary>An answer is missing.</summary>
    public const string NoAnswer = "noAnswer";

    /// <summary>An answer holds a placeholder that the service of origin fills in; here it goes out as it is written.</summary>
    public const string Placeholder = "placeholder";

    /// <summary>Labels such as <c>Q:</c> and <c>答案：</c> at the start of cells were taken away.</summary>
    public const string Labels = "labels";

    /// <summary>An answer is too long.</summary>
    public const string LongAnswer = "longAnswer";

    /// <summary>HTML of an answer became Markdown.</summary>
    public const string HtmlConverted = "htmlConverted";

    /// <summary>There are several answers; the first one stands.</summary>
    public const string OtherAnswer = "otherAnswer";

    /// <summary>A row has the id of another one and another answer; it became an entry of its own.</summary>
    public const string SameIdOtherAnswer = "sameIdOtherAnswer";

    /// <summary>A row has the id of another one and differs in other cells; the first row stands.</summary>
    public const string CellsDiffer = "cellsDiffer";

    /// <summary>Rows without ids have one long answer and became one entry.</summary>
    public const string RowsJoined = "rowsJoined";

    /// <summary>Rows without ids have one short answer and stay entries of their own.</summary>
    public const string SameAnswer = "sameAnswer";

    /// <summary>An id is none of ours, or that of another entry; another one was given.</summary>
    public const string IdChanged = "idChanged";

    /// <summary>An entry was left as it is, since all of its wordings belong to others now.</summary>
    public const string EntryKept = "entryKept";

    /// <summary>Metadata cannot be read.</summary>
    public const string BadMetadata = "badMetadata";

    /// <summary>The name of metadata was changed to one that is allowed.</summary>
    public const string MetadataRenamed = "metadataRenamed";

    /// <summary>An entry has more metadata than is kept.</summary>
    public const string TooMuchMetadata = "tooMuchMetadata";

    /// <summary>A text is longer than its place and was cut.</summary>
    public const string TextCut = "textCut";

    /// <summary>Prompts cannot be read.</summary>
    public const string BadPrompts = "badPrompts";

    /// <summary>A prompt leads to no entry.</summary>
    public const string PromptLost = "promptLost";

    /// <summary>A prompt holds a whole entry, which became one of its own.</summary>
    public const string NestedEntry = "nestedEntry";

    /// <summary>An entry has more prompts than are kept.</summary>
    public const string TooManyPrompts = "tooManyPrompts";

    /// <summary>Suggested wordings wait for a decision and are no wordings yet.</summary>
    public const string Suggestions = "suggestions";

    /// <summary>An entry is a draft, not public, or switched off where it comes from.</summary>
    public const string NotPublished = "notPublished";

    /// <summary>An entry of another kind than question and answer.</summary>
    public const string OtherKind = "otherKind";

    /// <summary>An intent has no answer, or an answer no intent.</summary>
    public const string Unjoined = "unjoined";

    /// <summary>A part of an answer that has no place here: an image in a cell, a card, another variant.</summary>
    public const string PartNotRead = "partNotRead";

    /// <summary>An address to be read by the service of origin; nothing is fetched.</summary>
    public const string AddressNotRead = "addressNotRead";

    /// <summary>A setting of the export has no place here.</summary>
    public const string SettingNotKept = "settingNotKept";

    /// <summary>The language, name or default answer differs from that of the knowledge base, which stays.</summary>
    public const string HeadDiffers = "headDiffers";

    /// <summary>The language was guessed, or a default answer written, since the input states none.</summary>
    public const string HeadGuessed = "headGuessed";

    /// <summary>A language that is not told apart here.</summary>
    public const string OtherLanguage = "otherLanguage";

    /// <summary>Groups of synonyms share a word and became one.</summary>
    public const string SynonymsJoined = "synonymsJoined";

    /// <summary>A synonym cannot be kept.</summary>
    public const string BadSynonym = "badSynonym";

    /// <summary>A text of one language was replaced; those of the others stay.</summary>
    public const string OtherLanguagesStay = "otherLanguagesStay";

    /// <summary>A field that the input does not state is gone with the entry that it replaces.</summary>
    public const string FieldRemoved = "fieldRemoved";

    /// <summary>An entry breaks a rule of knowledge files.</summary>
    public const string RuleBroken = "ruleBroken";

    /// <summary>Rows of a review sheet are as they were handed out.</summary>
    public const string ReviewUntouched = "reviewUntouched";

    /// <summary>An entry that a reviewer changed was changed by somebody else meanwhile.</summary>
    public const string ReviewConflict = "reviewConflict";

    /// <summary>A reviewer's comment is too long.</summary>
    public const string CommentCut = "commentCut";

    /// <summary>What a reviewer says of an entry's state is none.</summary>
    public const string BadState = "badState";

    /// <summary>An entry cannot be written in the format, or not wholly.</summary>
    public const string NotInFormat = "notInFormat";
}
