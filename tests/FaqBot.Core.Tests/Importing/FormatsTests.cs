using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Importing;

/// <summary>Small files in the formats of services, as their documentation and code describe them.</summary>
public sealed class FormatsTests
{
    [Fact]
    public void Run_fastgpt_indexes_become_wordings_without_their_numbers()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Data("fastgpt.csv"));
        Assert.Equal(
            ["你是谁？ / 你是什么？ / 你叫什么名字？ → 我是 AI 助手，可以回答关于商城的问题。", "怎么付款？ / 怎么支付 / 能刷卡吗 → 支持银行卡。"], knowledge!.Pairs());
        Assert.Equal(["noAnswer fastgpt.csv, line 3, a", "partNotRead fastgpt.csv, line 2, column 4"],
            report.Notes(NoteKind.LeftOut).Order());
    }

    [Fact]
    public void Run_dify_apostrophes_before_formulas_are_undone() => Assert.Equal(
        ["怎么退货？ → 打开订单，点\"退货\"。", "折扣怎么写？ → =5 折"], Imported.New(Imported.Data("dify.csv")).Knowledge!.Pairs());

    [Fact]
    public void Run_ragflow_row_with_one_cell_goes_on_with_the_answer_and_one_with_more_is_refused()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Data("ragflow.csv"));
        Assert.Equal(["怎么退货？ → 打开订单\n第二行还是退货的答案", "怎么付款？ → 银行卡"], knowledge!.Pairs());
        Assert.Equal(["cellCount ragflow.csv, line 4"], report.Notes(NoteKind.Refused));
        Assert.Contains(report.Notes, note => note.Code == NoteCode.NoHeader);
    }

    [Fact]
    public void Run_rasa_joins_intents_and_responses_of_several_files_and_reduces_marks()
    {
        (KnowledgeBase? knowledge, ImportReport report) =
            Imported.Into(null, [Imported.Data("rasa/nlu.yml"), Imported.Data("rasa/domain.yml")]);
        Assert.Equal(
            ["when does the shop open / opening hours on Sunday / when can I come → We open at nine.",
                "is there parking → Behind the house."],
            knowledge!.Pairs());
        Assert.Equal([new FollowUpPrompt("And parking?", "faq-parking")], knowledge!.Entry("faq-opening").Prompts);
        Assert.Equal([["shop", "store", "market"]], knowledge!.Synonyms);
        Assert.Equal(2, report.NoteCounts[NoteCode.Unjoined]);
        Assert.Equal(1, report.NoteCounts[NoteCode.OtherAnswer]);
        Assert.Contains(report.Entries[0].Rows, row => row is { File: "rasa/nlu.yml", Row: 6 });
    }

    [Theory]
    [InlineData("tell me about [core](product)", "tell me about core")]
    [InlineData("fly to [Paris]{\"entity\": \"city\", \"role\": \"to\"} now", "fly to Paris now")]
    [InlineData("see [1] and (2)", "see [1] and (2)")]
    public void Reduced_marks_become_what_they_show(string example, string expected) => Assert.Equal(expected, RasaFiles.Reduced(example));

    [Fact]
    public void Run_dialogflow_agent_keeps_languages_and_follow_ups()
    {
        string folder = Repository.PathOf("tests", "data", "importing", "dialogflow");
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Zip(
            "agent.zip", Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file)))));
        FaqEntry checkIn = knowledge!.Entry("check-in");
        Assert.Equal(["when can I check in", "check-in time", "几点可以入住"], checkIn.Questions);
        Assert.Equal(("From three o'clock.", "下午三点起。"),
            (checkIn.Answer.For(Language.English), checkIn.Answer.For(Language.SimplifiedChinese)));
        FaqEntry early = knowledge!.Entries.Single(entry => entry.ContextOnly);
        Assert.Equal([new FollowUpPrompt("can it be earlier", early.Id)], checkIn.Prompts);
        Assert.Contains(report.Notes, note => note.Code == NoteCode.OtherKind && note.Text.Contains("Fallback", StringComparison.Ordinal));
        Assert.Equal("Hotel", knowledge!.Name.ToString());
        Imported.AssertRowsAreAccountedFor(report);
    }

    [Fact]
    public void Run_qnabot_export_reads_markdown_topics_and_buttons()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Data("qnabot.json"));
        FaqEntry fee = knowledge!.Entry("shop.001");
        Assert.Equal(("**Two** euros.", "fees"), (fee.Answer.ToString(), fee.Metadata.Single().Value));
        Assert.Equal([new FollowUpPrompt("When?", "shop.002")], fee.Prompts);
        Assert.Equal(1, report.NoteCounts[NoteCode.PromptLost]);
        Assert.Contains(report.Notes, note => note.Code == NoteCode.MemberNotRead
            && note.Text.Contains("clientFilterValues", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.Code == NoteCode.OtherKind && note.Text.Contains("slottype", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_zendesk_takes_what_everybody_may_read()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Data("zendesk.json"));
        FaqEntry entry = Assert.Single(knowledge!.Entries);
        Assert.Equal(
            "Open [your orders](https://shop.example/orders) and choose **return**.\n\n- Within 30 days\n- Unused",
                entry.Answer.For(Language.English));
        Assert.Equal(("360001234567", "https://x.zendesk.com/hc/en-us/articles/360001234567"), (entry.Id, entry.Source));
        Assert.Equal([new("label", "returns"), new("section", "42")], entry.Metadata);
        Assert.Equal(2, report.NoteCounts[NoteCode.NotPublished]);
        Assert.Contains(report.Notes, note => note.Code == NoteCode.AddressNotRead);
        KnowledgeBase all = Imported.New(Imported.Data("zendesk.json"), Imported.Reading(new ReadingOptions { IncludesDrafts = true }))
            .Knowledge!;
        Assert.Equal([true, false, false], all.Entries.Select(one => one.Enabled));
    }

    [Fact]
    public void Run_freshdesk_and_intercom_are_read()
    {
        FaqEntry fresh = Assert.Single(Imported.New(Imported.Data("freshdesk.json")).Knowledge!.Entries);
        Assert.Equal(("如何修改地址？", "在**订单**里修改。"), (fresh.Question, fresh.Answer.For(Language.SimplifiedChinese)));
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Data("intercom.json"));
        FaqEntry entry = Assert.Single(knowledge!.Entries);
        Assert.Equal(["Can I pay by card?", "可以刷卡吗？"], entry.Questions);
        Assert.Equal(("Yes.", "可以。"), (entry.Answer.For(Language.English), entry.Answer.For(Language.SimplifiedChinese)));
        Assert.Equal((1, 1), (report.NoteCounts[NoteCode.OtherLanguage], report.NoteCounts[NoteCode.NotPublished]));
    }

    [Fact]
    public void Run_pages_give_what_they_state_for_search_engines()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Data("faqpage.html"));
        Assert.Equal(["Do you ship to Norway & Sweden? → Yes, *weekly*.", "Is it free? → No."], knowledge!.Pairs());
        Assert.Contains(report.Notes, note => note.Text.Contains("placeholder", StringComparison.Ordinal));
        Assert.Equal(["What is the fee? → Two **euros**."], Imported.New(Imported.Data("microdata.html")).Knowledge!.Pairs());
        const string Json = """
            [{"@type": "https://schema.org/FAQPage", "mainEntity": [{"@type": "Question", "name": "A?",
             "acceptedAnswer": {"text": "a\nb"}}]}]
            """;
        Assert.Equal(["A? → a\nb"], Imported.New("page.json", Json).Knowledge!.Pairs());
    }

    [Fact]
    public void Run_botpress_keeps_languages_and_tells_of_redirects()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Data("botpress.json"));
        FaqEntry entry = Assert.Single(knowledge!.Entries);
        Assert.Equal(("Two euros.", "两欧元。"), (entry.Answer.For(Language.English), entry.Answer.For(Language.SimplifiedChinese)));
        Assert.Contains(report.Notes, note => note.Text.Contains("main.flow.json", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_markdown_headings_are_questions() => Assert.Equal(
        ["How do I pay? → By card.\n\n```sh\n# no heading\n```", "Shipping Germany → Two days."],
            Imported.New(Imported.Data("faq.md")).Knowledge!.Pairs());

    [Theory]
    [InlineData("""{"qnaList": [{"id": 0, "Questions": ["A?"], "Answer": "a"}, {"id": 0, "questions": ["B?"], "answer": "b"}]}""")]
    [InlineData("""{"qnAList": [{"questions": ["A?"], "answer": "a"}, {"questions": ["B?"], "answer": "b"}], "name": "kb"}""")]
    [InlineData("""{"add": {"qnaList": [{"questions": ["A?"], "answer": "a"}, {"questions": ["B?"], "answer": "b"}]}}""")]
    [InlineData("""{"value": [{"id": 4, "questions": ["A?"], "answer": "a"}, {"id": 9, "questions": ["B?"], "answer": "b"}]}""")]
    [InlineData("""[{"op": "add", "value": {"questions": "A?", "answer": "a"}}, {"op": "add", "value": {"questions": "B?", "answer": "b"}}]""")]
    [InlineData("""{"Assets": {"Qnas": [{"Id": 1, "Questions": ["A?"], "Answer": "a"}, {"Id": 2, "Questions": ["B?"], "Answer": "b"}]}}""")]
    public void Run_documents_of_qna_maker_are_read_in_every_spelling(string json) =>
        Assert.Equal(["A? → a", "B? → b"], Imported.New("a.json", json).Knowledge!.Pairs());

    [Fact]
    public void Run_weknora_table_and_counter_examples_are_read()
    {
        const string Table = "分类(必填),问题(必填),相似问题(选填-多个用##分隔),反例问题(选填-多个用##分隔),机器人回答(必填-多个用##分隔)\n售后,保修多久？,质保几年##保修期,怎么开发票,两年。\n";
        FaqEntry entry = Imported.New("a.csv", Table).Knowledge!.Entries.Single();
        Assert.Equal(["保修多久？", "质保几年", "保修期"], entry.Questions);
        Assert.Equal(["怎么开发票"], entry.NotThis);
        Assert.Equal([new("category", "售后")], entry.Metadata);
    }
}
