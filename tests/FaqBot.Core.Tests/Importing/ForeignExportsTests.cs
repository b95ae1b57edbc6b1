using System.Formats.Tar;
using System.IO.Compression;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Importing;

/// <summary>Small files of the shapes that genuine exports of other products have, beyond what their documentation says.</summary>
public sealed class ForeignExportsTests
{
    private const string RasaIntents = """
            ## intent:faq/opening
        - when do you open
        - opening hours of [Oslo](city)

        ## intent: thanks
        - thank you
        """;

    private const string RasaResponses = """
        ## when it opens
        * faq/opening
            - At nine.\nOn Sunday at ten.
            - At nine o'clock.
        ## parking
        * faq/parking
          - Behind the house.
        """;

    private const string RasaStories = """
        ## say thanks
        * thanks
          - utter_welcome
        ## a long way
        * faq/opening
          - respond_faq
        * thanks
          - utter_bye
        """;

    [Fact]
    public void Run_rasa_of_the_first_version_joins_responses_and_rules_and_leaves_stories_and_descriptions_out()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Zip(
            ("README.md", "# A bot\n\nIt knows the shop.\n## How to run\nType run."), ("data/nlu.md", RasaIntents),
            ("data/responses.md", RasaResponses), ("data/stories.md", RasaStories),
            ("tests/conversation.md", "## thanks\n* thanks: thank you\n  - utter_welcome\n"),
            ("domain.yml", "responses:\n  utter_welcome:\n  - text: You are welcome.\n  utter_bye:\n  - text: Bye.\n")));
        Assert.Equal(
            ["when do you open / opening hours of Oslo → At nine.\nOn Sunday at ten.", "thank you → You are welcome."], knowledge!.Pairs());
        Assert.Equal(
            ["otherKind a.zip/README.md", "otherKind a.zip/data/stories.md", "otherKind a.zip/tests/conversation.md"],
            report.Notes(NoteKind.LeftOut).Where(note => note.StartsWith(NoteCode.OtherKind, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.Equal(2, report.NoteCounts[NoteCode.Unjoined]);
        Imported.AssertRowsAreAccountedFor(report);
    }

    [Fact]
    public void Run_rasa_rule_joins_an_intent_only_where_no_other_response_follows_it()
    {
        const string Rules = """
            rules:
            - rule: a
              steps:
              - intent: hours
              - action: utter_opening
            - rule: b
              steps:
              - intent: pay
              - action: utter_card
            - rule: c
              steps:
              - intent: pay
              - action: utter_cash
            """;
        const string Domain = """
            nlu:
            - intent: hours
              examples: |
                - when do you open
            - intent: pay
              examples: |
                - how do I pay
            responses:
              utter_opening:
              - text: On the telephone we say nine.
                channel: voice
              - text: At nine.
              utter_card:
              - text: By card.
              utter_cash:
              - text: In cash.
            """;
        KnowledgeBase knowledge =
            Imported.Into(null, [Imported.Text("rules.yml", Rules), Imported.Text("domain.yml", Domain)]).Knowledge!;
        Assert.Equal(["when do you open → At nine."], knowledge.Pairs());
    }

    [Fact]
    public void Run_markdown_in_a_folder_of_another_format_is_told_and_one_that_is_named_is_read()
    {
        ImportFile table = Imported.Text("faq.csv", "question,answer\nDo you ship?,Yes.\n");
        ImportFile about = Imported.Text("faq/README.md", "# About\nWho wrote this.\n");
        ImportFile notes = Imported.Text("faq/n.md", "# Notes\nSome.\n");
        ImportReport report = Imported.Into(null, [table, about, notes]).Report;
        Assert.Equal(["otherKind faq/README.md", "otherKind faq/n.md"], report.Notes(NoteKind.LeftOut));
        Assert.Equal(1, report.New);
        Assert.Equal(2, Imported.Into(null, [table, Imported.Text("more.md", "# How do I pay?\nBy card.\n")]).Report.New);
        Assert.Equal(1, Imported.New("README.md", "# How do I pay?\nBy card.\n").Report.New);
    }

    [Fact]
    public void Run_fastgpt_indexes_that_hold_the_answer_are_no_wordings_and_questions_stay_with_their_rows()
    {
        const string Table = "q,a,indexes,\n怎么付款？,支持银行卡和微信支付，下单时选择。,\"怎么付款？\n支持银行卡和微信支付，下单时选择。\",\"1. 怎么退货？\n2. 能刷卡吗\"\n"
            + "怎么退货？,打开订单，选择退货，寄回商品。,怎么退货？,\"打开订单，选择退货...（略）\"\n";
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.csv", Table);
        Assert.Equal(["怎么付款？ / 能刷卡吗 → 支持银行卡和微信支付，下单时选择。", "怎么退货？ → 打开订单，选择退货，寄回商品。"], knowledge!.Pairs());
        Assert.Equal((2, 1), (report.NoteCounts[NoteCode.PartNotRead], report.NoteCounts[NoteCode.QuestionTaken]));
        Assert.DoesNotContain(report.Notes, note => note.Code == NoteCode.ColumnNotRead);
    }

    [Fact]
    public void Run_fastgpt_columns_of_one_name_are_all_read_and_every_guard_is_undone()
    {
        const string Table = """
            q,a,index,index,metadata
            How do I draw a table?,'| a | b |,Table how?,Can I draw tables?,"{""part"":""docs""}"
            """;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.csv", Table);
        Assert.Equal(["How do I draw a table? / Table how? / Can I draw tables? → | a | b |"], knowledge!.Pairs());
        Assert.Equal([new("part", "docs")], knowledge!.Entries[0].Metadata);
        Assert.Equal(["alternates=index", "alternates=4"],
            report.Tables[0].Columns.Where(pair => pair.StartsWith("alternates", StringComparison.Ordinal)));
        Assert.Empty(report.Notes(NoteKind.LeftOut));

        // In other tables a bar needs no guard.
        Assert.Equal(["A? → '| a |"], Imported.New("a.csv", "question,answer\nA?,'| a |\n").Knowledge!.Pairs());
    }

    [Fact]
    public void Run_dify_conversations_are_read_and_segments_called_by_their_name()
    {
        const string Lines = """
            {"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "怎么付款？"}, {"role": "assistant", "content": "刷卡。"}]}
            {"messages": [{"role": "user", "content": "Do you ship?"}, {"role": "assistant", "content": "Yes."}, {"role": "user", "content": "When?"}]}
            {"messages": [
            """;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.jsonl", Lines);
        Assert.Equal(["怎么付款？ → 刷卡。", "Do you ship? → Yes."], knowledge!.Pairs());
        Assert.Equal(["partNotRead a.jsonl, line 2"], report.Notes(NoteKind.LeftOut));
        Assert.Equal(["fileNotRead a.jsonl, line 3"], report.Notes(NoteKind.Refused));
        Assert.Equal([1, 2], report.Entries.Select(fate => fate.Rows[0].Row!.Value));
        foreach (string header in new[] { "分段内容", "segment content" })
        {
            ImportReport segments = Imported.New("a.csv", $"\uFEFF{header}\r\n一段文字\r\n").Report;
            Assert.Equal((DifySegments.Format, 1), (segments.Files[0].Format, segments.NoteCounts[NoteCode.NoQuestion]));
        }

        Assert.Equal("MaxKB table", Imported.New("a.csv", "分段内容（必填，问题答案）\n一段文字\n").Report.Files[0].Format);
    }

    [Fact]
    public void Run_ragflow_answers_of_many_lines_and_labels_are_read()
    {
        const string Tabbed = "问题：怎么退货？\t答案：打开订单\n第一步\n第二步\n第三步\n问题：怎么付款？\t刷卡，或者\n现金\n";
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.txt", Tabbed);
        Assert.Equal(["怎么退货？ → 打开订单\n第一步\n第二步\n第三步", "怎么付款？ → 刷卡，或者\n现金"], knowledge!.Pairs());
        Assert.Contains("3 cells", report.Notes.Single(note => note.Code == NoteCode.Labels).Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Do you ship? → Yes\nby train\nor by ship\nat once", "A: is it? → No"],
            Imported.New("a.csv", "Q: Do you ship?,A: Yes\nby train\nor by ship\nat once\nA: is it?,No\n").Knowledge!.Pairs());

        // Prose has commas, too.
        Assert.Throws<ImportException>(() => Imported.New("a.csv", "Hello, you\nIt rains\nIt snows\nStill, here\nAll day\n"));
    }

    [Fact]
    public void Run_intercom_language_is_found_drafts_without_a_text_do_not_hide_a_list_and_further_pages_are_told()
    {
        const string List = """
            {"type": "list", "total_count": 60, "pages": {"page": 1, "per_page": 25, "total_pages": 3, "next": {"page": 2, "starting_after": "WzE"}},
             "data": [{"type": "article", "id": "1", "title": "草稿", "body": null, "state": "draft"},
              {"type": "article", "id": "2", "title": "怎么退货？", "body": "<p>打开订单。</p>", "state": "published", "url": null},
              {"type": "article", "id": "3", "title": "FAQ", "body": "<p>ABC</p>", "state": "published", "url": "https://x/zh-TW/articles/3-faq"},
              {"type": "article", "id": "4", "title": "Empty", "body": "", "state": "published"}]}
            """;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.json", List);
        Assert.Equal(["zh-Hans", "zh-Hant"], knowledge!.Entries.Select(entry => Assert.Single(entry.Answer.Texts).Key));
        Assert.Equal(["addressNotRead", "notPublished"],
            report.Notes.Where(note => note.Kind == NoteKind.LeftOut).Select(note => note.Code).Order());
        Assert.Contains("page 2 of 3", report.Notes.Single(note => note.Code == NoteCode.AddressNotRead).Text, StringComparison.Ordinal);
        Assert.Equal(["noAnswer"], report.Notes.Where(note => note.Kind == NoteKind.Refused).Select(note => note.Code));
        Assert.False(Imported.New(Imported.Text("a.json", List), new ImportOptions { Strict = true }).Report.Applied);
        const string Search = """
            {"type": "list", "total_count": 1, "data": {"articles": [{"type": "article", "id": "5", "title": "Pay?", "body": "<p>Card.</p>",
             "state": "published"}], "highlights": []}, "pages": {"page": 1, "total_pages": 1}}
            """;
        (KnowledgeBase? found, ImportReport whole) = Imported.New("a.json", Search);
        Assert.Equal("Card.", Assert.Single(found!.Entries).Answer.ToString());
        Assert.DoesNotContain(whole.Notes, note => note.Code == NoteCode.AddressNotRead);
    }

    [Fact]
    public void Run_zendesk_translations_become_languages_and_lists_of_other_languages_join()
    {
        const string List = """
            {"articles": [{"id": 7, "title": "Later", "body": null, "draft": true, "locale": "en-us", "section_id": 1},
              {"id": 8, "title": "How do I pay?", "body": "<p>By card.</p>", "draft": false, "locale": "en-us", "section_id": 1, "translations": [
               {"locale": "en-us", "title": "How do I pay?", "body": "<p>By card.</p>", "draft": false, "hidden": false},
               {"locale": "zh-cn", "title": "怎么付款？", "body": "<p>刷卡。</p>", "draft": false, "hidden": false},
               {"locale": "fr", "title": "Comment payer ?", "body": "<p>Par carte.</p>", "draft": false, "hidden": false},
               {"locale": "zh-tw", "title": "怎麼付款？", "body": "<p>刷卡。</p>", "draft": true, "hidden": false}]}],
             "next_page": null, "page": 1, "page_count": 2}
            """;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.json", List);
        FaqEntry entry = Assert.Single(knowledge!.Entries);
        Assert.Equal(["How do I pay?", "怎么付款？"], entry.Questions);
        Assert.Equal(["en", "zh-Hans"], entry.Answer.Texts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["addressNotRead", "notPublished", "notPublished", "otherLanguage"],
            report.Notes.Where(note => note.Kind == NoteKind.LeftOut).Select(note => note.Code).Order());
        const string Chinese = """
            {"articles": [{"id": 8, "title": "怎么付款？", "body": "<p>刷卡。</p>", "draft": false, "locale": "zh-cn", "section_id": 1}]}
            """;
        const string English = """
            {"articles": [{"id": 8, "title": "How do I pay?", "body": "<p>By card.</p>", "draft": false, "locale": "en-us", "section_id": 1}]}
            """;
        FaqEntry joined = Assert.Single(
            Imported.Into(null, [Imported.Text("en.json", English), Imported.Text("zh.json", Chinese)]).Knowledge!.Entries);
        Assert.Equal((2, 2), (joined.Questions.Count(), joined.Answer.Texts.Count));
    }

    [Theory]
    [InlineData("Hello $givenName, welcome.", "'$givenName'")]
    [InlineData("你好{name}，欢迎。", "'{name}'")]
    [InlineData("Dear {{ user.first_name | default: \"you\" }}, welcome.", "'{{ user.first_name | default: \"you\" }}'")]
    [InlineData("Dear ${name}, see #visit.date for it.", "'${name}', '#visit.date'")]
    public void Run_placeholder_of_another_product_is_told_of_its_entry(string answer, string shown)
    {
        string table = $"question,answer\nWho am I?,\"{answer.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n";
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.csv", table);
        ImportNote note = report.Notes.Single(note => note.Code == NoteCode.Placeholder);
        Assert.Equal((NoteKind.Changed, 2), (note.Kind, note.Place.Row));
        Assert.Contains($"holds {shown}, which", note.Text, StringComparison.Ordinal);
        Assert.Equal(answer, knowledge!.Entries.Single().Answer.ToString());
    }

    [Theory]
    [InlineData("It costs $100, or US$5.")]
    [InlineData("Write `{name}` there.")]
    [InlineData("The area is \\frac{a}{b} and x^{n}, by $x$.")]
    [InlineData("See {\"a\": 1} and https://x.example/faq#top.html")]
    public void Run_text_that_only_resembles_a_placeholder_is_not_told(string answer) => Assert.Empty(Placeholders.In(answer));

    [Fact]
    public void Run_botpress_list_item_folder_and_archive_of_a_bot_are_read()
    {
        const string Fee = """
            {"id": "fee", "data": {"action": "text", "category": "prices", "enabled": true, "redirectFlow": "",
             "questions": {"en": ["What is the fee?"]}, "answers": {"en": ["Two euros.", "#!builtin_image-x"]}}}
            """;
        FaqEntry one = Assert.Single(Imported.New("fee.json", Fee).Knowledge!.Entries);
        Assert.Equal([new("category", "prices")], one.Metadata);
        Assert.Equal("Two euros.", one.Answer.ToString());
        Assert.Equal(["What is the fee? → Two euros."], Imported.New("list.json", $"[{Fee}]").Knowledge!.Pairs());
        (string Path, string Text)[] bot =
        [
            ("./bot.config.json", """{"defaultLanguage": "en"}"""), ("./qna/fee.json", Fee), ("./flows/main.flow.json", "{}"),
            ("./intents/__qna__fee.json", "{}"), ("./media/a.png", "\u0089PNG\0\0"),
        ];
        ImportReport report = Imported.New(Tgz("bot.tgz", bot)).Report;
        Assert.Equal(1, report.New);
        Assert.Equal(
            ["otherKind bot.tgz/flows", "otherKind bot.tgz/intents", "otherKind bot.tgz/media"],
            report.Notes(NoteKind.LeftOut).Where(note => note.StartsWith(NoteCode.OtherKind, StringComparison.Ordinal)).Order());
        Assert.Empty(report.Notes(NoteKind.Refused));
        Assert.Throws<ImportException>(() => Imported.New(Tgz("bot.tgz", ("../qna/fee.json", Fee))));
        Assert.Throws<ImportException>(() => Imported.New(new ImportFile("bot.tgz", Tgz("bot.tgz", bot).Content[..60])));
        Assert.Throws<ImportException>(() => Imported.New(Tgz("bomb.tgz", ("a.csv", new string('a', 3_000_000)))));
    }

    [Fact]
    public void Run_texts_of_a_language_that_is_not_told_apart_are_kept_alone_and_no_wordings_of_others()
    {
        const string Bot = """
            {"qnas": [
             {"id": "a", "data": {"questions": {"ja": ["料金はいくらですか"]}, "answers": {"ja": ["二ユーロです。"]}}},
             {"id": "b", "data": {"questions": {"en": ["Thanks"], "fr": ["Merci"]}, "answers": {"en": ["Welcome."], "fr": ["De rien."]}}}]}
            """;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("bot.json", Bot);
        Assert.Equal(["料金はいくらですか → 二ユーロです。", "Thanks → Welcome."], knowledge!.Pairs());
        Assert.Equal(LocalizedText.AnyLanguage, Assert.Single(knowledge!.Entries[0].Answer.Texts).Key);
        Assert.Equal((1, 2), (
            report.Notes.Count(note => note is { Code: NoteCode.OtherLanguage, Kind: NoteKind.Changed }),
            report.Notes.Count(note => note is { Code: NoteCode.OtherLanguage, Kind: NoteKind.LeftOut })));
        (KnowledgeBase? agent, ImportReport ofAgent) = Imported.New(Zip(
            ("agent.json", """{"language": "ru"}"""), ("intents/a.json", Intent("Hours", "ru", "С девяти.")),
            ("intents/a_usersays_ru.json", Phrase("Когда открыто?")),
            ("intents/b.json", Intent("Pay", "en", "By card.")), ("intents/b_usersays_en.json", Phrase("How do I pay?")),
            ("intents/b_usersays_ru.json", Phrase("Как платить?"))));
        Assert.Equal(["Когда открыто? → С девяти.", "How do I pay? → By card."], agent!.Pairs());
        Assert.Contains("otherLanguage a.zip/intents/b_usersays_ru.json", ofAgent.Notes(NoteKind.LeftOut));
    }

    [Fact]
    public void Run_dialogflow_takes_the_text_of_one_platform_and_tells_what_else_an_agent_holds()
    {
        const string Welcome = """
            {"name": "Welcome", "webhookUsed": true, "responses": [{"messages": [
             {"type": 4, "platform": "facebook", "lang": "en", "payload": {}},
             {"type": 0, "platform": "facebook", "lang": "en", "speech": "Hello on Facebook."},
             {"type": "simple_response", "platform": "google", "lang": "en", "items": [{"textToSpeech": "Hello there.", "displayText": ""}]}]}]}
            """;
        const string Hours = """
            {"name": "Hours", "responses": [{"messages": [{"type": 0, "platform": "telegram", "lang": "en", "speech": ["From nine."]},
             {"type": "0", "lang": "en", "speech": ["At nine."]}]}]}
            """;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Zip(
            ("shop/agent.json", """{"language": "en", "description": "An agent that knows all about a shop"}"""),
            ("shop/intents/Welcome.json", Welcome), ("shop/intents/Welcome_usersays_en.json", Phrase("hello")),
            ("shop/intents/Hours.json", Hours), ("shop/intents/Hours_usersays_en.json", Phrase("When do you open?")),
            ("shop/intents/Blank.json", "\n"), ("shop/entities/city.json", "{}"), ("shop/entities/city_entries_en.json", "[]"),
            ("shop/customSmalltalkResponses_en.json", "[]"), ("faq.csv", "question,answer\nDo you ship?,Yes.\n")));
        Assert.Equal(
            ["When do you open? → At nine.", "hello → Hello on Facebook.", "Do you ship? → Yes."], knowledge!.Pairs());
        Assert.Equal("shop", knowledge!.Name.ToString());
        Assert.Equal(
            ["otherKind a.zip/shop/customSmalltalkResponses_en.json", "otherKind a.zip/shop/entities"],
            report.Notes(NoteKind.LeftOut).Where(note => note.StartsWith(NoteCode.OtherKind, StringComparison.Ordinal)).Order());
        Assert.Equal((2, 2), (report.NoteCounts[NoteCode.OtherAnswer], report.NoteCounts[NoteCode.PartNotRead]));
        Assert.Empty(report.Notes(NoteKind.Refused));
        Assert.Equal(
            ["When do you open? → At nine."],
            Imported.New(Zip(("intents/Hours.json", Hours), ("intents/Hours_usersays_en.json", Phrase("When do you open?"))))
                .Knowledge!.Pairs());
    }

    [Fact]
    public void Run_page_with_a_front_matter_is_read_and_its_questions_state_their_language()
    {
        const string Page = """
            ---
            layout: page
            title: FAQ
            ---
            <div itemscope itemtype="https://schema.org/FAQPage"><div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question">
            <h3 itemprop="name">Do you ship?</h3>
            <div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer"><p itemprop="text">Yes.</p></div></div></div>
            """;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("faq.html", Page);
        Assert.Equal(["Do you ship? → Yes."], knowledge!.Pairs());
        Assert.Equal(5, report.Entries[0].Rows[0].Row);
        const string Json = """
            {"@type": "FAQPage", "inLanguage": "zh-TW", "mainEntity": {"@type": "Question", "name": "可以退貨嗎？",
             "acceptedAnswer": {"@type": "Answer", "text": "可以。"}}}
            """;
        Assert.Equal(["zh-Hant"], Imported.New("faq.json", Json).Knowledge!.Languages);
    }

    private static string Intent(string name, string language, string answer) =>
        $$"""{"name": "{{name}}", "responses": [{"messages": [{"type": 0, "lang": "{{language}}", "speech": ["{{answer}}"]}]}]}""";

    private static string Phrase(string text) => $$"""[{"data": [{"text": "{{text}}"}]}]""";

    private static ImportFile Zip(params (string Path, string Text)[] files) =>
        Imported.Zip("a.zip", files.Select(file => (file.Path, System.Text.Encoding.UTF8.GetBytes(file.Text))));

    private static ImportFile Tgz(string name, params (string Path, string Text)[] files)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize))
        using (TarWriter writer = new(gzip))
        {
            foreach ((string path, string text) in files)
            {
                using MemoryStream content = new(System.Text.Encoding.UTF8.GetBytes(text));
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content });
            }
        }

        return new ImportFile(name, packed.ToArray());
    }
}
