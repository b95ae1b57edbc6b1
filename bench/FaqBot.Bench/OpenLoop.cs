using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace FaqBot.Bench;

/// <summary>What became of the questions of an open loop.</summary>
/// <param name="Sent">Questions a second.</param>
/// <param name="Good">Answers a second that came within the time that somebody waits for them.</param>
/// <param name="Refused">Refusals a second.</param>
/// <param name="Percentile99">Seconds of all but one of a hundred questions that were not refused.</param>
internal sealed record OpenLoopResult(double Sent, double Good, double Refused, double Percentile99);

/// <summary>
/// Sends questions as customers do: when they have one, not when the last one is answered. A loop that waits for answers sends the less the
/// slower they come, and so never shows a service that breaks down.
/// </summary>
internal sealed class OpenLoop(HttpClient client, Func<byte[]> next, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), GivenUp = TimeSpan.FromSeconds(10);

    /// <summary>Sends at a rate for a while, at random distances.</summary>
    /// <param name="rate">Questions a second on average.</param>
    /// <param name="length">How long.</param>
    public async Task<OpenLoopResult> RunAsync(double rate, TimeSpan length)
    {
        List<Task<(HttpStatusCode? Status, TimeSpan Took)>> sent = [];
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(1));
        long started = Stopwatch.GetTimestamp();
        double due = 0;
        while (due < length.TotalSeconds && await tick.WaitForNextTickAsync())
        {
            for (double now = Stopwatch.GetElapsedTime(started).TotalSeconds; due < now && due < length.TotalSeconds;)
            {
                long arrived = started + (long)(due * Stopwatch.Frequency);
                byte[] body = next();
                sent.Add(Task.Run(() => AskAsync(body, arrived)));
                due -= Math.Log(1 - random.NextDouble()) / rate;
            }
        }

        (HttpStatusCode? Status, TimeSpan Took)[] replies = await Task.WhenAll(sent);
        double seconds = length.TotalSeconds;
        double[] answered =
        [
            .. replies.Where(reply => reply.Status is null or HttpStatusCode.OK).Select(reply => reply.Took.TotalSeconds).Order(),
        ];
        return new OpenLoopResult(
            replies.Length / seconds,
            replies.Count(reply => reply.Status == HttpStatusCode.OK && reply.Took <= Patience) / seconds,
            replies.Count(reply => reply.Status == HttpStatusCode.TooManyRequests) / seconds,
            answered.Length == 0 ? 0 : answered[(int)(0.99 * (answered.Length - 1))]);
    }

    /// <summary>Asks; the time counts from when the question arose, whenever it was sent.</summary>
    private async Task<(HttpStatusCode? Status, TimeSpan Took)> AskAsync(byte[] body, long arrived)
    {
        using CancellationTokenSource end = new(GivenUp);
        try
        {
            using ByteArrayContent content = new(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await client.PostAsync((Uri?)null, content, end.Token);
            await response.Content.ReadAsByteArrayAsync(end.Token);
            return (response.StatusCode, Stopwatch.GetElapsedTime(arrived));
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
        {
            return (null, Stopwatch.GetElapsedTime(arrived));
        }
    }
}
