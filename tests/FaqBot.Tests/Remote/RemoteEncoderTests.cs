using System.Net;
using System.Numerics.Tensors;
using System.Text.Json;
using FaqBot.Tests.Errors;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Remote;

/// <summary>The service with an encoder elsewhere, which comes and goes.</summary>
public sealed class RemoteEncoderTests : IAsyncLifetime
{
    private const string Stored = "发票抬头写错了怎么办？";
    private const string Typed = "發票抬頭打錯了";
    private const string Other = "how do I get my money back for a broken lamp";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private RemoteModel? _remote;

    private RemoteModel Remote => _remote!;

    public async ValueTask InitializeAsync() => _remote = await RemoteModel.StartedAsync();

    public async ValueTask DisposeAsync()
    {
        await Remote.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Questions_are_answered_while_the_remote_model_is_there_and_stored_and_cached_ones_without_it()
    {
        await using (ServiceProcess service = await StartAsync(("Encoder:Remote:Dimensions", "384")))
        {
            Reply answered = await service.Client.AskAsync(Typed);
            Assert.Equal(("answer", "invoice-title-wrong", false), (answered.Decision, answered.Answer?.EntryId, answered.Cached));
            Assert.Equal("ready", await EncoderStatusAsync(service.Client));
            Assert.Equal(["Bearer " + RemoteModel.Key], Remote.Authorizations.Keys);

            await Remote.StopAsync();
            Assert.Equal("invoice-title-wrong", (await service.Client.AskAsync(Stored)).Answer?.EntryId);
            Reply cached = await service.Client.AskAsync(Typed);
            Assert.True(cached.Cached);
            Assert.Equal(answered.Essence(), cached.Essence());
            await RefusedAsync(service.Client, Other);
            Assert.Equal("degraded", await EncoderStatusAsync(service.Client));

            await Remote.StartAsync();
            await AnswersAgainAsync(service.Client);
            Assert.Equal("ready", await EncoderStatusAsync(service.Client));
            Assert.Equal(0, await service.StopAsync());
            Assert.DoesNotContain(RemoteModel.Key, service.Log, StringComparison.Ordinal);
            await service.LoggedAsync("cannot be connected to");
        }

        // A service that starts meanwhile knows what is stored.
        await Remote.StopAsync();
        await using ServiceProcess later = await StartAsync(("Encoder:Remote:Dimensions", "384"));
        Assert.Equal("invoice-title-wrong", (await later.Client.AskAsync(Stored)).Answer?.EntryId);
        await RefusedAsync(later.Client, Other);
        await Remote.StartAsync();
        int before = Remote.Texts;
        await AnswersAgainAsync(later.Client);
        Assert.InRange(Remote.Texts - before, 1, 50);
    }

    [Fact]
    public async Task Start_before_the_remote_model_indexes_when_it_comes()
    {
        await Remote.StopAsync();
        await using ServiceProcess service = await ServiceProcess.StartAsync(Options(("Encoder:Remote:Dimensions", "256")));
        await Eventually.TrueAsync("the log says why", Soon, () =>
            service.Log.Contains("cannot be connected to", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.GetJsonAsync("readyz")).Status);
        await Remote.StartAsync();
        await service.ReadyAsync();
        Assert.Equal("invoice-title-wrong", (await service.Client.AskAsync(Typed)).Answer?.EntryId);
    }

    [Fact]
    public async Task Start_without_dimensions_and_without_the_remote_model_fails_with_the_reason()
    {
        await Remote.StopAsync();
        await using ChildProcess service = ServiceProcess.Launch(Options(("Encoder:Remote:Attempts", "1")));
        Assert.NotEqual(0, await service.EndAsync());
        Assert.Contains("cannot be connected to", service.Output, StringComparison.Ordinal);
        Assert.Contains("with Dimensions stated it need not answer at the start", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_dimensions_are_reported_and_nothing_is_published()
    {
        await using ServiceProcess service = await ServiceProcess.StartAsync(
            Options(("Encoder:Remote:Dimensions", "100"), ("Encoder:Remote:SendDimensions", "false")));
        await Eventually.TrueAsync("the log says why", Soon, () =>
            service.Log.Contains("has 384 components, expected 100; check Model and Dimensions", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client.GetJsonAsync("readyz")).Status);
    }

    [Fact]
    public async Task Question_that_waits_too_long_is_refused()
    {
        await using ServiceProcess service =
            await StartAsync(("Encoder:Remote:Dimensions", "384"), ("Encoder:Remote:Deadline", "00:00:00.300"));
        TaskCompletionSource gate = new();
        Remote.Gate = gate.Task;
        await RefusedAsync(service.Client, Other);
        await service.LoggedAsync("within 00:00:00.3");
        gate.SetResult();
        await AnswersAgainAsync(service.Client);
    }

    [Fact]
    public async Task Routes_give_vectors_of_the_remote_model_and_refuse_what_needs_its_tokens()
    {
        await using ServiceProcess service = await StartAsync();
        JsonElement embeddings = await service.Client.PostOkAsync("v1/embeddings", new { input = new[] { Typed, Other }, dimensions = 64 });
        Assert.Equal(RemoteModel.Name, embeddings.GetProperty("model").GetString());
        float[][] vectors = [.. embeddings.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("embedding").Floats())];
        Assert.All(vectors, vector => Assert.Equal((64, 1f), (vector.Length, MathF.Round(TensorPrimitives.Norm<float>(vector), 4))));
        float[] whole = (await service.Client.PostOkAsync("embed", new { inputs = Typed }))[0].Floats();
        Assert.True(TensorPrimitives.CosineSimilarity(whole.AsSpan(0, 64), vectors[0]) > 0.9999f);

        JsonElement alike = await service.Client.PostOkAsync("similarity", new { sentence_a = Typed, sentence_b = Stored });
        Assert.True(alike.GetProperty("similarity").GetDouble() > 0.5, $"{alike}");
        Assert.Equal(JsonValueKind.Null, alike.GetProperty("max_tokens").ValueKind);
        JsonElement ranked = await service.Client.PostOkAsync("api/v1/rank", new { query = "refund", texts = new[] { "多久发货", "怎么退款" } });
        Assert.Equal(1, ranked.GetProperty("results")[0].GetProperty("index").GetInt32());
        string tooLong = string.Concat(Enumerable.Repeat("长", 2_001));
        Assert.True((await service.Client.PostOkAsync("similarity", new { sentence_a = tooLong, sentence_b = Stored }))
            .GetProperty("truncated").GetBoolean());
        Assert.Contains("more than 2000 characters",
            $"{(await service.Client.PostJsonAsync("v1/embeddings", new { input = tooLong })).Json}", StringComparison.Ordinal);

        foreach ((string path, object body) in new (string, object)[]
        {
            ("tokenize", new { inputs = Typed }), ("decode", new { ids = new[] { 1 } }), ("embed_all", new { inputs = Typed }),
        })
        {
            (HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync(path, body);
            Assert.Equal(HttpStatusCode.FailedDependency, status);
            Assert.Contains("encoded by a service elsewhere", $"{json}", StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.FailedDependency, (await service.Client.GetJsonAsync("info")).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest, (await service.Client.PostJsonAsync("v1/embeddings", new { input = new[] { 5, 6 } })).Status);

        await Remote.StopAsync();
        (HttpStatusCode down, JsonElement error) = await service.Client.PostJsonAsync("v1/embeddings", new { input = "not seen" });
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "server_error"), (down, error.GetProperty("error").GetProperty("type").GetString()));
        Assert.DoesNotContain("127.0.0.1", $"{error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faulty_options_are_reported_together_without_the_key()
    {
        await using ChildProcess service = ServiceProcess.Launch(
            ("Encoder:Remote:Endpoint", "http://encoder.example/v1"), ("Encoder:Remote:ApiKey", "a key with blanks"),
                ("Encoder:Remote:Attempts", "0"));
        Assert.Equal(2, await service.EndAsync());
        foreach (string fault in new[]
        {
            "FaqBot:Encoder:Remote: Endpoint is http://encoder.example, expected https", "FaqBot:Encoder:Remote: Model has 0 characters",
            "FaqBot:Encoder:Remote: ApiKey holds a character that no key holds", "FaqBot:Encoder:Remote: Attempts is 0, expected 1 to 10",
        })
        {
            Assert.Contains(fault, service.Output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("a key with blanks", service.Output, StringComparison.Ordinal);
    }

    private static async Task<string?> EncoderStatusAsync(HttpClient client)
    {
        (HttpStatusCode status, JsonElement readiness) = await client.GetJsonAsync("readyz");
        Assert.Equal((HttpStatusCode.OK, "ready"), (status, readiness.GetProperty("status").GetString()));
        return readiness.GetProperty("encoder").GetProperty("status").GetString();
    }

    private static async Task RefusedAsync(HttpClient client, string question)
    {
        using HttpResponseMessage refused = await client.PostAskAsync(new { question });
        Problem problem = await Problem.ReadAsync(refused, HttpStatusCode.ServiceUnavailable);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), problem.Text);
        Assert.Contains("cannot be reached right now", problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", problem.Text, StringComparison.Ordinal);
    }

    private static Task<TimeSpan> AnswersAgainAsync(HttpClient client) => Eventually.TrueAsync("the question is answered", Soon, async () =>
    {
        using HttpResponseMessage response = await client.PostAskAsync(new { question = Other });
        return response.IsSuccessStatusCode;
    });

    private (string Path, string Value)[] Options(params (string Path, string Value)[] more) =>
        [("Storage:Path", _folder.File("faq.db")), .. Remote.Options, .. more];

    private Task<ServiceProcess> StartAsync(params (string Path, string Value)[] more) => ServiceProcess.StartReadyAsync(Options(more));
}
