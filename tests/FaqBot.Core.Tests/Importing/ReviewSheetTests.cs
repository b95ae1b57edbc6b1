using FaqBot.Core.Authoring;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Exporting;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Authoring;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Importing;

/// <summary>What is handed out for review comes back as one change set, and nobody's work is lost by it.</summary>
public sealed class ReviewSheetTests : IDisposable
{
    private const string Kb = EditedStore.Kb;

    private readonly EditedStore _kb = new(new SqliteEngine());
    private readonly Imports _imports;

    public ReviewSheetTests()
    {
        _imports = new Imports(_kb.Store, _kb.Copies, _kb.Clock);
        _kb.Edit(edit =>
        {
            edit.Put(EditedStore.Entry("plain", "Is there a café?", "coffee?", "where to drink coffee?") with
            {
                Metadata = [new("topic", "food")],
            });
            edit.Put(EditedStore.Entry("both") with
            {
                Answer = new LocalizedText(new Dictionary<string, string> { ["zh-Hans"] = "有。\n在五号车厢。", ["en"] = "=Yes." }),
            });
            edit.Put(EditedStore.Entry("off", null, "a ## b", "[c]") with { Enabled = false });
        });
    }

    public void Dispose() => _kb.Dispose();

    [Theory]
    [InlineData(ExportFormat.Review)]
    [InlineData(ExportFormat.ReviewCsv)]
    public void Sheet_that_nobody_touched_changes_nothing(ExportFormat format)
    {
        ExportedFile sheet = Write(format);
        Assert.Equal(6, sheet.Entries);
        ImportOutcome outcome = Run(new ImportFile("review" + sheet.Extension, sheet.Content));
        Assert.Null(outcome.Set);
        Assert.False(outcome.IsRefused);
        Assert.Equal((6, 6, 6), (outcome.Report.Untouched, outcome.Report.Rows, outcome.Report.RowsLeftOut));
        Assert.Equal("review sheet", outcome.Report.Files[0].Format.Split(": ")[^1]);
    }

    [Fact]
    public void Corrections_and_comments_are_one_change_set_and_what_is_not_shown_stays()
    {
        string[] rows = Rows();
        Replace(rows, "plain", "the answer of plain", "In coach 5.");
        Replace(rows, "plain", "coffee?\nwhere", "where");
        Replace(rows, "plain", "active,,", "active,Ask the chef.,");
        Replace(rows, "both", "active,,", "停用,,");
        Replace(rows, "off", "disabled,,", "disabled,\"Why off, \"\"still\"\"?\",");
        ImportOutcome outcome = Run(Csv([.. rows, "Are dogs allowed?,,,,On a leash.,active,A new one.,,"]));
        Assert.Equal((1, 2, 4), (outcome.Report.New, outcome.Report.Changed, outcome.Report.Untouched));
        IReadOnlyList<Change> changes = _kb.Copies.Set(Kb, outcome.Set!.Number)!.Value.Changes;
        Assert.Equal(
            ["Ask the chef.", "Why off, \"still\"?", "A new one."],
            changes.Where(change => change.Kind == ChangeKind.Comment).Select(change => change.After));
        FaqEntry plain = _kb["plain"];
        Assert.Equal(("In coach 5.", "topic"), (plain.Answer.ToString(), plain.Metadata[0].Key));
        Assert.Equal(["where to drink coffee?"], plain.Alternates);
        Assert.Equal((false, 2), (_kb["both"].Enabled, _kb["both"].Answer.Texts.Count));
        Assert.Equal("A new one.", _kb.Copies.History(Kb, "1", int.MaxValue, 10)[0].Change.After);

        // Once more the same sheet: nothing is said twice, and what it changed is as it says.
        ImportOutcome again = Run(Csv(rows));
        Assert.Equal((null, 2), (again.Set, again.Report.NoteCounts.GetValueOrDefault(NoteCode.ReviewConflict)));
        _kb.Copies.Undo(Kb, outcome.Set.Number, EditedStore.Bob);
        Assert.Equal("the answer of plain", _kb["plain"].Answer.ToString());
    }

    [Fact]
    public void Row_whose_entry_was_changed_meanwhile_is_refused_and_its_comment_kept()
    {
        string[] rows = Rows();
        Replace(rows, "plain", "the answer of plain", "In coach 5.");
        Replace(rows, "plain", "active,,", "active,Look here.,");
        Replace(rows, "off", "the answer of off", "Gone.");
        _kb.Edit(edit =>
        {
            edit.Put(_kb["plain"] with { Answer = new LocalizedText("In coach 7.") });
            edit.Put(_kb["both"] with { Question = "Reworded meanwhile?" });
            edit.Remove("off");
        });
        ImportOutcome outcome = Run(Csv(rows));
        Assert.Equal(2, outcome.Report.NoteCounts[NoteCode.ReviewConflict]);
        Assert.Equal(("In coach 7.", "Reworded meanwhile?"), (_kb["plain"].Answer.ToString(), _kb["both"].Question));
        Change only = Assert.Single(_kb.Copies.Set(Kb, outcome.Set!.Number)!.Value.Changes);
        Assert.Equal((ChangeKind.Comment, "plain", "Look here."), (only.Kind, only.EntryId, only.After));
    }

    [Fact]
    public void Sheet_never_removes_what_it_does_not_name()
    {
        ImportOptions all = new() { Mode = ImportMode.ReplaceAll };
        ImportException refused = Assert.Throws<ImportException>(() => _imports.Run(
            new ImportOrder(Kb, [Csv(Rows())], all), EditedStore.Ada, CancellationToken.None));
        Assert.Contains("import it with mode merge", refused.Message, StringComparison.Ordinal);
        Run(Csv(Rows()[..2]));
        Assert.Equal(6, _kb.Ids.Length);
    }

    private ExportedFile Write(ExportFormat format) =>
        KnowledgeExport.Write(_kb.Copies.Get(Kb).ToKnowledge(), new ExportOptions { Format = format });

    private string[] Rows()
    {
        string text = System.Text.Encoding.UTF8.GetString(Write(ExportFormat.ReviewCsv).Content);
        return [.. text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
    }

    private static void Replace(string[] rows, string id, string former, string next)
    {
        int row = Array.FindIndex(rows, line => line.Contains($",{id},", StringComparison.Ordinal));
        Assert.Contains(former, rows[row], StringComparison.Ordinal);
        rows[row] = rows[row].Replace(former, next, StringComparison.Ordinal);
    }

    private static ImportFile Csv(string[] rows) => new("review.csv", System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", rows)));

    private ImportOutcome Run(ImportFile file) =>
        _imports.Run(new ImportOrder(Kb, [file], new ImportOptions()), EditedStore.Ada, CancellationToken.None);
}
