using FaqBot.Core.Importing.Files;

namespace FaqBot.Core.Importing.Formats;

/// <content>What columns are called, and mean.</content>
internal sealed partial class QnaTable
{
    private static readonly string[] QuestionNames =
    [
        "question", "questions", "q", "问题", "問題", "提问", "标准问题", "標準問題", "标准问", "standardquestion", "query", "问",
    ];

    private static readonly string[] AnswerNames =
    [
        "answer", "answers", "a", "答案", "回答", "答复", "答覆", "回复", "回覆", "机器人回答", "標準答案", "标准答案", "response", "reply", "答",
    ];

    private static readonly string[] AlternateNames =
    [
        "alternates", "alternatequestions", "similarquestions", "相似问题", "相似問題", "相似问", "扩展问", "index", "indexes", "索引",
    ];

    private static readonly string[] FastGptNames = ["index", "indexes", "索引"];
    private static readonly string[] CategoryNames = ["category", "categories", "分类", "分類", "类别", "類別", "tagname", "标签", "標籤"];
    private static readonly string[] NotThisNames = ["notthis", "negativequestions", "反例问题", "反例問題"];

    /// <summary>Columns that say nothing that is not read elsewhere.</summary>
    private static readonly string[] Needless = ["sourcedisplayname"];

    /// <summary>The name of the format of a table with this header; null when it is another one.</summary>
    public static string? FormatOf(Header header) =>
        header.First("content", "问题内容", "問題內容") is not null && header.First(AnswerNames) is not null && header.Count == 2 ? "Dify segments"
        : header.First(QuestionNames) is null || header.First(AnswerNames) is null ? null
        : IsFastGpt(header) ? "FastGPT table"
        : header.Has("qnaid") || header.Has("metadata") || header.Has("suggestedquestions") ? "QnA Maker table"
        : header.Has("机器人回答") ? "WeKnora table"
        : "questions and answers";

    private static bool IsFastGpt(Header header) => header.Has("q") && header.Has("a");

    /// <summary>Reads a table whose header names its columns.</summary>
    /// <returns>What was taken for what.</returns>
    public static ColumnMapping Read(Table table, Header header, ReadingContext context)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        if (header.First(CategoryNames) is { } category)
        {
            metadata[category] = "category";
        }

        ColumnMapping columns = new()
        {
            Question = header.First([.. QuestionNames, "content", "问题内容", "問題內容"])!,
            Answer = header.First(AnswerNames)!,
            Alternates = header.First(AlternateNames) is { } alternates
                ? [.. header.All(IsFastGpt(header) ? FastGptNames : [Header.Key(alternates)])] : [],
            Id = header.First("faqbotid", "qnaid", "faqid", "id", "编号", "編號"),
            Source = header.First("source", "来源", "來源"),
            Metadata = metadata,
        };
        new QnaTable(table, header, columns, context).Read();
        return columns with { Pairs = [.. columns.ToPairs()] };
    }

    /// <summary>Reads a table whose columns its owner names.</summary>
    /// <exception cref="ImportException">A column is not there.</exception>
    public static void ReadMapped(Table table, Header header, ColumnMapping columns, ReadingContext context)
    {
        IEnumerable<string?> named = [columns.Question, columns.Answer, .. columns.Alternates, columns.Id, columns.Source,
            .. columns.Metadata.Keys];
        string[] missing = [.. named.OfType<string>().Where(name => header.Find(name) < 0)];
        if (missing.Length > 0)
        {
            throw new ImportException(
                ImportFlaw.BadOptions,
                $"{table.Whole} has no column {string.Join(", ", missing.Select(name => $"'{name}'"))}; it has "
                + $"{QnaCells.Shown(string.Join(", ", header.Names))}. Name one of them, or its number.");
        }

        new QnaTable(table, header, columns, context).Read();
    }
}
