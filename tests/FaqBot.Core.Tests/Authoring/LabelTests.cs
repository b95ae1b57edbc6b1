using FaqBot.Core.Authoring;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

public sealed class LabelTests() : LabelContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class LabelOnPostgresTests(PostgresFixture server) : LabelContract(new PostgresEngine(server));

public abstract class LabelContract : IDisposable
{
    private readonly EditedStore _kb;
    private readonly Labels _labels;

    protected LabelContract(StoreEngine engine)
    {
        _kb = new EditedStore(engine);
        _labels = new Labels(_kb.Store, _kb.Copies, _kb.Clock);
    }

    public void Dispose()
    {
        _kb.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Exported_file_is_read_back_as_it_was()
    {
        _labels.Add(
            EditedStore.Kb,
            [
                new NewLabel("Where\tis\nit?", "e0", [], null, null), new NewLabel("两个都行吗", null, ["e1", "e2"], "compound", "zh-Hans"),
                new NewLabel("none of it", null, [], "near", null),
            ],
            "ada");
        string file = _labels.Export(EditedStore.Kb);
        IReadOnlyList<EvaluationQuestion> read = EvaluationFiles.Parse(file, "file", _kb.Copies.Get(EditedStore.Kb).ToKnowledge());
        Assert.Equal(3, read.Count);
        Assert.Contains("Where is it?\te0\ten\t\n", file, StringComparison.Ordinal);
        Assert.Contains("两个都行吗\t?e1|e2\tzh-Hans\tcompound\n", file, StringComparison.Ordinal);
        Assert.Contains("none of it\t-\ten\tnear\n", file, StringComparison.Ordinal);
        _labels.Import(EditedStore.Kb, file, "bob", replace: true);
        Assert.Equal(file, _labels.Export(EditedStore.Kb));
        Assert.All(_labels.List(EditedStore.Kb).Labels, label => Assert.Equal("bob", label.Author));
    }

    [Fact]
    public void Equal_question_is_labelled_anew_and_removed_however_it_is_written()
    {
        _labels.Add(EditedStore.Kb, [new NewLabel("Where is it?", "e0", [], null, null)], "ada");
        _labels.Add(EditedStore.Kb, [new NewLabel("where is IT", "e1", [], null, null)], "bob");
        StoredLabel label = Assert.Single(_labels.List(EditedStore.Kb).Labels);
        Assert.Equal(("e1", "bob"), (label.EntryId, label.Author));
        Assert.False(_labels.Remove(EditedStore.Kb, "where was it"));
        Assert.True(_labels.Remove(EditedStore.Kb, "WHERE is it"));
        Assert.Equal(0, _labels.List(EditedStore.Kb).All);
    }

    [Fact]
    public void Faults_are_told_together_and_nothing_is_added()
    {
        InvalidEditException fault = Assert.Throws<InvalidEditException>(() => _labels.Add(
            EditedStore.Kb,
            [
                new NewLabel(" ", "e0", [], null, null), new NewLabel("a", "none", [], null, null),
                    new NewLabel("b", null, ["e1"], null, null),
                new NewLabel("c", "e0", [], new string('k', 65), null),
            ],
            "ada"));
        Assert.Equal(
            ["labels[0].question", "labels[1].entry", "labels[2].offered", "labels[3].kind"], fault.Faults.Select(one => one.Path));
        Assert.Throws<InvalidDataException>(() => _labels.Import(EditedStore.Kb, "question\tentry\nx\tnone\n", "ada", replace: true));
        Assert.Equal(0, _labels.List(EditedStore.Kb).All);
    }
}
