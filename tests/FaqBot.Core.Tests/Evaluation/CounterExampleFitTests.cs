using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Evaluation;

/// <summary>A small knowledge base with counter-examples and the bundled encoder.</summary>
public sealed class CounterExampleFitTests : IAsyncLifetime
{
    private static readonly KnowledgeBase Knowledge = new()
    {
        Id = "plans",
        Name = "plans",
        Languages = ["zh-Hans"],
        DefaultAnswer = new LocalizedText("-"),
        Entries =
        [
            Entry("cancel", "怎么取消月付套餐", "月付套餐如何退订", "我不想再按月付费了", "月付怎么停") with
            {
                NotThis = ["怎么取消家庭套餐", "发票怎么开"],
            },
            Entry("invoice", "发票怎么开", "如何开具发票", "我要开发票", "发票在哪里申请"),
            Entry("refund", "退款多久到账", "钱什么时候退回来", "退款要等几天", "退款还没收到"),
            Entry("login", "忘记密码怎么办", "密码想不起来了", "怎么重置密码", "登录不上忘了密码"),
        ],
    };

    private readonly TemporaryFolder _folder = new();
    private readonly KnowledgeStore _store;
    private readonly Encoders _encoders;
    private readonly PublishedCatalogs _catalogs;

    public CounterExampleFitTests()
    {
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
        _encoders = new Encoders(LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions()), model =>
            throw new ModelException(model, ["it is not installed"]));
        _catalogs = new PublishedCatalogs(_store, _encoders);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await new KnowledgeIndexer(_store, _encoders.Default.Bulk, TimeProvider.System)
            .IndexAsync(Knowledge, cancellationToken: Cancellation);
        await _catalogs.RefreshAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _catalogs.Dispose();
        await _encoders.DisposeAsync();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Fit_asks_counter_examples_that_nothing_answers_as_if_they_were_not_written()
    {
        FaqCatalog catalog = _catalogs.Find("plans")!;
        KnowledgeBaseFit fit = await KnowledgeBaseFit.FitAsync(catalog, _encoders.Default.Bulk, [], Cancellation);
        LabelledQuestion asked = Assert.Single(fit.Questions, question => question.Row >= catalog.Questions.Count);
        Assert.Equal(("怎么取消家庭套餐", -1, catalog.Questions.Count), (asked.Text, asked.Entry, asked.Row));
        Assert.Contains("1 counter-examples", fit.Model.Fit!.Data);
        Assert.True(KnowledgeBaseFit.IsOfStoredQuestions(fit.Model.Fit));
    }

    [Fact]
    public async Task Neighbour_of_a_counter_example_loses_its_answer()
    {
        PublishedCatalog published = _catalogs.Use("plans")!;
        Explanation with = await AskAsync(published, "家庭套餐取消方法");
        Assert.True(with.Entries.Single(IsCancel).Evidence!.Value.NotThis > 0.2);
        Assert.NotEqual(Decision.Answer, with.Decision);
        Assert.Equal(0, (await AskAsync(published, "月付套餐取消方法")).Entries.Single(IsCancel).Evidence!.Value.NotThis);
        Assert.DoesNotContain((await AskAsync(published, "怎么取消家庭套餐？")).Entries, IsCancel);
        published.Encoder.Release();

        bool IsCancel(ExplainedEntry entry) => published.Catalog.Entries[entry.Ranked.Entry].Id == "cancel";
    }

    private static ValueTask<Explanation> AskAsync(PublishedCatalog published, string text) => Explanation.OfAsync(
        published, FaqBot.Core.Text.Question.Parse(text), EntryFilter.None, new AnsweringOptions().ToPolicy(), DateTimeOffset.UnixEpoch,
            (essence, toJudge) => published.Encoder.EncodeAsync(essence, toJudge, Cancellation), []);

    private static FaqEntry Entry(string id, string question, params string[] alternates) =>
        new() { Id = id, Question = question, Alternates = alternates, Answer = new LocalizedText("-") };
}
