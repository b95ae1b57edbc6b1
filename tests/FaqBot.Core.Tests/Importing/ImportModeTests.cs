using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Importing;

/// <summary>What becomes of a knowledge base that is there.</summary>
public sealed class ImportModeTests
{
    private static readonly KnowledgeBase Present = FaqFile.Parse("""
        {"formatVersion": 1, "id": "kb", "name": "Kb", "languages": ["en", "zh-Hans"], "defaultAnswer": "d", "entries": [
         {"id": "1", "question": "How do I pay?", "alternates": ["payment"], "answer": {"en": "By card.", "zh-Hans": "刷卡。"},
          "metadata": {"k": "v"},
          "source": "a.csv", "prompts": [{"text": {"en": "Cancel?", "zh-Hans": "取消？"}, "entryId": "cancel"}], "notThis": ["who pays"]},
         {"id": "cancel", "question": "How do I cancel?", "answer": "Press it.", "source": "b.csv"},
         {"id": "7", "question": "Where are you?", "answer": "Here.", "source": "a.csv", "enabled": false}]}
        """u8, "present.json");

    [Fact]
    public void Merge_changes_adds_and_removes_nothing()
    {
        (KnowledgeBase? knowledge, ImportReport report) =
            Imported.Into(Present, [Imported.Text("a.csv", "question,answer\nPAYMENT,By transfer.\nNew?,Yes.\n")]);
        FaqEntry pay = knowledge!.Entry("1");
        Assert.Equal(["PAYMENT", "How do I pay?"], pay.Questions);
        Assert.Equal(("By transfer.", "刷卡。"), (pay.Answer.For(Language.English), pay.Answer.For(Language.SimplifiedChinese)));
        Assert.Equal(Present.Entry("1").Prompts, pay.Prompts);
        Assert.Equal(["who pays"], pay.NotThis);
        Assert.Equal(("New?", "a.csv"), (knowledge!.Entry("8").Question, knowledge!.Entry("8").Source));
        Assert.False(knowledge!.Entry("7").Enabled);
        Assert.Equal((1, 1, 2), (report.New, report.Changed, report.Missing));
        EntryFate fate = report.Entries[0];
        Assert.Equal(("1", EntryChange.Changed), (fate.EntryId, fate.Change));
        Assert.Equal(["question", "alternates", "answer"], fate.Fields);
        Assert.Equal(new Place("a.csv", 2), fate.Rows.Single());
        Assert.Contains(report.Notes, note => note.Code == NoteCode.OtherLanguagesStay);
    }

