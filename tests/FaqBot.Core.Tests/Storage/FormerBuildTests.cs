using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Tests.Storage;

/// <summary>What a former build wrote is there, to the last row, when this one opens its database.</summary>
public sealed class FormerBuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KnowledgeStore _store;

    public FormerBuildTests() => _store = KnowledgeStore.Open(FormerBuild.WriteTo(_folder.File("faq.db")), checkIntegrity: true);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Open_keeps_the_versions_that_answer_and_the_draft()
    {
        Assert.Equal(Schema.Current, Sql.Number(_store.Path, "SELECT schema FROM schema_versions"));
        Assert.Equal([("kiosk", 2), ("orphan", 1), ("words", 2)], _store.Published().Select(Numbered));
        Assert.Equal([("kiosk", 3)], _store.Published(Deployment.Test).Select(Numbered));
        Assert.Equal(6, Sql.Count(_store.Path, "versions"));
        StoredVersion kiosk = _store.Load("kiosk")!, draft = _store.Load("kiosk", Deployment.Test)!, orphan = _store.Load("orphan")!;
        Assert.Equal((10, 30, "Kiosk"), (kiosk.Knowledge.Entries.Count, kiosk.Questions.Count, kiosk.Knowledge.Name));
        Assert.Equal((10, 29, "Kiosk (draft)"), (draft.Knowledge.Entries.Count, draft.Questions.Count, draft.Knowledge.Name));
        Assert.Equal((3, 15, VectorFormat.Int8), (orphan.Knowledge.Entries.Count, orphan.Questions.Count, orphan.Identity.Format));
        Assert.Equal(["ticket", "admission"], Assert.Single(kiosk.Knowledge.Synonyms));
    }

    [Fact]
    public void Open_content_is_the_same_to_this_build() => Assert.All(
        _store.Published(), version => Assert.Equal(
            version.Identity.ContentHash, KnowledgeHash.Of(_store.Load(version.Identity.KnowledgeBaseId)!.Knowledge)));

    [Fact]
    public void Open_keeps_the_numbers_of_entries()
    {
        Assert.Equal(
            [1_000_000_001, 1_000_000_002, 2, 1_000_000_003, 1_000_000_004, 1_000_000_005, 1_000_000_006, 1_000_000_007, 1_000_000_008,
                1_000_000_009],
            _store.Load("kiosk")!.EntryNumbers);
        Assert.Equal(1_000_000_011, _store.Load("kiosk", Deployment.Test)!.EntryNumbers[^1]);
        Assert.Equal([1_000_000_001, 1_000_000_002, 10], _store.Load("orphan")!.EntryNumbers);
    }

    [Fact]
    public void Open_keeps_keys_feedback_choices_and_fitted_confidences()
    {
        Assert.Equal(
            [("kiosk", KeySlot.Primary), ("kiosk", KeySlot.Secondary), ("orphan", KeySlot.Primary)],
            _store.EndpointKeys.All().Select(key => (key.KnowledgeBaseId, key.Slot)));
        Assert.Equal(EndpointKey.HashOf(FormerBuild.Key), _store.EndpointKeys.All()[0].Hash.ToArray());
        Assert.Equal(
            [("May I bring my cat? 3", 2), ("May I bring my cat? 2", 2), ("May I bring my cat? 1", 1)],
            _store.Feedback.Latest("kiosk", 10).Select(row => (row.Question, row.Version)));
        Feedback first = _store.Feedback.Latest("kiosk", 10)[^1];
        Assert.Equal(("dogs", FeedbackKind.NotHelpful, Feedback.KeyOf("kiosk", "bob1"), "api"),
            (first.EntryId, first.Kind, first.UserKey, first.Source));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_796_017_516_161), first.At);
        Assert.Equal([new ModelAssignment(
            "words", FormerBuild.ChosenModel, DateTimeOffset.FromUnixTimeMilliseconds(1_796_017_517_599), null)], _store.Assignments());
        Assert.Equal(["kiosk", "orphan"], _store.FittedConfidences().Select(fitted => fitted.KnowledgeBaseId));
    }

    [Fact]
    public void Feedback_that_was_said_before_still_counts_once()
    {
        Feedback said = _store.Feedback.Latest("kiosk", 1)[0];
        Assert.Equal(0, _store.Feedback.Add([said with { At = said.At.AddMinutes(1) }]));
        Assert.Equal(1, _store.Feedback.Add([said with { Kind = FeedbackKind.Helpful, At = said.At.AddMinutes(1) }]));

        // What a user says later of the same answer takes the place of what was said before.
        Assert.Equal(3, Sql.Count(_store.Path, "feedback"));
    }

    private static (string Id, int Number) Numbered(PublishedVersion version) =>
        (version.Identity.KnowledgeBaseId, version.Identity.Number);
}
