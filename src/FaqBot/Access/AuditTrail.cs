using System.Net;
using System.Threading.RateLimiting;
using FaqBot.Core.Access;
using FaqBot.Core.Storage;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;

namespace FaqBot.Access;

/// <summary>Writes down who did what, before the caller is told that it is done.</summary>
internal sealed partial class AuditTrail(AccessRing ring, StorageHealth health, TimeProvider time, ILogger<AuditTrail> log) : IDisposable
{
    // Nobody fills the log with refusals: those beyond are counted, and the next one that is written tells how many.
    private readonly TokenBucketRateLimiter _refusals = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 120,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });

    private int _untold;

    /// <summary>Writes a request down that was let in, if its route or its reply asks for it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="right">What its route needs.</param>
    /// <param name="next">Answers it.</param>
    /// <exception cref="NotReadyException">It would be written down, and the store has not been opened yet.</exception>
    public async Task FollowAsync(HttpContext context, RouteRight right, RequestDelegate next)
    {
        bool isAsked = RouteAccess.IsChanging(context.Request) && !Has<ReadingRoute>(context);
        bool isReading = Has<AuditedRoute>(context) || (right.Right & Right.ReadQuestionTexts) != Right.None;
        if ((isAsked || isReading) && right.Right != Right.None && !ring.IsLoaded)
        {
            throw new NotReadyException();
        }

        // Now: what handles exceptions takes endpoint and route values away.
        Asked asked = Asked.Of(context, right);
        using AuditedAction? action = isAsked && right.Right != Right.None
            ? AuditedAction.Begin(BegunBy(context, asked, time.GetUtcNow())) : null;
        bool isWritten = false;
        Task WriteAsync()
        {
            bool isDue = !isWritten && ring.IsLoaded && right.Right != Right.None && (isAsked || isReading || IsExport(context.Response));
            isWritten = true;
            return isDue ? AppendAsync(EntryOf(context, asked, OutcomeOf(context.Response.StatusCode)), action) : Task.CompletedTask;
        }

        context.Response.OnStarting(WriteAsync);
        await next(context);
        await WriteAsync();
    }

    /// <summary>Writes down that a request was not let in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="right">What its route needs.</param>
    /// <param name="reason">Why not; holds nothing of what was presented.</param>
    public async Task RefuseAsync(HttpContext context, RouteRight right, string reason)
    {
        using RateLimitLease lease = _refusals.AttemptAcquire();
        if (!ring.IsLoaded || !lease.IsAcquired)
        {
            Interlocked.Increment(ref _untold);
            return;
        }

        int untold = Interlocked.Exchange(ref _untold, 0);
        AuditDetail.Of(context).Note = untold == 0 ? reason : $"{reason} Before it, {untold} others were not written down.";
        await AppendAsync(EntryOf(context, Asked.Of(context, right), AuditOutcome.Refused));
    }

    /// <summary>Does what no guarded route does, such as signing in, and writes it down: what it changes in the store has its mark there in
    /// the same transaction.</summary>
    /// <param name="context">The request.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">What.</param>
    /// <param name="work">Does it; where it fails, nothing is written down but what it has changed by then.</param>
    public async Task DoAsync(HttpContext context, string actor, string action, Func<Task> work)
    {
        AuditEntry entry = new(
            time.GetUtcNow(), actor, NetworkOf(context), action, null, null, null, null, AuditOutcome.Done, context.TraceIdentifier, null);
        using AuditedAction begun = AuditedAction.Begin(() => entry);
        await work();
        await AppendAsync(entry, begun);
    }

    /// <inheritdoc />
    public void Dispose() => _refusals.Dispose();

    private static bool Has<T>(HttpContext context)
        where T : class => context.GetEndpoint()?.Metadata.GetMetadata<T>() is not null;

    /// <summary>Whether a reply is a file to take away.</summary>
    private static bool IsExport(HttpResponse response) => response.StatusCode < StatusCodes.Status400BadRequest
        && (response.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) is true
            || response.Headers.ContentDisposition.Count > 0);

    private static AuditOutcome OutcomeOf(int status) => status switch
    {
        < StatusCodes.Status400BadRequest => AuditOutcome.Done,
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => AuditOutcome.Refused,
        _ => AuditOutcome.Failed,
    };

    /// <summary>What is known of a request while it is at work; nothing of the request itself is looked at later, on another
    /// thread.</summary>
    private static Func<AuditEntry> BegunBy(HttpContext context, Asked asked, DateTimeOffset now)
    {
        AuditDetail detail = AuditDetail.Of(context);
        string caller = Caller.Of(context).Name, request = context.TraceIdentifier;
        string? network = NetworkOf(context), before = TagOf(context.Request.Headers.IfMatch);
        return () =>
        {
            string? kb = detail.KnowledgeBaseId ?? asked.KnowledgeBaseId;
            return new AuditEntry(
                now, detail.Actor ?? caller, network, detail.Action ?? asked.Action, kb, detail.Object ?? ObjectOf(asked.Path, kb),
                detail.Before ?? before, null, AuditOutcome.Done, request, detail.Note);
        };
    }

    private AuditEntry EntryOf(HttpContext context, Asked asked, AuditOutcome outcome)
    {
        AuditDetail detail = AuditDetail.Of(context);
        AuditEntry begun = BegunBy(context, asked, time.GetUtcNow())();
        return begun with
        {
            Object = detail.Object ?? (MadeBy(context.Response) is { } made ? ObjectOf(made, begun.KnowledgeBaseId) : begun.Object),
            After = detail.After ?? TagOf(context.Response.Headers.ETag),
            Outcome = outcome,
            Note = begun.Note ?? (outcome == AuditOutcome.Failed ? $"status {context.Response.StatusCode}" : null),
        };
    }

    /// <summary>The path of what a request has made; or null.</summary>
    private static string? MadeBy(HttpResponse response) => response.StatusCode == StatusCodes.Status201Created
        && response.Headers.Location.ToString() is { Length: > 0 } location ? Uri.UnescapeDataString(location) : null;

    /// <summary>What a path names within the knowledge base.</summary>
    private static string? ObjectOf(string path, string? kb)
    {
        string prefix = kb is null ? "/api/v1/" : $"/api/v1/kbs/{kb}/";
        return path.StartsWith(prefix, StringComparison.Ordinal) && path.Length > prefix.Length ? path[prefix.Length..]
            : path.StartsWith("/api/v1/", StringComparison.Ordinal) ? null : path;
    }

    private static string? TagOf(string? header) => header?.Trim('"') is { Length: > 0 } tag ? tag : null;

    /// <summary>The network that a request comes from: enough to see where, and no single machine.</summary>
    private static string? NetworkOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return null;
        }

        int bits = address.IsIPv4MappedToIPv6 || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 24 : 48;
        byte[] bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return IPAddress.IsLoopback(address) ? "this machine" : $"{new IPAddress(bytes)}/{bits}";
    }

    private async Task AppendAsync(AuditEntry entry, AuditedAction? action = null)
    {
        try
        {
            await Task.Run(() => ring.Store.Audit.Append(entry, action));
        }
        catch (StoreException exception) when (action?.IsMarked == true)
        {
            // What was changed has its mark, of which a row becomes later.
            health.CannotWrite(exception);
            WrittenLater(log, entry.Actor, entry.Action, entry.KnowledgeBaseId, exception.Message);
        }
        catch (StoreException exception)
        {
            // Whoever asked is not told that it went well.
            health.CannotWrite(exception);
            NotWritten(log, entry.Actor, entry.Action, entry.KnowledgeBaseId, exception.Message);
            throw;
        }
    }

    /// <summary>What a request asks for.</summary>
    private sealed record Asked(string Action, string? KnowledgeBaseId, string Path)
    {
        public static Asked Of(HttpContext context, RouteRight right) => new(
            context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? context.Request.Method,
            right.KnowledgeBaseOf(context), context.Request.Path);
    }

    [LoggerMessage(1, LogLevel.Critical, "The audit log could not be written: {Actor}, {Action} on '{KnowledgeBase}': {Reason}")]
    private static partial void NotWritten(ILogger log, string actor, string action, string? knowledgeBase, string reason);

    [LoggerMessage(
        2, LogLevel.Warning, "The audit log could not be written, and will be: {Actor}, {Action} on '{KnowledgeBase}': {Reason}")]
    private static partial void WrittenLater(ILogger log, string actor, string action, string? knowledgeBase, string reason);
}
