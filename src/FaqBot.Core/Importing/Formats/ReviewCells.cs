using System.Security.Cryptography;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>What a review sheet shows of an entry, and the mark by which it is known again what a reviewer changed.</summary>
internal static class ReviewCells
{
    /// <summary>The columns that every sheet has. What stands in brackets does not count when a header is read.</summary>
    public const string Question = "Question（问题）", Alternates = "Alternates（其他问法）", State = "State（状态）", Comment = "Comment（意见）",
        Id = "faqbot_id", Mark = "faqbot_mark";

    /// <summary>Whether an entry answers, as it is written.</summary>
    public const string Active = "active", Disabled = "disabled";

    private const string AnswerName = "Answer";

    /// <summary>Most characters of a comment.</summary>
    public const int LongestComment = 2_000;

    /// <summary>The column of the answers of a language.</summary>
    /// <param name="language">A tag, or <see cref="LocalizedText.AnyLanguage"/>.</param>
    public static string AnswerColumn(string language) =>
        language == LocalizedText.AnyLanguage ? $"{AnswerName}（答案）" : $"{AnswerName} {language}（答案）";

    /// <summary>The language whose answers a column holds; null where it holds none.</summary>
    /// <param name="column">The column, as it is written.</param>
    /// <param name="languages">Tags that are known.</param>
    public static string? LanguageOf(string column, IEnumerable<string> languages) => languages.Prepend(LocalizedText.AnyLanguage)
        .FirstOrDefault(language => Header.Key(AnswerColumn(language)) == Header.Key(column));

    /// <summary>What a sheet shows of an entry.</summary>
    public static ReviewedRow Of(FaqEntry entry) => new(
        entry.Question, QnaTable.Written(entry.Alternates), new SortedDictionary<string, string>(
            entry.Answer.Texts.ToDictionary(text => text.Key, text => text.Value), StringComparer.Ordinal), entry.Enabled);
}

/// <summary>What a row of a review sheet says of an entry.</summary>
/// <param name="Question">Its question.</param>
/// <param name="Alternates">Its other wordings, as <see cref="QnaTable.Lines"/> reads them.</param>
/// <param name="Answers">Its answers by language.</param>
/// <param name="Enabled">Whether it answers.</param>
internal sealed record ReviewedRow(string Question, string Alternates, SortedDictionary<string, string> Answers, bool Enabled)
{
    /// <summary>What tells it from any other row; spreadsheets write line breaks as they like.</summary>
    public string Mark => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\u001f', (string[])
        [
            Plain(Question), string.Join('\n', QnaTable.Lines(Alternates)), Enabled ? ReviewCells.Active : ReviewCells.Disabled,
            .. Answers.Where(answer => answer.Value.Trim().Length > 0).Select(answer => $"{answer.Key}={Plain(answer.Value)}"),
        ]))).AsSpan(0, 8));

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}
