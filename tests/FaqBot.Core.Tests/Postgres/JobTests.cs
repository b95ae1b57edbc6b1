using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class JobTests(PostgresFixture server)
{
    [Fact]
    public void One_job_works_on_a_subject_is_told_to_end_and_is_lost_with_its_process()
    {
        using PostgresEngine engine = new(server);
        using SqliteEngine file = new();
        using KnowledgeStore store = engine.Open(), other = engine.Open(), alone = file.Open();
        Assert.Null(alone.Jobs);
        SharedJobs jobs = store.Jobs!, others = other.Jobs!;
        Assert.Null(jobs.Start("a", "kb", "starting", 10));
        Assert.Equal("a", others.Start("b", "kb", "starting", 10));
        Assert.Null(others.Start("c", "another", "starting", 10));
        Assert.Equal(["a", "c"], others.All().Select(job => job.Id).Order());
        Assert.False(jobs.Write("a", "half", isRunning: true));
        others.Cancel("a");
        Assert.True(jobs.Write("a", "nearly", isRunning: true));
        Assert.Equal(new SharedJob("a", "nearly", true, false), others.All().Single(job => job.Id == "a"));
        jobs.Write("a", "cancelled", isRunning: false);
        Assert.Null(others.Start("d", "kb", "starting", 10));

        // Its process has said nothing for long.
        Sql.Execute(store.Path, "UPDATE jobs SET seen_at = seen_at - 60000 WHERE id = 'd'");
        Assert.Equal(new SharedJob("d", "starting", false, true), others.All().Single(job => job.Id == "d"));
        Assert.Null(jobs.Start("e", "kb", "starting", 2));
        Assert.DoesNotContain("a", others.All().Select(job => job.Id));
    }
}
