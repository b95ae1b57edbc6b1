using System.Runtime.InteropServices;
using FaqBot.Engine;

namespace FaqBot.Hosting;

/// <summary>
/// Ends the service by and by: first it says that it is not ready and answers on, so that load balancers look elsewhere; then it takes no
/// more connections and answers what it has taken; what is left after the time for that is cut off.
/// </summary>
/// <remarks>Who presses Ctrl+C waits for no load balancer, and a second signal ends the pause.</remarks>
internal sealed partial class GradualEnd(
    ShutdownOptions options, EndingState state, RequestsInFlight requests, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<GradualEnd> log) : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource _impatient = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private ITimer? _drain;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, End));
        }

        lifetime.ApplicationStopping.Register(StartToDrain);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _drain?.Dispose();
        _impatient.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        // The runtime would end the process at once.
        context.Cancel = true;
        if (state.IsEnding)
        {
            _impatient.Cancel();
        }
        else
        {
            state.Begin();
            _ = EndAsync(context.Signal == PosixSignal.SIGTERM ? options.Pause : TimeSpan.Zero);
        }
    }

    private async Task EndAsync(TimeSpan pause)
    {
        if (pause > TimeSpan.Zero)
        {
            Pausing(log, pause.TotalSeconds);
            await Task.Delay(pause, time, _impatient.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lifetime.StopApplication();
    }

    private void StartToDrain()
    {
        state.Begin();
        Draining(log, options.Drain.TotalSeconds);
        _drain = time.CreateTimer(_ => requests.Abandon(options.Drain), null, options.Drain, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(1, LogLevel.Information, "Told to end: not ready from now on, and open for {Seconds:0.###} s (FaqBot:Shutdown:Pause).")]
    private static partial void Pausing(ILogger log, double seconds);

    [LoggerMessage(2, LogLevel.Information,
        "Ending: no more connections are taken, and what has arrived is answered within {Seconds:0.###} s (FaqBot:Shutdown:Drain).")]
    private static partial void Draining(ILogger log, double seconds);
}

/// <summary>Adds the gradual end.</summary>
internal static class GradualEndServices
{
    // What is cut off needs a moment to notice.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddGradualEnd(this IServiceCollection services, ShutdownOptions options) => services
        .AddSingleton<RequestsInFlight>()
        .AddSingleton<IHostLifetime, GradualEnd>()
        .Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain + Slack);

    /// <summary>Follows every request.</summary>
    public static void UseGradualEnd(this IApplicationBuilder app)
    {
        RequestsInFlight requests = app.ApplicationServices.GetRequiredService<RequestsInFlight>();
        app.Use((context, next) => requests.FollowAsync(context, next));
    }
}
