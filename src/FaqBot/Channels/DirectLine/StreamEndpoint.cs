using System.Net.WebSockets;
using FaqBot.Core.Conversations;
using FaqBot.Http;

namespace FaqBot.Channels.DirectLine;

/// <summary><c>GET /v3/directline/conversations/{id}/stream</c>: what is said, as it is said, over a WebSocket.</summary>
internal static class StreamEndpoint
{
    private const int MostOfConversation = 4;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    public static void MapStream(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/conversations/{id}/stream", StreamAsync).ExcludeFromDescription();

    private static async Task StreamAsync(
        string id, string? watermark, HttpContext context, CallerCheck check, ConversationDoor door, StreamSeats seats,
        IConversationStore store, DirectLineOptions options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw DirectLineException.BadArgument("This address is for WebSockets; others read …/activities.");
        }

        TokenClaims claims = check.RequireStream(context.Request, id);
        long after = ActivitySet.ReadWatermark(watermark);
        await door.RequireAsync(id, new Caller(claims), after, null, context.RequestAborted);
        using IDisposable seat = seats.Take(ClientAddress.Of(context));
        using ConversationListener listener = store.Signals.TryListen(id, MostOfConversation)
            ?? throw DirectLineException.TooMany($"The conversation has {MostOfConversation} streams, which is the most.", RetryAfter);
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            // Whoever does not answer a ping does not read either: the connection is given up, and the client comes back by its watermark.
            KeepAliveInterval = options.StreamPing,
            KeepAliveTimeout = options.StreamPing,
        });
        ActivityStream stream = new(socket, listener, after, store, options, time);
        await stream.RunAsync(lifetime.ApplicationStopping);
    }
}
