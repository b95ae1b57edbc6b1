using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Importing;

/// <summary>Files as they come: saved by spreadsheets, written by hand, damaged.</summary>
public sealed class FaultyFilesTests
{
    [Fact]
    public void Run_rows_with_the_same_short_answer_stay_entries()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Sample("own", "same_answer.tsv"));
        Assert.Equal(["Can I return underwear? → No.", "Is parking free? → No.", "Can I return shoes? → Yes."], knowledge!.Pairs());
        Assert.Contains(report.Notes, note => note.Code == NoteCode.SameAnswer && note.Text.Contains("(2, 3)", StringComparison.Ordinal));
        Assert.Equal(2, Imported.New(Imported.Sample("own", "merge.tsv")).Knowledge!.Entries.Count);
        KnowledgeBase joined =
            Imported.New(Imported.Sample("own", "same_answer.tsv"), Imported.Reading(new ReadingOptions { JoinsSameAnswers = true }))
                .Knowledge!;
        Assert.Equal(["Can I return underwear? / Is parking free? → No.", "Can I return shoes? → Yes."], joined.Pairs());
    }

    [Fact]
    public void Run_rows_without_id_and_with_one_long_answer_become_one_entry_unless_other_cells_differ()
    {
        const string Answer = "Send it back within thirty days, unused and in its box.";
        string table = $"Question\tAnswer\tMetadata\nReturn?\t{Answer}\tk:v\nGive back?\t{Answer}\tk:v\nOther?\t{Answer}\tk:w\n";
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.tsv", table);
        Assert.Equal([$"Return? / Give back? → {Answer}", $"Other? → {Answer}"], knowledge!.Pairs());
        Assert.Single(report.Notes, note => note.Code == NoteCode.RowsJoined);
    }

    [Fact]
    public void Run_table_saved_by_a_spreadsheet_is_read_without_its_quotes_and_with_its_line_breaks()
    {
        KnowledgeBase knowledge = Imported.New(Imported.Sample("own", "excelquotes.tsv")).Knowledge!;
        Assert.Equal(["How do I pay, \"fast\"? → Step 1: open the app\nStep 2: pay", "How do I stop? → Press \"stop\""],
            knowledge!.Pairs());
        Assert.Equal("He said \"hi\"\tthere", Imported.New(Imported.Sample("own", "quoted.tsv")).Knowledge!.AnswerOf("1"));
    }

    [Fact]
    public void Run_table_whose_rows_fit_both_ways_is_a_spreadsheets_only_where_every_cell_is_quoted_as_one_quotes()
    {
        Assert.Equal(["To be, or not? → Yes"], Imported.New("a.tsv", "Question\tAnswer\n\"To be, or not?\"\tYes\n").Knowledge!.Pairs());
        Assert.Equal(
            ["\"To be, or not?\" → Yes, it is", "Hm → x"],
            Imported.New("a.tsv", "Question\tAnswer\n\"To be, or not?\"\tYes, it is\nHm\tx\n").Knowledge!.Pairs());
    }

    [Fact]
    public void Run_names_and_values_of_metadata_are_all_kept()
    {
        KnowledgeBase knowledge = Imported.New(Imported.Sample("own", "meta.tsv")).Knowledge!;
        Assert.Equal([new("my_key", "v1"), new("other_key", "v2")], knowledge!.Entry("1").Metadata);
        Assert.Equal([new("cat", "a:b")], knowledge!.Entry("2").Metadata);
        Assert.Equal([new("k", "v"), new("k", "w"), new("k", "z")],
            Imported.New(Imported.Sample("own", "odd2.tsv")).Knowledge!.Entry("5").Metadata);
        Assert.Equal([new("category", "api")], Imported.New(Imported.Sample("own", "crlf.tsv")).Knowledge!.Entries[1].Metadata);
    }

    [Fact]
    public void Run_second_row_of_an_id_with_another_answer_is_an_entry_and_told()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Sample("own", "odd2.tsv"));
        FaqEntry entry = knowledge!.Entries.Single(entry => entry.Question == "Same id?");
        Assert.Equal(("other answer", true), (entry.Answer.ToString(), entry.ContextOnly));
        Assert.Equal([new FollowUpPrompt("P", "4")], entry.Prompts);
        Assert.Contains($"{NoteCode.SameIdOtherAnswer} odd2.tsv, line 6, Answer", report.Notes(NoteKind.Changed));
    }

    [Fact]
    public void Run_entry_within_a_prompt_becomes_one_and_is_linked()
    {
        KnowledgeBase knowledge = Imported.New(Imported.Sample("own", "pr.tsv")).Knowledge!;
        FaqEntry sub = knowledge!.Entries.Single(entry => entry.Question == "Sub?");
        Assert.Equal("B", sub.Answer.ToString());
        Assert.Equal([new FollowUpPrompt("Sub", sub.Id)], knowledge!.Entries.Single(entry => entry.Question == "How?").Prompts);
    }

    [Fact]
    public void Run_one_bad_row_refuses_itself_unless_the_import_is_strict()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New(Imported.Sample("own", "odd.tsv"));
        Assert.Equal(["1", "4", "5"], knowledge!.Entries.Select(entry => entry.Id));
        Assert.Equal(["noQuestion odd.tsv, line 3, Question", "noQuestion odd.tsv, line 3"], report.Notes(NoteKind.Refused));
        Assert.Equal((true, 1), (report.Applied, report.Refused));

        ImportResult strict = Imported.New(Imported.Sample("own", "odd.tsv"), new ImportOptions { Strict = true });
        Assert.Null(strict.Knowledge);
        Assert.Equal((false, 1), (strict.Report.Applied, strict.Report.Refused));
    }

    [Fact]
    public void Run_row_with_too_many_cells_a_cell_of_bad_json_and_an_open_quote_are_refused_in_their_places()
    {
        ImportResult tabs = Imported.New("a.tsv", "Question\tAnswer\tPrompts\nA?\tx\t[\nB\tb?\ty\tz\nC?\tc\t\n");
        Assert.Equal(["A? → x", "C? → c"], tabs.Knowledge!.Pairs());
        Assert.Equal(["badPrompts a.tsv, line 2, Prompts", "cellCount a.tsv, line 3"], tabs.Report.Notes(NoteKind.Refused));

        ImportResult quotes = Imported.New("a.csv", "question,answer\nA?,x\nB?,\"open\nC?,y\nD?,\"two\nlines\"\n");
        Assert.Equal(["A? → x", "C? → y", "D? → two\nlines"], quotes.Knowledge!.Pairs());
        Assert.Equal(["unclosedQuote a.csv, line 3"], quotes.Report.Notes(NoteKind.Refused));
    }

    [Fact]
    public void Run_limits_of_an_entry_are_told_in_their_places()
    {
        string longest = new('x', KnowledgeLimits.AnswerLength + 1), asked = new('q', KnowledgeLimits.QuestionRunes + 1);
        string pairs = string.Join('|', Enumerable.Range(0, 12).Select(i => $"n{i}:v"));
        ImportResult result = Imported.New("a.tsv", $"Question\tAnswer\tMetadata\nA?\t{longest}\t\n{asked}\ty\t\nC?\tz\t{pairs}\n");
        Assert.Equal(
            ["longAnswer a.tsv, line 2, Answer", "badQuestion a.tsv, line 3, Question", "noQuestion a.tsv, line 3"],
                result.Report.Notes(NoteKind.Refused));
        Assert.Equal(KnowledgeLimits.MetadataPairs, result.Knowledge!.Entries.Single().Metadata.Count);
        Assert.Equal(2, result.Report.NoteCounts[NoteCode.TooMuchMetadata]);
    }

    [Fact]
    public void Run_entry_with_two_thousand_wordings_is_kept_and_more_are_told()
    {
        string rows = string.Concat(Enumerable.Range(0, 2_100).Select(i => $"wording number {i}\tx\t1\n"));
        (KnowledgeBase? knowledge, ImportReport report) = Imported.New("a.tsv", $"Question\tAnswer\tQnaId\n{rows}");
        Assert.Equal(2_001, knowledge!.Entry("1").Questions.Count());
        Assert.Single(report.Notes, note => note.Code == NoteCode.TooManyWordings);
    }

    [Fact]
    public void Run_columns_stated_by_number_lose_no_row_of_a_table_without_header()
    {
        const string Table = "Ask at the desk.,Where is the key?\nNo.,May I smoke?\n";
        ReadingOptions byNumber = new() { Columns = ColumnMapping.Of(["question=2", "answer=1"]) };
        Assert.Equal(["Where is the key? → Ask at the desk.", "May I smoke? → No."],
            Imported.New("a.csv", Table, Imported.Reading(byNumber)).Knowledge!.Pairs());

        // A header that is known is none of the rows, however columns are stated.
        Assert.Equal(["May I smoke? → No."],
            Imported.New("a.csv", "answer,question\nNo.,May I smoke?\n", Imported.Reading(byNumber)).Knowledge!.Pairs());
    }

    [Fact]
    public void Run_stated_columns_are_read_and_a_missing_one_is_named()
    {
        ColumnMapping columns = new()
        {
            Question = "提问",
            Answer = "3",
            Alternates = ["又称"],
            Metadata = new Dictionary<string, string> { ["部门"] = "team" },
        };
        const string Table = "部门,提问,内容,又称\n财务,怎么报销？,找财务。,报账##报费用\n";
        KnowledgeBase knowledge = Imported.New("a.csv", Table, Imported.Reading(new ReadingOptions { Columns = columns })).Knowledge!;
        Assert.Equal(["怎么报销？ / 报账 / 报费用 → 找财务。"], knowledge!.Pairs());
        Assert.Equal([new("team", "财务")], knowledge!.Entries[0].Metadata);
        ImportException exception = Assert.Throws<ImportException>(() => Imported.New(
            "a.csv", Table, Imported.Reading(new ReadingOptions { Columns = columns with { Question = "问句" } })));
        Assert.Equal(ImportFlaw.BadOptions, exception.Flaw);
        Assert.Contains("no column '问句'; it has 部门, 提问, 内容, 又称", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_knowledge_file_with_faults_reports_them_all() =>
        Assert.Equal(2, Assert.Throws<InvalidKnowledgeException>(() => Imported.New(
            "a.json", """{"formatVersion": 1, "id": "A", "name": "", "languages": ["en"], "defaultAnswer": "d", "entries": []}"""))
                .Faults.Count);
}
