using FaqBot.Tests.Running;

namespace FaqBot.Tests.Telemetry;

/// <summary>Services that send what they do to a receiver, and what is in it.</summary>
public sealed class OtlpTests(SampleDatabase sample) : IDisposable
{
    private const string UserText = "geheim-4711", Protobuf = "http/protobuf";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Question_is_one_trace_through_all_steps_without_a_word_of_it()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using ServiceProcess service = await StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", Protobuf),
            ("OTEL_SERVICE_NAME", "shop-faq"));
        const string Trace = "0af7651916cd43dd8448eb211c80319c", Caller = "b7ad6b7169203331";
        using HttpRequestMessage request = new(HttpMethod.Post, "api/v1/ask")
        {
            Content = new StringContent($$"""{"question":"多久能发货呢 {{UserText}}"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("traceparent", $"00-{Trace}-{Caller}-01");
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        SentSpan[] trace = await receiver.TraceAsync(
            "POST /api/v1/ask", "faqbot.answer", "faqbot.cache.find", "faqbot.encode", "faqbot.judge", "faqbot.cache.store");
        Assert.All(trace, span => Assert.Equal(Trace, span.Trace));
        SentSpan http = Assert.Single(trace, span => span.Name == "POST /api/v1/ask");
        SentSpan answer = Assert.Single(trace, span => span.Name == "faqbot.answer");
        Assert.Equal(Caller, http.Parent);
        Assert.Equal(http.Id, answer.Parent);
        Assert.All(
            trace.Where(span => span.Name.StartsWith("faqbot.", StringComparison.Ordinal) && span != answer),
            step => Assert.Equal(answer.Id, step.Parent));
        Assert.Equal(("shop", "ranked"), (answer.Attributes["faqbot.kb"], answer.Attributes["faqbot.origin"]));
        Assert.Equal("miss", trace.First(span => span.Name == "faqbot.cache.find").Attributes["faqbot.result"]);
        Assert.Equal("reranked", trace.First(span => span.Name == "faqbot.judge").Attributes["faqbot.result"]);
        Assert.Equal("shop-faq", receiver.Resource["service.name"]);

        // The other ways that words of customers and owners come in by.
        await service.Client.AskAsync($"多久能发货呢 {UserText}");
        await service.Client.GetJsonAsync($"api/v1/suggest?q={UserText}");
        await service.Client.PostJsonAsync("api/v1/ask", new { question = "", kb = UserText });
        await service.Client.PostJsonAsync(
            "api/v1/feedback", new { question = UserText, entryId = "return-apply", kind = "helpful", userId = UserText });
        await service.Client.PostJsonAsync("knowledgebases/shop/generateAnswer", new { question = UserText });
        await service.Client.PostJsonAsync("embed", new { inputs = UserText });
        Assert.Equal(0, await service.StopAsync());
        SentSpan cached = Assert.Single(receiver.Spans, span => span.Attributes.GetValueOrDefault("faqbot.origin") == "cached");
        Assert.DoesNotContain(receiver.Spans, span => span.Trace == cached.Trace && span.Name == "faqbot.encode");
        Assert.Contains(receiver.Spans, span => span.Name == "GET /api/v1/suggest");
        byte[] text = System.Text.Encoding.UTF8.GetBytes(UserText), words = System.Text.Encoding.UTF8.GetBytes("发货");
        Assert.All(receiver.Bodies, body => Assert.True(body.AsSpan().IndexOf(text) < 0 && body.AsSpan().IndexOf(words) < 0));

        // Probes and scrapes would bury the rest.
        Assert.DoesNotContain(receiver.Spans, span => span.Name.Contains("readyz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_are_sent_under_the_names_of_their_instruments_over_grpc()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(isGrpc: true);
        await using ServiceProcess service = await StartAsync(
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "x-token=s3cret"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"));
        await service.Client.AskAsync($"多久能发货呢 {UserText}");
        await Eventually.IsTrueAsync(
            () => Task.FromResult(receiver.Points.Any(point => point.Metric == "faqbot.answer.duration")), "what was asked is sent");
        Assert.Equal(0, await service.StopAsync());
        (string Name, string Unit, string Label)[] expected =
        [
            ("faqbot.questions", "", "kb"), ("faqbot.cache.requests", "", "result"), ("faqbot.encoder.queue.duration", "s", ""),
            ("faqbot.answer.duration", "s", "origin"), ("http.server.request.duration", "s", "http.route"),
            ("dotnet.gc.collections", "{collection}", "gc.heap.generation"), ("faqbot.catalog.version", "", "kb"),
        ];
        Assert.All(expected, one => Assert.Contains(receiver.Points, point =>
            point.Metric == one.Name && point.Unit == one.Unit && (one.Label.Length == 0 || point.Attributes.ContainsKey(one.Label))));
        Assert.Equal("faqbot", receiver.Resource["service.name"]);
        Assert.All(receiver.Tokens, token => Assert.Equal("s3cret", token));

        // Said for one signal alone, and not in the log.
        Assert.Empty(receiver.Spans);
        Assert.DoesNotContain("s3cret", service.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signal_that_is_switched_off_is_not_sent()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using ServiceProcess service = await StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", Protobuf), ("OTEL_TRACES_EXPORTER", "none"));
        await service.Client.AskAsync("多久能发货呢");
        Assert.Equal(0, await service.StopAsync());
        Assert.NotEmpty(receiver.Points);
        Assert.Empty(receiver.Spans);
    }

    private async Task<ServiceProcess> StartAsync(params (string, string)[] variables) => await ServiceProcess.StartReadyAsync(
        [("Storage:Path", await sample.CopyToAsync(_folder.Path)), ("Knowledge:IndexAtStart", "false"),
            ("Answering:SmallTalkKnowledgeBase", ""), .. variables]);
}
