using FaqBot.Apis.Authoring;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage.Relational;
using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Tests.QnaMaker;

/// <summary>What clients ask for and ask after.</summary>
public sealed class OperationsTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TimerClock _clock = new();
    private readonly TemporaryFolder _folder = new();
    private readonly KnowledgeStore _store;
    private readonly Operations _operations;

    public OperationsTests()
    {
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
        _operations = Process();
    }

    public void Dispose()
    {
        _store.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Long_work_goes_on_after_its_request_and_is_found_until_its_time_is_over()
    {
        TaskCompletionSource<OperationOutcome> work = new();
        Task<Operation> request = _operations.RunAsync("kb", "import", "me", _ => work.Task);
        await _clock.DelayAsync();
        _clock.Advance(Minute);
        Operation begun = await request;
        Assert.Equal(OperationState.Running, begun.State);
        work.SetResult(new OperationOutcome("/knowledgebases/kb"));
        await Eventually.TrueAsync("it ends", Minute, () => _operations.Find(begun.Id)!.State == OperationState.Succeeded);
        Assert.Equal("/knowledgebases/kb", _operations.Find(begun.Id)!.Outcome!.Location);
        _clock.Advance(Operations.Lifetime);
        Assert.Null(_operations.Find(begun.Id));
    }

    [Fact]
    public async Task Work_that_fails_within_its_request_fails_the_request_and_later_its_operation()
    {
        await Assert.ThrowsAsync<EditRefusedException>(() => _operations.RunAsync(
            "kb", "import", "me", _ => Task.FromException<OperationOutcome>(new EditRefusedException("No."))));
        TaskCompletionSource<OperationOutcome> work = new();
        Task<Operation> request = _operations.RunAsync("kb", "import", "me", _ => work.Task);
        await _clock.DelayAsync();
        _clock.Advance(Minute);
        Operation begun = await request;
        work.SetException(new EditRefusedException("Not so."));
        await Eventually.TrueAsync("it ends", Minute, () => _operations.Find(begun.Id)!.State == OperationState.Failed);
        Assert.Equal("Not so.", _operations.Find(begun.Id)!.Problem!.Detail);
    }

    [Fact]
    public async Task What_came_of_work_is_told_by_the_next_process_and_what_died_with_its_process_has_failed()
    {
        Operation export = await _operations.RunAsync("kb", "export", "me", _ => Task.FromResult(
            new OperationOutcome("/kb", [new Fault(0, null, "it is none", "Write one")], [1, 2, 3], "text/plain")));
        TaskCompletionSource<OperationOutcome> work = new();
        Task<Operation> request = _operations.RunAsync("kb", "import", "me", _ => work.Task);
        await _clock.DelayAsync();
        _clock.Advance(Minute);
        Operation begun = await request;

        Operations next = Process();
        Operation found = next.Find(export.Id)!;
        Assert.Equal(
            (OperationState.Partial, "/kb", "text/plain", true, "me"),
            (found.State, found.Outcome!.Location, found.Outcome.ResultType, found.HasResult, found.Author));
        Assert.Equal("it is none", Assert.Single(found.Outcome.Faults!).Problem);
        Assert.Equal([1, 2, 3], next.ResultOf(found));
        Assert.Equal(OperationState.Running, next.Find(begun.Id)!.State);

        // The process that runs it says so again and again; when nothing is heard of it any more, it has died.
        await _clock.DelayAsync();
        _clock.Advance(Operations.Silence);
        await Eventually.TrueAsync(
            "it is heard of", Minute, () => _store.Operations.Find(begun.Id)!.ChangedAt == _clock.GetUtcNow());
        Assert.Equal(OperationState.Running, next.Find(begun.Id)!.State);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _store.Operations.Put(_store.Operations.Find(begun.Id)! with
        {
            ChangedAt = _clock.GetUtcNow() - Operations.Silence - TimeSpan.FromMilliseconds(1),
        }, null, default);
        Operation lost = next.Find(begun.Id)!;
        Assert.Equal((OperationState.Failed, 503), (lost.State, lost.Problem!.Status));
        work.SetResult(new OperationOutcome());
        await Eventually.TrueAsync("it ends", Minute, () => next.Find(begun.Id)!.State == OperationState.Succeeded);
    }

    [Fact]
    public async Task What_was_left_out_makes_it_partial()
    {
        Operation done = await _operations.RunAsync("kb", "qnas", "me", _ => Task.FromResult(
            new OperationOutcome(Faults: [new Fault(0, null, "it is none", "Write one")])));
        Assert.Equal(OperationState.Partial, done.State);
    }

    [Fact]
    public async Task What_runs_and_what_is_kept_is_bounded()
    {
        TaskCompletionSource<OperationOutcome> work = new();
        Task<Operation>[] requests = [.. Enumerable.Range(0, 8).Select(_ => _operations.RunAsync("kb", "export", "me", _ => work.Task))];
        await Assert.ThrowsAsync<TooMuchAtWorkException>(() => _operations.RunAsync("kb", "export", "me", _ => work.Task));
        work.SetResult(new OperationOutcome());
        Operation first = (await Task.WhenAll(requests))[0];

        Assert.Equal(OperationState.Succeeded, _operations.Find(first.Id)!.State);
    }

    private Operations Process() => new(
        () => _store.Operations, _clock, exception => new ProblemDetails { Status = 409, Detail = exception.Message }, new Life(),
        NullLogger<Operations>.Instance);

    private sealed class Life : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
