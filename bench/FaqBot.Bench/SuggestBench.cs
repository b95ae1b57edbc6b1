using System.Diagnostics;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>Completing what is typed over 10,000 entries with five questions each, beside a plain search through the same
/// questions.</summary>
internal static class SuggestBench
{
    private const int Entries = 10_000;
    private const int QuestionsPerEntry = 5;
    private const int Top = 5;
    private const double GoalMilliseconds = 5;

    private static readonly string[] Subjects =
    [
        "发票", "订单", "运费", "退货", "换货", "优惠券", "会员", "积分", "快递", "地址", "密码", "账号", "保修", "礼品卡", "退款", "付款", "商品", "活动", "价格", "售后",
    ];

    private static readonly string[] Verbs =
    [
        "怎么申请", "怎么修改", "在哪里查看", "可以取消", "多久处理好", "为什么不能用", "什么时候到", "找谁处理", "怎么删除", "需要什么资料", "能不能合并", "可以转让",
    ];

    // What most questions hold is the slowest; pinyin goes through three texts.
    private static readonly (string Name, string Typed)[] Texts =
    [
        ("one character of most questions", "怎"), ("a common word", "怎么"), ("a rare word", "第4711号"), ("initials", "fpzm"),
            ("pinyin", "youhuiquan"), ("nothing", "quantum"),
    ];

    public static IReadOnlyList<Measurement> Run(BenchContext context)
    {
        FaqCatalog catalog = Catalog();
        long started = Stopwatch.GetTimestamp();
        QuestionCompletion completion = catalog.Completion;
        context.Say(
            $"suggest: {catalog.Questions.Count:#,0} questions, index built in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms, "
            + $"{completion.Bytes / 1e6:0.0} MB");
        string[] questions = [.. catalog.Questions.Select(question => question.Text)];
        List<Measurement> rows = [];
        foreach ((string name, string typed) in Texts)
        {
            int found = 0;
            (Series subject, Series peer) = Rounds.Interleave(
                context.Rounds,
                context.RoundLength,
                () => found += completion.Complete(typed, null, DateTimeOffset.UnixEpoch, Top).Count,
                () => found += questions.Count(question => question.Contains(typed, StringComparison.Ordinal)));
            GC.KeepAlive(found);
            rows.Add(new Measurement(
                $"suggest: {name}, 50,000 questions",
                "ms",
                subject.To(seconds => seconds * 1000),
                "the text in each question, words only, unranked",
                peer.To(seconds => seconds * 1000),
                new Goal($"< {GoalMilliseconds:0} ms", row => row.Measured.Median < GoalMilliseconds)));
        }

        return rows;
    }

    private static FaqCatalog Catalog()
    {
        FaqEntry[] entries =
        [
            .. Enumerable.Range(0, Entries).Select(entry => new FaqEntry
            {
                Id = $"entry-{entry}",
                Question = Question(entry, 0),
                Alternates = [.. Enumerable.Range(1, QuestionsPerEntry - 1).Select(question => Question(entry, question))],
                Answer = new LocalizedText("-"),
            }),
        ];
        KnowledgeBase knowledge =
            new() { Id = "shop", Name = "Random", Languages = ["zh-Hans"], DefaultAnswer = new LocalizedText("-"), Entries = entries };
        StoredQuestion[] questions =
            [.. entries.SelectMany((entry, index) =>
                entry.Questions.Select(text => new StoredQuestion(index, text, TextNormalizer.MatchKey(text))))];
        const int Dimensions = 8;
        EncoderIdentity encoder = new("random", new string('0', 64), Dimensions);
        VersionIdentity identity =
            new(knowledge.Id, 1, encoder, TextNormalizer.Version, VectorFormat.Float32, new string('0', 64), DateTimeOffset.UnixEpoch);
        return FaqCatalog.Build(
            new StoredVersion(identity, knowledge, questions, RandomCatalog.UnitVectors(questions.Length, Dimensions, seed: 3)), encoder);
    }

    private static string Question(int entry, int question) => question == QuestionsPerEntry - 1
        ? $"how do I get item {entry} of my order number {entry * 7}"
        : $"{Subjects[(entry + question) % Subjects.Length]}{Verbs[(entry / 20 * 5 + question) % Verbs.Length]}，第{entry}号的第{question}种情况";
}
