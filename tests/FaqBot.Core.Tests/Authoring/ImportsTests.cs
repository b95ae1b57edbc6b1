using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

/// <summary>Files brought into working copies.</summary>
public sealed class ImportsTests : IDisposable
{
    private readonly EditedStore _kb = new(new SqliteEngine());
    private readonly Imports _imports;

    public ImportsTests() => _imports = new Imports(_kb.Store, _kb.Copies, _kb.Clock);

    public void Dispose() => _kb.Dispose();

    [Fact]
    public void Replaced_entries_keep_what_the_input_has_no_place_for_where_that_is_asked_for()
    {
        _kb.Edit(edit => edit.Put(_kb["e1"] with { NotThis = ["a question that is another"] }));
        string document = $$"""{"qnaList":[{"id":0,"answer":"A new answer.","questions":["{{_kb["e1"].Question}}"],"metadata":[]}]}""";
        Run(document, new ImportOptions { Mode = ImportMode.ReplaceAll, KeepsUnstated = true });
        Assert.Equal(["e1"], _kb.Ids);
        Assert.Equal(("A new answer.", "a question that is another"), (_kb["e1"].Answer.ToString(), Assert.Single(_kb["e1"].NotThis)));
        Run(document, new ImportOptions { Mode = ImportMode.ReplaceAll });
        Assert.Empty(_kb["e1"].NotThis);
    }

    [Fact]
    public void Numbers_of_clients_name_the_entries_that_have_them()
    {
        IReadOnlyDictionary<string, int> numbers = _kb.Copies.NumbersOf(_kb.Copies.Get(EditedStore.Kb).ToKnowledge());
        string document = $$"""
            {"qnaList":[{"id":{{numbers["e2"]}},"answer":"{{_kb["e2"].Answer}}","questions":["Reworded?"],
             "context":{"prompts":[{"qnaId":{{numbers["e0"]}},"displayText":"First"}]} },
             {"id":{{numbers["e0"]}},"answer":"Another.","questions":["{{_kb["e0"].Question}}"]}]}
            """;
        Run(document, new ImportOptions
        {
            Mode = ImportMode.ReplaceAll,
            Numbers = numbers.ToDictionary(pair => pair.Value, pair => pair.Key),
        });
        Assert.Equal(["e2", "e0"], _kb.Ids);
        Assert.Equal("e0", Assert.Single(_kb["e2"].Prompts).EntryId);
    }

    [Fact]
    public void Columns_that_were_stated_are_remembered_with_the_header_until_others_are()
    {
        const string table = "客户说,我们说,部门\n怎么退货？,七天内可以退货。,售后\n";
        ImportOptions stated = Reading("question=客户说", "answer=我们说", "部门=部门");
        Assert.Empty(Sheet(table, new ImportOptions(), isDryRun: true).Report.Mapped);
        Sheet(table, stated, isDryRun: true);
        Assert.Empty(Sheet(table, new ImportOptions(), isDryRun: true).Report.Mapped);
        Assert.Null(Assert.Single(Sheet(table, stated).Report.Mapped).RememberedFrom);

        // Case, blanks and other rows do not make another header.
        ImportOutcome again = Sheet("客户说 ,我们说, 部门\n怎么换货？,十五天内可以换货。,物流\n", new ImportOptions(), isDryRun: true);
        MappedTable mapped = Assert.Single(again.Report.Mapped);
        Assert.Equal(("ada", _kb.Clock.GetUtcNow()), (mapped.RememberedFrom, mapped.RememberedAt));
        Assert.Equal(["question=客户说", "answer=我们说", "部门=部门"], mapped.Columns);
        Assert.Equal((1, 1), (again.Report.New, again.Report.NoteCounts[NoteCode.ColumnsRemembered]));
        Assert.Empty(Sheet(table, new ImportOptions(), isDryRun: true, detects: true).Report.Mapped);
        Assert.Empty(Sheet("客户说,我们说,组\n怎么换货？,可以。,物流\n", new ImportOptions(), isDryRun: true).Report.Mapped);

        // The last word counts, of another header apart; and of another knowledge base.
        Sheet("客户说,我们说,部门\n怎么换货？,十五天内可以换货。,物流\n", Reading("question=客户说", "answer=我们说"));
        Assert.Equal(["question=客户说", "answer=我们说"], Sheet(table, new ImportOptions(), isDryRun: true).Report.Mapped[0].Columns);
        Assert.Empty(_imports.Run(
            new ImportOrder("other", [File(table)], new ImportOptions()) { MayBegin = true, IsDryRun = true }, EditedStore.Bob,
            CancellationToken.None).Report.Mapped);
    }

