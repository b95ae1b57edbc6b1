using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Importing;

/// <summary>Files as their services, and people, have written them.</summary>
public sealed class GenuineFilesTests
{
    public static TheoryData<string, int, int, string> Counts => new()
    {
        { "anyq_solr_sample_docs_zh.txt", 16, 16, "questions and answers" },
        { "chatterbot_ai_zh.yml", 52, 52, "ChatterBot corpus" },
        { "covid_faq_covidbert_en.csv", 208, 208, "questions and answers" },
        { "cqa_migration_output.json", 2, 2, "Custom Question Answering export" },
        { "maxkb_template_en.xlsx", 1, 4, "workbook: MaxKB table" },
        { "maxkb_template_zh.xlsx", 1, 4, "workbook: MaxKB table" },
        { "qna_all_features_fixture.qna", 4, 6, "Bot Framework .qna" },
        { "qna_microsoft_faq_office.qna", 12, 12, "Bot Framework .qna" },
        { "qna_microsoft_faq_windows.qna", 14, 14, "Bot Framework .qna" },
        { "qna_orchestrator_sample.qna", 3, 10, "Bot Framework .qna" },
        { "qna_virtual_assistant_faq_zh-cn.qna", 8, 8, "Bot Framework .qna" },
        { "qnabot_import.xlsx", 1, 2, "workbook: QnABot sheet" },
        { "qnamaker_SampleActiveLearning.tsv", 21, 22, "QnA Maker table" },
        { "qnamaker_SampleKBReplica.zip", 11, 11, "workbook: QnA Maker table, synonyms, settings" },
        { "qnamaker_SampleKBReplicaWithTsvs.zip", 11, 11, "QnA Maker table" },
        { "qnamaker_SampleQnAs.tsv", 11, 11, "QnA Maker table" },
        { "qnamaker_SampleQnAs.xlsx", 11, 11, "workbook: QnA Maker table" },
        { "qnamaker_SampleV2KBReplica.zip", 11, 11, "workbook: QnA Maker table, synonyms, settings" },
        { "qnamaker_SampleV2KBReplicaWithTsvs.zip", 11, 11, "QnA Maker table" },
        { "qnamaker_SampleV2QnAs.xlsx", 11, 11, "workbook: QnA Maker table" },
        { "qnamaker_basic-kb.tsv", 16, 16, "QnA Maker table" },
        { "qnamaker_kb_json_fixture.json", 5, 9, "QnA Maker document" },
        { "qnamaker_sample_faq.xlsx", 9, 9, "workbook: questions and answers" },
        { "qnamaker_smartLightFAQ_49_multiturn.tsv", 9, 22, "QnA Maker table" },
        { "qnamaker_structured_multi_turn.xlsx", 5, 5, "workbook: QnA Maker table" },
        { "weknora_faq_import_sample_zh.json", 10, 30, "WeKnora" },
    };

