using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using FaqBot.Core.Knowledge;

namespace FaqBot.Bench;

/// <summary>A thousand Direct Line conversations at once, each over a WebSocket of its own, in which all that is said must arrive once and
/// in order.</summary>
internal static class ConversationsBench
{
    private const int Conversations = 1_000;
    private const int Messages = 10;
    private const int Senders = 32;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string database = await folder.DatabaseAsync("shop.db", () => FaqFile.Read(Path.Combine(BenchContext.Home, "data", "faq.json")));
        await using PublishedService service = await PublishedService.StartAsync(
            await folder.ServiceAsync(context), database, ("Knowledge:IndexAtStart", "false"), ("Encoder:WaitingTexts", "10000"),
            ("DirectLine:StartsPerMinute", "100000"), ("DirectLine:MaxStreamsPerAddress", "5000"));
        using HttpClient client = new(new SocketsHttpHandler
        {
            UseProxy = false,
            MaxConnectionsPerServer = Senders
        })
        { BaseAddress = new Uri(service.Address, "/v3/directline/") };

        // What the service needs for calls alone, and for the questions' cache, is not a conversation's.
        BenchConversation first = await BenchConversation.BeginAsync(client);
        foreach (string question in Questions.Typed.Take(Messages * 4))
        {
            await first.SayAsync(client, question);
        }

        long before = service.ResidentBytes;
        List<BenchConversation> all = [];
        await EachAsync(Enumerable.Range(0, Conversations), async _ =>
        {
            BenchConversation conversation = await BenchConversation.BeginAsync(client);
            lock (all)
            {
                all.Add(conversation);
            }
        });
        long open = service.ResidentBytes;
        long started = Stopwatch.GetTimestamp();
        for (int round = 0; round < Messages; round++)
        {
            string question = Questions.Typed[round];
            await EachAsync(all, conversation => conversation.SayAsync(client, question));
        }

        TimeSpan saying = Stopwatch.GetElapsedTime(started);
        int expected = 1 + (2 * Messages);
        using CancellationTokenSource deadline = new(TimeSpan.FromMinutes(1));
        await Task.WhenAll(all.Select(conversation => conversation.HasAsync(expected, deadline.Token)));
        long talked = service.ResidentBytes;
        double inOrder = all.Count(conversation => conversation.IsInOrder(expected));
        foreach (BenchConversation conversation in all)
        {
            conversation.Dispose();
        }

        first.Dispose();
        context.Say(
            $"{Conversations:#,0} open conversations took {(open - before) / 1e6:0} MB, with {Messages} questions each "
            + $"{(talked - before) / 1e6:0} MB.");
        double bare = await BareRequestsAsync(context, service);
        return
        [
            Row("conversations: 1,000 open, memory of one", "kB", (open - before) / 1e3 / Conversations, "10 questions and answers each",
                (talked - before) / 1e3 / Conversations, Goal.AtMost(60, "kB")),
            Row("conversations: 1,000 at once", "questions/s", Conversations * Messages / saying.TotalSeconds,
                "POST /api/v1/ask, as many at once", bare, null),
            Row("conversations: nothing lost, all in order", "of 1,000", inOrder, "all", Conversations, Goal.RatioAtLeast(1)),
        ];
    }

    private static Measurement Row(string name, string unit, double value, string limitName, double limit, Goal? goal) =>
        new(name, unit, new Series([value]), limitName, new Series([limit]), goal);

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> work) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (item, _) => await work(item));

    private static async Task<double> BareRequestsAsync(BenchContext context, PublishedService service)
    {
        using HttpClient client =
            new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Senders }) { BaseAddress = service.Address };
        int asked = 0;
        long started = Stopwatch.GetTimestamp();
        await EachAsync(Enumerable.Range(0, context.Quick ? 2_000 : 10_000), async number =>
        {
            using HttpResponseMessage reply =
                await client.PostAsJsonAsync("/api/v1/ask", new { question = Questions.Typed[number % Messages] });
            reply.EnsureSuccessStatusCode();
            Interlocked.Increment(ref asked);
        });
        return asked / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>A client with its socket.</summary>
    private sealed class BenchConversation(string id, string token) : IDisposable
    {
        private readonly ClientWebSocket _socket = new();
        private readonly List<long> _numbers = [];
        private Task? _listening;

        public static async Task<BenchConversation> BeginAsync(HttpClient client)
        {
            using HttpResponseMessage given = await client.PostAsync(new Uri("tokens/generate", UriKind.Relative), null);
            string token =
                (await given.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
            using HttpRequestMessage begin = new(HttpMethod.Post, "conversations");
            begin.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage begun = await client.SendAsync(begin);
            JsonElement grant = await begun.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            BenchConversation conversation = new(grant.GetProperty("conversationId").GetString()!, grant.GetProperty("token").GetString()!);
            await conversation._socket.ConnectAsync(new Uri(grant.GetProperty("streamUrl").GetString()!), CancellationToken.None);
            conversation._listening = conversation.ListenAsync();
            return conversation;
        }

        public async Task SayAsync(HttpClient client, string text)
        {
            using HttpRequestMessage say = new(HttpMethod.Post, $"conversations/{id}/activities")
            {
                Content = JsonContent.Create(new { type = "message", from = new { id = "bench" }, text }),
            };
            say.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage said = await client.SendAsync(say);
            said.EnsureSuccessStatusCode();
        }

        public async Task HasAsync(int count, CancellationToken cancellationToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
            while (!cancellationToken.IsCancellationRequested && !Has(count))
            {
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        }

        public bool IsInOrder(int count)
        {
            lock (_numbers)
            {
                return _numbers.SequenceEqual(Enumerable.Range(1, count).Select(number => (long)number));
            }
        }

        public void Dispose()
        {
            _socket.Abort();
            _socket.Dispose();
        }

        private bool Has(int count)
        {
            lock (_numbers)
            {
                return _numbers.Count >= count || _listening!.IsCompleted;
            }
        }

        private async Task ListenAsync()
        {
            byte[] buffer = new byte[64 * 1024];
            int size = 0;
            try
            {
                while (true)
                {
                    ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(buffer.AsMemory(size), CancellationToken.None);
                    size += received.Count;
                    if (received.EndOfMessage)
                    {
                        Take(buffer.AsMemory(0, size));
                        size = 0;
                    }
                }
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The end of the measurement.
            }
        }

        private void Take(ReadOnlyMemory<byte> frame)
        {
            if (frame.Length == 0)
            {
                return;
            }

            using JsonDocument set = JsonDocument.Parse(frame);
            lock (_numbers)
            {
                foreach (JsonElement activity in set.RootElement.GetProperty("activities").EnumerateArray())
                {
                    if (activity.GetProperty("type").GetString() == "message")
                    {
                        _numbers.Add(long.Parse(
                            activity.GetProperty("id").GetString()!.Split('|')[1], System.Globalization.CultureInfo.InvariantCulture));
                    }
                }
            }
        }
    }
}