    [Fact]
    public void Replace_all_leaves_what_the_input_holds_and_tells_what_is_lost()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.Into(
            Present, [Imported.Text("x.csv", "question,answer\nHow do I pay?,By transfer.\n")],
                new ImportOptions { Mode = ImportMode.ReplaceAll });
        FaqEntry entry = Assert.Single(knowledge!.Entries);
        Assert.Equal(("1", "By transfer."), (entry.Id, entry.Answer.ToString()));
        Assert.Empty(entry.Alternates);
        Assert.Equal((0, 1, 2), (report.New, report.Changed, report.Removed));
        Assert.Contains("metadata, prompts, notThis, other languages of the answer",
            report.Notes.Single(note => note.Code == NoteCode.FieldRemoved).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Replace_source_touches_its_entries_alone()
    {
        (KnowledgeBase? knowledge, ImportReport report) = Imported.Into(
            Present, [Imported.Text("a.csv", "question,answer\nHow do I pay?,By transfer.\n")],
                new ImportOptions { Mode = ImportMode.ReplaceSource });
        Assert.Equal(["1", "cancel"], knowledge!.Entries.Select(entry => entry.Id));
        Assert.Equal((1, 1, 1), (report.Changed, report.Removed, report.Missing));
        KnowledgeBase other = Imported.Into(
            Present, [Imported.Text("x.csv", "question,answer\nNew?,n\n")],
                new ImportOptions { Mode = ImportMode.ReplaceSource, Source = "b.csv" }).Knowledge!;
        Assert.Equal(["1", "7", "8"], other.Entries.Select(entry => entry.Id));
        Assert.Empty(other.Entry("1").Prompts);
    }

    [Fact]
    public void Merge_id_of_another_service_names_an_entry_only_where_something_agrees()
    {
        const string Table = "Question\tAnswer\tQnaId\nQuite another?\tOther.\t7\nPayment\tBy card.\t1\n";
        (KnowledgeBase? knowledge, ImportReport report) = Imported.Into(Present, [Imported.Text("x.tsv", Table)]);
        Assert.Equal("Here.", knowledge!.AnswerOf("7"));
        Assert.Equal("Other.", knowledge!.AnswerOf("8"));
        Assert.Equal(["Payment", "How do I pay?"], knowledge!.Entry("1").Questions);
        Assert.Contains("idChanged x.tsv, line 2", report.Notes(NoteKind.Changed));
    }

    [Fact]
    public void Merge_wording_goes_where_the_input_has_it_and_stays_where_it_has_not()
    {
        KnowledgeBase moved = Imported.Into(
            Present,
            [
                Imported.Text("x.csv", "question,answer\nHow do I pay?,By card.\nHow do I cancel?,Press it.\npayment,A new one.\n"),
            ]).Knowledge!;
        Assert.Equal(["How do I pay?"], moved.Entry("1").Questions);
        Assert.Equal("A new one.", moved.AnswerOf("8"));

        ImportResult taken = Imported.Into(Present,
            [Imported.Text("x.tsv", "Question\tAnswer\tQnaId\nFee?\tTwo.\t5\nHow do I cancel?\tTwo.\t5\n")]);
        Assert.Equal("Two.", taken.Knowledge!.AnswerOf("cancel"));
    }

    [Fact]
    public void Merge_default_answer_language_and_name_of_the_input_stay_out_and_are_told()
    {
        const string Json = """
            {"metadata": {"projectName": "p", "language": "zh-hant", "settings": {"defaultAnswer": "nothing"}},
             "assets": {"qnas": [{"id": 1, "questions": ["Q?"], "answer": "a"}]}}
            """;
        (KnowledgeBase? knowledge, ImportReport report) = Imported.Into(Present, [Imported.Text("x.json", Json)]);
        Assert.Equal(("kb", "d"), (knowledge!.Id, knowledge!.DefaultAnswer.ToString()));
        Assert.Equal(3, report.NoteCounts[NoteCode.HeadDiffers]);
        KnowledgeBase created = Imported.New("x.json", Json).Knowledge!;
        Assert.Equal(("p", "nothing", "zh-Hant"), (created.Id, created.DefaultAnswer.ToString(), created.Languages.Single()));
    }

    [Fact]
    public void Merge_groups_of_synonyms_that_share_a_word_become_one()
    {
        KnowledgeBase present = Present with { Synonyms = [["car", "automobile"], ["van", "lorry"]] };
        ImportResult result = Imported.Into(present,
            [Imported.Text("s.tsv", "Synonyms\n\"auto\",\"Car\",\"van\"\n\"x\"\n"), Imported.Text("q.csv", "question,answer\nA?,b\n")]);
        Assert.Equal([["car", "automobile", "van", "lorry", "auto"]], result.Knowledge!.Synonyms);
        Assert.Equal((1, 1), (result.Report.NoteCounts[NoteCode.SynonymsJoined], result.Report.NoteCounts[NoteCode.BadSynonym]));
    }

    [Fact]
    public void Run_given_knowledge_is_not_changed()
    {
        string before = KnowledgeHash.Of(Present);
        Imported.Into(Present, [Imported.Text("a.csv", "question,answer\nHow do I pay?,Never.\n")]);
        Assert.Equal(before, KnowledgeHash.Of(Present));
    }

    [Fact]
    public void Report_is_json_with_stable_names()
    {
        ImportReport report = Imported.New("a.csv", "question,answer\nA?,\nB?,b\n").Report;
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(report.ToJson());
        System.Text.Json.JsonElement note = json.RootElement.GetProperty("notes")[0];
        Assert.Equal(("noAnswer", "refused"), (note.GetProperty("code").GetString(), note.GetProperty("kind").GetString()));
        Assert.Equal(2, note.GetProperty("place").GetProperty("row").GetInt32());
        Assert.Equal("new", json.RootElement.GetProperty("entries")[0].GetProperty("change").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("refused").GetInt32());
    }
}
