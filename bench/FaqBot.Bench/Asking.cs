using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FaqBot.Bench;

/// <summary>Asks a service questions over loopback.</summary>
internal static class Asking
{
    private const int Connections = 16;

    /// <summary>Sends requests on all connections for a while.</summary>
    /// <returns>Requests a second.</returns>
    public static async Task<double> LoadAsync(HttpClient client, byte[][] bodies, TimeSpan length)
    {
        int sent = -1, answered = 0;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < length)
            {
                await PostAsync(client, bodies[Interlocked.Increment(ref sent) % bodies.Length]);
                Interlocked.Increment(ref answered);
            }
        })));
        return answered / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Sends each request, so that the next time it comes it is known; twice, since what is cached is answered otherwise than what
    /// was ranked.</summary>
    public static async Task TeachAsync(HttpClient client, byte[][] bodies)
    {
        foreach (byte[] body in bodies.Concat(bodies))
        {
            await PostAsync(client, body);
        }
    }

    /// <summary>Sends requests one after the other for a while.</summary>
    /// <returns>Median seconds of a request.</returns>
    public static async Task<double> MedianSecondsAsync(HttpClient client, byte[][] bodies, TimeSpan length)
    {
        List<double> times = [];
        long started = Stopwatch.GetTimestamp();
        for (int sent = 0; Stopwatch.GetElapsedTime(started) < length; sent++)
        {
            long asked = Stopwatch.GetTimestamp();
            await PostAsync(client, bodies[sent % bodies.Length]);
            times.Add(Stopwatch.GetElapsedTime(asked).TotalSeconds);
        }

        return new Series([.. times]).Median;
    }

    public static HttpClient Client(Uri address) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        MaxConnectionsPerServer = Connections,
    })
    {
        BaseAddress = address,
    };

    public static byte[] Body(string question) => JsonSerializer.SerializeToUtf8Bytes(new { question });

    /// <summary>Sends a request, and reads its reply, which must be one of success.</summary>
    public static async Task PostAsync(HttpClient client, byte[] body)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await client.PostAsync((Uri?)null, content);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }
}
