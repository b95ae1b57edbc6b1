using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Linting;
using FaqBot.Core.Similarity;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using Microsoft.AspNetCore.Http;

namespace FaqBot.Core.Tests.Linting;

/// <summary>A small shop with a weakness of each kind, and the bundled encoder.</summary>
public sealed class LinterTests : IAsyncLifetime
{
    private static readonly LintIgnoreList Nothing = LintIgnoreList.Parse([]);

    private readonly TemporaryFolder _folder = new();
    private KnowledgeStore _store = null!;
    private Encoders _encoders = null!;
    private PublishedCatalogs _catalogs = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
        _encoders = new Encoders(LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions()), model =>
            throw new ModelException(model, ["it is not installed"]));
        _catalogs = new PublishedCatalogs(_store, _encoders);
        await Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _catalogs.Dispose();
        await _encoders.DisposeAsync();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Lint_near_duplicates_are_pairs_and_clusters_and_their_answers_are_compared()
    {
        LintReport report = await LintAsync(
            Entry("return-days", "多少天内可以退货", "7 天内可以退货。"), Entry("return-limit", "几天之内能退货", "30 天内都可以。"),
                Entry("invoice", "怎么开发票", "在订单里开。"));
        LintFinding near = Assert.Single(report.Findings, finding => finding.Rule == LintRule.NearDuplicate);
        Assert.Equal(
            ("return-days", "return-limit", "多少天内可以退货", "几天之内能退货"), (near.Entry, near.OtherEntry, near.Question, near.OtherQuestion));
        Assert.True(near.Similarity >= 0.8, $"{near.Similarity}");
        Assert.Contains(
            "numbers", Assert.Single(report.Findings, finding => finding.Rule == LintRule.Contradiction).Message, StringComparison.Ordinal);
        Assert.Equal(["return-days", "return-limit"], Assert.Single(report.Clusters).Questions.Select(question => question.Entry).Order());
    }

    [Theory]
    [InlineData("怎么开通自动续费", "怎么取消自动续费")]
    [InlineData("7天内能退货吗", "15天内能退货吗")]
    public async Task Lint_questions_that_decisive_words_tell_apart_are_no_duplicates(string first, string second)
    {
        LintReport report = await LintAsync(Entry("a", first, "-"), Entry("b", second, "-"));
        Assert.DoesNotContain(report.Findings, finding => finding.Rule == LintRule.NearDuplicate);
    }

    [Fact]
    public async Task Lint_question_in_other_characters_is_an_error()
    {
        LintReport report = await LintAsync(Entry("a", "发票怎么开", "-"), Entry("b", "發票怎麼開", "-"));
        LintFinding finding = Assert.Single(report.Findings, finding => finding.Rule == LintRule.SameQuestion);
        Assert.Equal((LintSeverity.Error, "a", "b"), (finding.Severity, finding.Entry, finding.OtherEntry));
    }

    [Fact]
    public async Task Lint_alternate_in_the_wrong_entry_is_found_and_so_is_the_entry_that_never_wins()
    {
        LintReport report = await LintAsync(
            Entry("return", "怎么退货", "-", "如何办理退货", "退货流程是什么", "我要退货"),
            Entry("invoice", "怎么开发票", "-", "如何办理退货手续", "如何开具发票", "发票在哪里开"),
            Entry("mixed", "退货怎么办理", "-", "发票怎么开具呢"));
        Assert.Contains(
            report.Findings,
            finding => finding is { Entry: "invoice", Question: "如何办理退货手续" } && finding.Rule == LintRule.NearerElsewhere);
        Assert.Equal("mixed", Assert.Single(report.Findings, finding => finding.Rule == LintRule.NeverWins).Entry);
    }

    [Fact]
    public async Task Lint_finds_what_entries_lack_by_themselves()
    {
        LintReport report = await LintAsync(
            Entry("ok", "怎么联系人工客服", "[客服](https://shop.example/help) 或 <mailto:a@shop.example>"),
            Entry("short", "退", "-"),
            Entry("generic", "怎么办", "-"),
            Entry("blanks", " 可以送货上门吗 ", "[a](http//x) [b]() [c](ftp://x.example) [d](https://shop)"),
            Entry("hidden", "这个问题只在上下文里", "-") with { ContextOnly = true },
            Entry("off", "已经停用的活动怎么参加", "-") with { Enabled = false },
            Entry("old", "春节期间发货吗", "-") with { ValidUntil = DateTimeOffset.UnixEpoch },
            Entry("prompting", "会员有什么好处", "-") with { Prompts = [new FollowUpPrompt("活动", "off"), new FollowUpPrompt("无", "nobody")] },
            Entry("english", "how do I become a member",
                "-") with
            { Answer = new LocalizedText(new Dictionary<string, string> { ["zh-Hans"] = "x" }) });
        Assert.Equal(
            [
                "broken-link blanks", "broken-link blanks", "broken-link blanks", "broken-link blanks", "broken-prompt prompting",
                    "generic-question generic",
                "idle-prompt prompting", "inactive off", "inactive old", "missing-language english", "other-script english",
                    "short-question short",
                "surrounding-blanks blanks", "unreachable hidden",
            ],
            report.Findings.Where(finding => finding.Rule != LintRule.NearDuplicate && finding.Rule != LintRule.Contradiction)
                .Select(finding => $"{finding.Rule.Id} {finding.Entry}").Order(StringComparer.Ordinal));
        Assert.Equal(report.Findings.OrderByDescending(finding => finding.Severity).Select(finding => finding.Severity),
            report.Findings.Select(finding => finding.Severity));
    }

    [Fact]
    public async Task Lint_synonyms_that_questions_or_contrasts_tell_apart_are_warned_of()
    {
        FaqEntry[] entries = [Entry("vpn", "重置VPN密码", "-"), Entry("windows", "重置Windows密码", "-"), Entry("pay", "月付怎么取消", "-")];
        LintReport report = await LintAsync(Knowledge(entries) with
        {
            Synonyms = [["VPN", "Windows"], ["月付", "年付", "包年"], ["取消", "退订"]],
            Contrasts = [["年付", "月付"]],
        });
        string[] warnings =
            [.. report.Findings.Where(finding => finding.Rule == LintRule.ContradictingSynonyms).Select(finding => finding.Message)];
        Assert.Equal(2, warnings.Length);
        Assert.StartsWith("'VPN', 'Windows' are synonyms, but questions of different entries", warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("'月付', '年付' are synonyms and contrasts", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_shows_the_contrasts_that_were_found()
    {
        LintReport report = await LintAsync(Entry("vpn", "重置VPN密码", "-"), Entry("windows", "重置Windows密码", "-", "怎么改电脑密码"));
        Assert.Equal(
            [new ContrastedWord("VPN", "vpn", "重置VPN密码"), new ContrastedWord("Windows", "windows", "重置Windows密码")],
            Assert.Single(report.Contrasts).Words);
        Assert.Contains("Words that make different questions", LintPage.ToHtml(report), StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("contrasts").GetArrayLength());
    }

    [Fact]
    public async Task Lint_counter_examples_far_away_are_noted_and_those_of_near_duplicates_tell_them_apart()
    {
        LintReport report = await LintAsync(
            Entry("return-days", "多少天内可以退货", "-") with { NotThis = ["几天之内能退货", "今天天气怎么样"] },
            Entry("return-limit", "几天之内能退货", "-"));
        Assert.DoesNotContain(report.Findings, finding => finding.Rule == LintRule.NearDuplicate);
        Assert.Equal("今天天气怎么样", Assert.Single(report.Findings, finding => finding.Rule == LintRule.FarCounterExample).Question);
    }

    [Fact]
    public async Task Lint_severity_and_ignore_list_hide_findings()
    {
        FaqEntry[] entries = [Entry("a", "发票怎么开", "-"), Entry("b", "發票怎麼開", "-"), Entry("short", "退", "-"),
            Entry("off", "已经停用的活动怎么参加", "-") with { Enabled = false }];
        Assert.Equal(3, (await LintAsync(entries)).Findings.Count(finding => finding.Rule != LintRule.NearDuplicate));
        Assert.Equal(
            [LintRule.SameQuestion], (await LintAsync(LintSeverity.Error, Nothing, entries)).Findings.Select(finding => finding.Rule));
        LintIgnoreList ignored = LintIgnoreList.Parse(
            [("f", "same-question:b+a # meant so"), ("f", ""), ("f", "short-question:short"), ("f", "near-duplicate")]);
        Assert.Equal([LintRule.Inactive], (await LintAsync(LintSeverity.Note, ignored, entries)).Findings.Select(finding => finding.Rule));
    }

    [Fact]
    public void Ignore_list_names_all_unknown_rules_together()
    {
        InvalidDataException exception =
            Assert.Throws<InvalidDataException>(() => LintIgnoreList.Parse([("f: line 1", "nope"), ("f: line 2", "neither:x")]));
        Assert.Equal(2,
            Regex.Count(
                exception.Message, "^f: line [12]: found rule '(nope|neither)', expected one of: same-question, ", RegexOptions.Multiline));
    }

    [Fact]
    public async Task Report_is_json_and_a_page_that_needs_nothing_else()
    {
        LintReport report = await LintAsync(Entry("a", "多少天内可以退货", "7 天。"), Entry("b", "几天之内能退货", "8 天。"), Entry("short", "<b>", "-"));
        JsonElement json = JsonDocument.Parse(report.ToJson()).RootElement;
        Assert.Contains(json.GetProperty("findings").EnumerateArray(), finding =>
            finding.GetProperty("ruleId").GetString() == "short-question" && finding.GetProperty("severity").GetString() == "warning");
        string html = LintPage.ToHtml(report);
        Assert.DoesNotMatch(@"<script|<link|<img|\bsrc=|url\(|<b>", html);
        Assert.Contains("&#39;&lt;b&gt;&#39;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_asked_for_once_each_and_judged_by_their_status()
    {
        await using LocalServer server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path.Value switch
            {
                "/gone" => StatusCodes.Status410Gone,
                "/broken" => StatusCodes.Status500InternalServerError,
                "/no-head" when context.Request.Method == "HEAD" => StatusCodes.Status405MethodNotAllowed,
                "/old" => StatusCodes.Status302Found,
                _ => StatusCodes.Status200OK,
            };
            if (context.Request.Path == "/old")
            {
                context.Response.Headers.Location = "/new";
            }

            return Task.CompletedTask;
        });
        string Link(string path) => $"[x]({server.Address}{path})";
        KnowledgeBase knowledge = Knowledge(
            Entry("a", "a", $"{Link("fine")} {Link("gone")} {Link("no-head")} {Link("old")} [y](/relative) [z](http://127.0.0.1:1/closed)"),
            Entry("b", "b", $"{Link("gone")} {Link("broken")} [m](mailto:a@b.example)"));
        using HttpClient client = new() { Timeout = LinkCheck.Patience };
        IReadOnlyList<LintFinding> findings = await new LinkCheck(client).RunAsync(knowledge, Cancellation);
        Assert.Equal(
            ["dead-link a", "dead-link b", "unchecked-link a", "unchecked-link b"],
            findings.Select(finding => $"{finding.Rule.Id} {finding.Entry}").Order(StringComparer.Ordinal));
        Assert.Equal(1, server.Requests.Count(asked => asked.Target == "/gone"));
    }

    private static FaqEntry Entry(string id, string question, string answer, params string[] alternates) =>
        new() { Id = id, Question = question, Alternates = alternates, Answer = new LocalizedText(answer) };

    private static KnowledgeBase Knowledge(params FaqEntry[] entries) => new()
    {
        Id = "small",
        Name = "small",
        Languages = ["zh-Hans", "zh-Hant", "en"],
        DefaultAnswer = new LocalizedText("-"),
        Entries = entries,
    };

    private Task<LintReport> LintAsync(params FaqEntry[] entries) => LintAsync(LintSeverity.Note, Nothing, entries);

    private Task<LintReport> LintAsync(KnowledgeBase knowledge) => LintAsync(LintSeverity.Note, Nothing, knowledge);

    private Task<LintReport> LintAsync(LintSeverity least, LintIgnoreList ignored, FaqEntry[] entries) =>
        LintAsync(least, ignored, Knowledge(entries));

    /// <summary>What owners wrote stands in every language's sentence; the sentence itself is in that language.</summary>
    private static void SpeaksAllLanguages(LintFinding finding)
    {
        Assert.Equal(["en", "zh-Hans", "zh-Hant"], finding.Messages.Keys);
        Assert.Equal(finding.Message, finding.Messages["en"]);
        Assert.DoesNotContain(finding.Message, finding.Messages.Values.Skip(1));
        Assert.All(finding.Messages.Values.Skip(1), text => Assert.EndsWith("。", text, StringComparison.Ordinal));
        Assert.DoesNotMatch("[这条问题请词删过类没]", Unquoted(finding.Messages["zh-Hant"]));
        Assert.All((string?[])[finding.Question, finding.OtherQuestion], asked => Assert.All(
            finding.Messages.Values, text => Assert.Contains(asked ?? "", text, StringComparison.Ordinal)));
    }

    private static string Unquoted(string text) => Regex.Replace(text, "「[^」]*」", "");

    private async Task<LintReport> LintAsync(LintSeverity least, LintIgnoreList ignored, KnowledgeBase knowledge)
    {
        await new KnowledgeIndexer(_store, _encoders.Default.Bulk, TimeProvider.System)
            .IndexAsync(knowledge, cancellationToken: Cancellation);
        await _catalogs.RefreshAsync(Cancellation);
        PublishedCatalog published = _catalogs.Use("small")!;
        try
        {
            LintReport report = new Linter(published, TimeProvider.System).Run(
                NearDuplicates.DefaultBand, least, ignored, [], Cancellation);
            Assert.All(report.Findings, SpeaksAllLanguages);
            return report;
        }
        finally
        {
            published.Encoder.Release();
        }
    }
}
