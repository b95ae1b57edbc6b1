using FaqBot.Core.Reporting;

namespace FaqBot.Core.Evaluation;

/// <summary>The words of the evaluation's page in both languages.</summary>
internal static class EvaluationWords
{
    private static readonly Dictionary<string, string> Chinese = new(StringComparer.Ordinal)
    {
        ["matching"] = "匹配方式",
        ["language"] = "语言",
        ["kind"] = "种类",
        ["expected"] = "应为",
        ["found"] = "找到",
        ["question"] = "问题",
        ["its question"] = "它的问题",
        ["for example"] = "例如",
        ["#questions"] = "#问题数",
        ["#out of scope"] = "#范围外",
        ["#accuracy"] = "#首位正确率",
        ["#recall at 3"] = "#前三命中率",
        ["#MRR"] = "#MRR",
        ["#precision"] = "#准确率",
        ["#coverage"] = "#覆盖率",
        ["#wrongly answered"] = "#答错",
        ["#calibration error"] = "#校准误差",
        ["#scope AUC"] = "#范围 AUC",
        ["#rightly answered"] = "#答对",
        ["#answered or suggested"] = "#回答或建议",
        ["#near misses"] = "#近似但无答案",
        ["#near misses answered"] = "#近似但被回答",
        ["#answered"] = "#被回答",
        ["#foreign"] = "#其他领域",
        ["#several fit"] = "#多个适合",
        ["#offered"] = "#已列出",
        ["#calibration error, near misses a third"] = "#校准误差（近似问题占三分之一）",
        ["#asked"] = "#提问",
        ["#rightly"] = "#正确",
        ["#median confidence"] = "#置信度中位数",
        ["#confidence from"] = "#置信度起点",
        ["#mean confidence"] = "#平均置信度",
        ["#share right"] = "#正确率",
        ["#threshold"] = "#阈值",
        ["#times"] = "#次数",
        ["#confidence"] = "#置信度",
        ["#place of the expected"] = "#正确条目的名次",
    };

    /// <summary>What the figures mean.</summary>
    public static IReadOnlyList<(ReportText Word, ReportText Meaning)> Glossary { get; } =
    [
        (new("accuracy", "首位正确率"), new(
            "Of questions that an entry answers, the share in which that entry came first.", "有答案的问题里，正确条目排第一的比例。")),
        (new("recall at 3", "前三命中率"), new("The same, among the first three.", "正确条目排进前三的比例。")),
        (new("precision", "准确率"), new(
            "Of the questions that were answered, the share that got the right answer.", "被回答的问题里，答对的比例。")),
        (new("coverage", "覆盖率"), new(
            "Of questions that an entry answers, the share that got an answer and no question back.", "有答案的问题里，直接给出回答的比例。")),
        (new("near miss", "近似问题"), new(
            "A question that looks like a stored one and has no answer here.", "看起来像已有的问题，其实这里没有答案。")),
        (new("out of scope", "范围外"), new("A question that no entry answers.", "没有条目能回答的问题。")),
        (new("confidence", "置信度"), new(
            "Probability that the entry is right: of answers with 0.8 about eight in ten are.", "条目正确的概率：置信度 0.8 的回答约十有八对。")),
        (new("calibration error", "校准误差"), new(
            "How far confidence is from the share that was right, on average; below 0.05 is good.", "置信度与实际正确率平均差多少；0.05 以下为好。")),
        (new("threshold", "阈值"), new("Least confidence of an answer.", "给出回答所需的最低置信度。")),
        (new("MRR", "MRR"), new("Mean of 1 / place of the right entry.", "正确条目名次倒数的平均值。")),
        (new("scope AUC", "范围 AUC"), new(
            "How well confidence tells questions with an answer from those without: 1 is perfect, 0.5 chance.",
            "置信度区分有无答案问题的能力：1 为完美，0.5 为随机。")),
    ];

    /// <summary>A column's name.</summary>
    public static ReportText Column(string name) => new(name, Chinese.GetValueOrDefault(name, name));
}