    public static TheoryData<string> All => [.. Imported.SampleNames];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Run_genuine_file_gives_its_entries(string name, int entries, int questions, string format)
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Sample(name));
        Assert.Equal((entries, questions), (knowledge!.Entries.Count, knowledge!.Entries.Sum(entry => entry.Questions.Count())));
        Assert.Equal((entries, questions), (report.New, report.Questions));
        Assert.Contains(report.Files, file => file.Format == format);
    }

    [Fact]
    public void Run_two_columns_of_a_former_kind_of_workbook_are_enough()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Data("two-columns.xls"));
        Assert.Equal(
            [
                "怎么办理退票？ → 请到车站窗口办理。\n带上身份证。", "How late is the café open? → Until 22:00.", "候车室几号？ → 3",
            ],
            knowledge!.Entries.Select(entry => $"{entry.Question} → {entry.Answer}"));
        Assert.Equal("workbook: questions and answers", Assert.Single(report.Files).Format);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_any_genuine_file_accounts_for_every_row_and_publishes_no_replacement(string name)
    {
        try
        {
            (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Sample(name));
            Imported.AssertRowsAreAccountedFor(report);
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(FaqFileWriter.Write(knowledge!)));

            // Once more, nothing is new.
            ImportReport again = Imported.Into(knowledge, [Imported.Sample(name)]).Report;
            Assert.Equal((0, 0, knowledge!.Entries.Count), (again.New, again.Changed, again.Same));
        }
        catch (ImportException exception)
        {
            // A description of a knowledge base without its content, and a table of answers without questions.
            Assert.Contains(name, (string[])["qnamaker_legacy_kb_details.json", "qnamaker_scenario_responses_friendly.tsv"]);
            Assert.Equal(ImportFlaw.UnknownFormat, exception.Flaw);
            Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Run_replica_brings_language_default_answer_synonyms_and_settings()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Sample("qnamaker_SampleV2KBReplicaWithTsvs.zip"));
        Assert.Equal(["en"], knowledge!.Languages);
        Assert.Equal("No good match found in KB", knowledge!.DefaultAnswer.ToString());
        Assert.Equal(
            [["sdk", "software development kit"], ["channel", "teams", "skype", "whatsapp"]], knowledge!.Synonyms);
        Assert.Equal("Choose any option", report.Settings["DefaultAnswerforMultiturn"]);
        Assert.Contains(report.Notes, note => note.Code == NoteCode.UnstructuredText
            && note.Place.File.EndsWith("botframework-blog.pdf.txt", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.Code == NoteCode.SettingNotKept && note.Place.Column == "EnableActiveLearning");
    }

    [Fact]
    public void Run_workbook_that_a_spreadsheet_saved_reads_synonyms_whose_first_word_has_lost_its_quotes()
    {
        KnowledgeBase knowledge = Imported.New(Imported.Sample("qnamaker_SampleKBReplica.zip")).Knowledge!;
        Assert.Equal("sdk", knowledge!.Synonyms[0][0]);
        Assert.Equal("software development kit", knowledge!.Synonyms[0][1]);
    }

    [Fact]
    public void Run_prompts_lead_to_the_entries_that_they_mean()
    {
        KnowledgeBase knowledge = Imported.New(Imported.Sample("qnamaker_structured_multi_turn.xlsx")).Knowledge!;
        Assert.Equal(
            [new FollowUpPrompt("Level 2 Question A", "2"), new FollowUpPrompt("Level 2 - Question B", "3")],
                knowledge!.Entry("1").Prompts);
        Assert.True(Imported.New(Imported.Sample("qnamaker_structured_multi_turn.xlsx"))
            .Report.Notes.All(note => note.Code == NoteCode.HeadGuessed));
    }

    [Fact]
    public void Run_suggested_wordings_are_told_with_their_counts()
    {
        ImportResult result = Imported.New(Imported.Sample("cqa_migration_output.json"));
        ImportReport report = result.Report;
        Assert.Equal(30, report.Suggestions.Count);
        Assert.InRange(result.Knowledge!.Entries.Sum(entry => entry.Suggested.Count), 15, 30);
        Assert.All(report.Suggestions, suggestion => Assert.True(suggestion.UserCount + suggestion.AutoCount > 0));
        Assert.Contains(report.Notes, note => note.Code == NoteCode.Suggestions);
    }

    [Fact]
    public void Run_html_answers_become_markdown()
    {
        KnowledgeBase knowledge = Imported.New(Imported.Sample("qnamaker_sample_faq.xlsx")).Knowledge!;
        Assert.Contains("You can log in with your [Microsoft account](https://account.microsoft.com/account).",
            knowledge!.Entries[1].Answer.ToString(), StringComparison.Ordinal);
        Assert.All(knowledge!.Entries, entry => Assert.DoesNotContain("<p>", entry.Answer.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Run_filters_sources_and_synonyms_of_qna_are_read()
    {
        KnowledgeBase knowledge = Imported.New(Imported.Sample("qna_all_features_fixture.qna")).Knowledge!;
        Assert.Equal([new("location", "seattle")], knowledge!.Entry("4").Metadata);
        Assert.Equal("custom editorial", knowledge!.Entry("1").Source);
        FaqEntry first = Imported.New(Imported.Sample("own", "kb.qna")).Knowledge!.Entry("1");
        Assert.Equal([new FollowUpPrompt("hours", "2")], first.Prompts);
        Assert.True(Imported.New(Imported.Sample("own", "kb.qna")).Knowledge!.Entry("2").ContextOnly);
    }

    [Fact]
    public void Run_maxkb_questions_of_a_cell_are_one_entry()
    {
        FaqEntry entry = Imported.New(Imported.Sample("maxkb_template_zh.xlsx")).Knowledge!.Entries.Single();
        Assert.Equal(["MaxKB是什么？", "MaxKB产品介绍", "MaxKB支持的大语言模型", "MaxKB优势"], entry.Questions);
        Assert.Contains("开箱即用", entry.Answer.For(Language.SimplifiedChinese), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_rasa_training_data_without_responses_tells_of_every_intent()
    {
        ImportReport report = Imported.New(Imported.Sample("rasa_banking_nlu_en.yml")).Report;
        Assert.Equal(11, report.NoteCounts[NoteCode.Unjoined]);
        Assert.Equal((0, report.Rows), (report.New, report.RowsLeftOut));
    }
}
