using FaqBot.Apis.Authoring;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Tests.QnaMaker;

/// <summary>What clients ask for and ask after.</summary>
public sealed class OperationsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TimerClock _clock = new();
    private readonly Operations _operations;

    public OperationsTests() => _operations = new Operations(
        _clock, exception => new ProblemDetails { Status = 409, Detail = exception.Message }, new Life(), NullLogger<Operations>.Instance);

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

        // Files of 128 MiB together: the oldest go.
        byte[] file = new byte[50 << 20];
        Operation[] exports = new Operation[3];
        for (int i = 0; i < exports.Length; i++)
        {
            exports[i] = await _operations.RunAsync("kb", "export", "me", _ => Task.FromResult(new OperationOutcome(Result: file)));
        }

        Assert.Null(_operations.Find(exports[0].Id));
        Assert.NotNull(_operations.Find(exports[1].Id));
        Assert.NotNull(_operations.Find(first.Id));
        for (int i = 0; i < 1_000; i++)
        {
            await _operations.RunAsync("kb", "qnas", "me", _ => Task.FromResult(new OperationOutcome()));
        }

        Assert.Null(_operations.Find(first.Id));
    }

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
