using System.Reflection;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Http;

namespace FaqBot.Engine;

/// <summary>Announces this process to the store, and learns which others answer from it.</summary>
/// <remarks>A store that only processes of this machine can use knows of none: there the count stays one.</remarks>
internal sealed partial class Heartbeat(KnowledgeStore store, ReplicaCount count, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10), Lifetime = TimeSpan.FromSeconds(35);

    private volatile IReadOnlyList<Replica> _alive = [];
    private string? _said;

    /// <summary>The processes that answered when it announced itself last; none before it has.</summary>
    public IReadOnlyList<Replica> Alive => _alive;

    /// <summary>Announces it until it is stopped, and takes it back then.</summary>
    /// <param name="encoder">Fingerprint of the default encoder.</param>
    /// <param name="stoppingToken">Stops.</param>
    public async Task RunAsync(string encoder, CancellationToken stoppingToken)
    {
        Replica self = new(Guid.NewGuid().ToString("N"), Build, KnowledgeStore.SchemaNumber, TextNormalizer.Version, encoder);
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            do
            {
                Beat(self);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            Leave(self);
        }
    }

    private static string Build => typeof(Heartbeat).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private void Beat(Replica self)
    {
        IReadOnlyList<Replica> alive;
        try
        {
            _alive = alive = store.Announce(self, Lifetime);
        }
        catch (StoreException)
        {
            // Whoever watches the store says so; what was known of others still holds.
            return;
        }

        count.Value = alive.Count;
        string others = string.Join(
            ", ", alive.Where(one => one with { Id = self.Id } != self).Select(one => one.Build).Distinct().Order(StringComparer.Ordinal));
        if (others != (_said ?? ""))
        {
            _said = others;
            if (others.Length > 0)
            {
                Beside(log, self.Build, others);
            }
            else
            {
                Alone(log, self.Build);
            }
        }
    }

    private void Leave(Replica self)
    {
        try
        {
            store.Leave(self.Id);
        }
        catch (Exception exception) when (exception is StoreException or ObjectDisposedException)
        {
            // It is forgotten after a while anyway.
        }
    }

    [LoggerMessage(40, LogLevel.Information,
        "Replicas of another build, schema, normalisation or encoder answer beside this one ({Build}): {Others}. What one publishes that "
        + "another cannot use, that one leaves alone, and goes on with what it has.")]
    private static partial void Beside(ILogger log, string build, string others);

    [LoggerMessage(41, LogLevel.Information, "All replicas are of this build now ({Build}).")]
    private static partial void Alone(ILogger log, string build);
}