    [Fact]
    public void Import_that_differs_in_nothing_makes_no_change_set()
    {
        byte[] file = FaqFileWriter.Write(_kb.Copies.Get(EditedStore.Kb).ToKnowledge());
        ImportOutcome outcome = _imports.Run(
            new ImportOrder(EditedStore.Kb, [new ImportFile("kb.json", file)], new ImportOptions { Mode = ImportMode.ReplaceAll }),
            EditedStore.Ada, CancellationToken.None);
        Assert.Null(outcome.Set);
        Assert.Equal(3, outcome.Report.Same);
    }

    [Fact]
    public void Whole_order_and_settings_of_the_input_take_the_place_of_what_was_there()
    {
        KnowledgeBase present = _kb.Copies.Get(EditedStore.Kb).ToKnowledge();
        byte[] file = FaqFileWriter.Write(present with { Name = "Another name", Entries = [.. present.Entries.Reverse()] });
        int set = _imports.Run(
            new ImportOrder(EditedStore.Kb, [new ImportFile("kb.json", file)], new ImportOptions { Mode = ImportMode.ReplaceAll }),
            EditedStore.Ada, CancellationToken.None).Set!.Number;
        Assert.Equal(["e2", "e1", "e0"], _kb.Ids);
        Assert.Equal("Another name", _kb.Copies.Get(EditedStore.Kb).Settings.Name.ToString());
        _kb.Copies.Undo(EditedStore.Kb, set, EditedStore.Bob);
        Assert.Equal(["e0", "e1", "e2"], _kb.Ids);
    }

    [Fact]
    public void Knowledge_base_begins_with_its_entries_in_one_change_set_and_only_when_asked_to()
    {
        ImportFile file = new("new.tsv", System.Text.Encoding.UTF8.GetBytes("Question\tAnswer\nOne?\tFirst.\nTwo?\tSecond.\n"));
        Assert.Throws<UnknownKnowledgeBaseException>(
            () => _imports.Run(new ImportOrder("new", [file], new ImportOptions()), EditedStore.Ada, CancellationToken.None));
        ImportOutcome begun = _imports.Run(
            new ImportOrder("new", [file], new ImportOptions()) { MayBegin = true }, EditedStore.Ada, CancellationToken.None);
        Assert.Equal((1, 3), (begun.Revision, begun.Set!.Count));
        Assert.Equal(["One?", "Two?"], _kb.Others.Get("new").Entries.Select(entry => entry.Entry.Question));
        Assert.Equal(["new"], _kb.Edited);
    }

    [Fact]
    public void Stopped_import_and_one_of_another_revision_change_nothing()
    {
        string before = _kb.Dump();
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        ImportFile file = new("new.tsv", System.Text.Encoding.UTF8.GetBytes("Question\tAnswer\nOne?\tFirst.\n"));
        ImportOrder order = new(EditedStore.Kb, [file], new ImportOptions());
        Assert.ThrowsAny<OperationCanceledException>(() => _imports.Run(order, EditedStore.Ada, stopped.Token));
        Assert.Throws<WorkingCopyMovedException>(
            () => _imports.Run(order with { Revision = 9 }, EditedStore.Ada, CancellationToken.None));
        Assert.NotNull(_imports.Run(order with { IsDryRun = true }, EditedStore.Ada, CancellationToken.None).Report);
        Assert.Equal(before, _kb.Dump());
    }

    [Fact]
    public void Entry_with_two_thousand_alternates_is_taken_over_whole()
    {
        string rows = string.Concat(Enumerable.Range(0, 2_001).Select(i => $"Is number {i} meant?\tYes.\t1\n"));
        Run("Question\tAnswer\tQnaId\n" + rows, new ImportOptions());
        Assert.Equal(2_000, _kb["1"].Alternates.Count);
        Assert.Equal(4, _kb.Ids.Length);
    }

    private void Run(string document, ImportOptions options) => _imports.Run(
        new ImportOrder(EditedStore.Kb, [new ImportFile("input", System.Text.Encoding.UTF8.GetBytes(document))], options), EditedStore.Ada,
        CancellationToken.None);

    private static ImportOptions Reading(params string[] columns) => new()
    {
        Reading = new ReadingOptions { Columns = ColumnMapping.Of(columns) },
    };

    private static ImportFile File(string table) => new("faq.csv", System.Text.Encoding.UTF8.GetBytes(table));

    private ImportOutcome Sheet(string table, ImportOptions options, bool isDryRun = false, bool detects = false) => _imports.Run(
        new ImportOrder(EditedStore.Kb, [File(table)], options) { IsDryRun = isDryRun, DetectsColumns = detects }, EditedStore.Ada,
        CancellationToken.None);
}
