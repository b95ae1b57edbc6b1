using System.Buffers;
using System.IO.Pipelines;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FaqBot.Api.Asking;

/// <summary>Answers bodies that came before without reading them again, where nothing has changed since.</summary>
/// <remarks>
/// Behind routing and behind what counts requests; what is here not answered goes on as if it had not been here, its body unread. Only
/// the plainest requests are looked at: no encodings, and no headers by which a caller may be known.
/// </remarks>
internal static class RepeatedQuestions
{
    /// <summary>Looks at requests to routes that were mapped with <see cref="AskEndpoint.MapAsk"/>.</summary>
    public static void UseRepeatedQuestions(this WebApplication app)
    {
        AnsweringEngine engine = app.Services.GetRequiredService<AnsweringEngine>();
        KnownBodies bodies = app.Services.GetRequiredService<KnownBodies>();
        PreparedReplies replies = app.Services.GetRequiredService<PreparedReplies>();
        TimeProvider time = app.Services.GetRequiredService<TimeProvider>();
        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<AskRoute>() is null || !IsPlain(context.Request))
            {
                return next(context);
            }

            long started = time.GetTimestamp();
            if (engine.Loaded is not { } loaded)
            {
                return next(context);
            }

            bodies.Follow(loaded.Catalogs.Changes);
            return Find(context, bodies) is { } body && loaded.Answerer.Repeat(body.By(context)) is { } reply
                ? replies.SendAsync(context.Response, reply, time.GetElapsedTime(started)) : next(context);
        });
    }

    /// <summary>The body of a request that was not found, for who answers it and may keep what it asks for; or null.</summary>
    public static byte[]? UnknownBodyOf(HttpContext context) => context.Features.Get<UnknownBody>()?.Bytes;

    private static bool IsPlain(HttpRequest request)
    {
        IHeaderDictionary headers = request.Headers;
        return request.ContentLength is > 0 and <= KnownBodies.MostBytes
            && request.ContentType is "application/json" or "application/json; charset=utf-8" or "application/json;charset=utf-8"
            && headers.ContentEncoding.Count == 0 && headers.TransferEncoding.Count == 0 && headers.Authorization.Count == 0
            && headers.Cookie.Count == 0 && !headers.ContainsKey(BearerKey.SubscriptionHeader);
    }

    /// <summary>Looks the body up where it has already arrived whole, and leaves it to be read.</summary>
    private static AskBody? Find(HttpContext context, KnownBodies bodies)
    {
        // Only the server's own reader gives back what was looked at; one that wraps a stream would keep it.
        if (context.Features.Get<IRequestBodyPipeFeature>() is not { } feature
            || !ReferenceEquals(feature, context.Features.Get<IHttpRequestFeature>()))
        {
            return null;
        }

        PipeReader reader = feature.Reader;
        if (!reader.TryRead(out ReadResult read))
        {
            return null;
        }

        int length = (int)context.Request.ContentLength!.Value;
        AskBody? found = null;
        if (read.Buffer.Length == length && !read.IsCanceled)
        {
            ReadOnlySpan<byte> body = read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray();
            if (!bodies.TryFind(body, out found))
            {
                context.Features.Set(new UnknownBody(body.ToArray()));
            }
        }

        reader.AdvanceTo(read.Buffer.Start);
        return found;
    }

    private sealed record UnknownBody(byte[] Bytes);
}

/// <summary>Marks the route that takes a question as its body.</summary>
internal sealed record AskRoute;
