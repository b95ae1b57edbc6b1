using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using Microsoft.AspNetCore.Http;

namespace FaqBot.Encoding.Tests.Remote;

/// <summary>How texts of many callers become requests.</summary>
public sealed class RemoteSharingTests : RemoteEncoderTest
{
    [Fact]
    public async Task Texts_that_wait_share_the_next_request()
    {
        (Options.ConcurrentRequests, Options.BatchTexts) = (1, 3);
        Server.Always = Server.HeldAsync;
        RemoteEncoder encoder = Encoder();
        string[] texts = ["a", "bb", "ccc", "dddd", "eeeee"];
        Task<float[]>[] vectors = [.. texts.Select(text => encoder.EncodeAsync(text, Stop).AsTask())];
        await Server.WaitForAsync(1);
        Assert.Equal(4, encoder.WaitingCount);
        Server.Release();
        foreach ((string text, Task<float[]> vector) in texts.Zip(vectors))
        {
            AssertVector(UnitVectorOf(text), await vector);
        }

        Assert.Equal(["a", "bb ccc dddd", "eeeee"], Server.Requests.Select(asked => string.Join(' ', asked.Texts)));
        Assert.Equal(0, encoder.WaitingCount);
    }

    [Fact]
    public async Task Texts_go_at_once_while_a_request_may_be_sent()
    {
        Options.ConcurrentRequests = 2;
        Server.Always = Server.HeldAsync;
        RemoteEncoder encoder = Encoder();
        Task<float[]>[] vectors = [.. new[] { "a", "bb", "ccc" }.Select(text => encoder.EncodeAsync(text, Stop).AsTask())];
        await Server.WaitForAsync(2);
        Assert.Equal(1, encoder.WaitingCount);
        Server.Release();
        await Task.WhenAll(vectors);
        Assert.All(Server.Requests, asked => Assert.Single(asked.Texts));
    }

    [Fact]
    public async Task Texts_share_no_more_characters_than_allowed()
    {
        (Options.ConcurrentRequests, Options.BatchCharacters) = (1, 100);
        Server.Always = Server.HeldAsync;
        RemoteEncoder encoder = Encoder();
        Task<float[]>[] vectors =
            [.. new[] { 1, 60, 40, 1, 500, 1 }.Select(length => encoder.EncodeAsync(new string('x', length), Stop).AsTask())];
        await Server.WaitForAsync(1);
        Server.Release();
        await Task.WhenAll(vectors);
        Assert.Equal(
            ["1", "60 40", "1", "500", "1"], Server.Requests.Select(asked => string.Join(' ', asked.Texts.Select(text => text.Length))));
    }

    [Fact]
    public async Task Texts_beyond_the_limit_are_refused_at_once()
    {
        (Options.ConcurrentRequests, Options.WaitingTexts) = (1, 2);
        Server.Always = Server.HeldAsync;
        RemoteEncoder encoder = Encoder();
        Task<float[]>[] vectors = [.. new[] { "a", "bb", "ccc" }.Select(text => encoder.EncodeAsync(text, Stop).AsTask())];
        await Assert.ThrowsAsync<BusyException>(() => encoder.EncodeAsync("dddd", Stop).AsTask());
        await Assert.ThrowsAsync<BusyException>(() => encoder.EncodeAsync(["e", "f"], null, Stop));
        Server.Release();
        await Task.WhenAll(vectors);
    }

    [Fact]
    public async Task Caller_that_leaves_while_waiting_is_not_sent()
    {
        Options.ConcurrentRequests = 1;
        Server.Always = Server.HeldAsync;
        RemoteEncoder encoder = Encoder();
        using CancellationTokenSource gone = new();
        Task<float[]> first = encoder.EncodeAsync("a", Stop).AsTask();
        Task<float[]> left = encoder.EncodeAsync("secret", gone.Token).AsTask();
        Task<float[]> last = encoder.EncodeAsync("ccc", Stop).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(1, encoder.WaitingCount);
        Server.Release();
        await Task.WhenAll(first, last);
        Assert.Equal(["a", "ccc"], Server.Requests.SelectMany(asked => asked.Texts));
    }

    [Fact]
    public async Task Caller_that_has_left_before_is_not_sent() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Encoder().EncodeAsync("a", new CancellationToken(true)).AsTask());

    [Fact]
    public async Task Request_that_nobody_waits_for_is_given_up()
    {
        Options.ConcurrentRequests = 1;
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Instead.Enqueue(context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            return aborted.Task;
        });
        RemoteEncoder encoder = Encoder();
        using CancellationTokenSource gone = new();
        Task<float[]> left = encoder.EncodeAsync("a", gone.Token).AsTask();
        await Server.WaitForAsync(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        AssertVector(UnitVectorOf("bb"), await encoder.EncodeAsync("bb", Stop));
    }

    [Fact]
    public async Task Request_that_somebody_waits_for_goes_on()
    {
        Options.ConcurrentRequests = 1;
        Server.Instead.Enqueue(context => Server.HeldAsync(context, Server.Requests.Last()));
        RemoteEncoder encoder = Encoder();
        using CancellationTokenSource gone = new();
        Task<float[]> first = encoder.EncodeAsync("a", Stop).AsTask();
        Task<float[]> left = encoder.EncodeAsync("bb", gone.Token).AsTask();
        Task<float[]> stays = encoder.EncodeAsync("ccc", Stop).AsTask();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Always = async (context, asked) =>
        {
            arrived.SetResult();
            await answer.Task.WaitAsync(context.RequestAborted);
            await Server.VectorsAsync(context, asked);
        };
        await Server.WaitForAsync(1);
        Server.Release();
        await first;
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        answer.SetResult();
        AssertVector(UnitVectorOf("ccc"), await stays);
        Assert.Equal(["a", "bb ccc"], Server.Requests.Select(asked => string.Join(' ', asked.Texts)));
    }

    [Fact]
    public async Task Text_that_is_refused_spoils_no_other()
    {
        Options.ConcurrentRequests = 1;
        Server.Instead.Enqueue(context => Server.HeldAsync(context, Server.Requests.Last()));
        RemoteEncoder encoder = Encoder();
        Server.Always = (context, asked) => asked.Texts.Contains("bad") ? EmbeddingServer.Status(400, """{"error":{"code":"data_inspection_failed"}}""")(context) : Server.VectorsAsync(context, asked);
        Task<float[]> first = encoder.EncodeAsync("first", Stop).AsTask();
        string[] texts = ["a", "bb", "bad", "dddd", "eeeee"];
        Task<float[]>[] vectors = [.. texts.Select(text => encoder.EncodeAsync(text, Stop).AsTask())];
        await Server.WaitForAsync(1);
        Server.Release();
        await first;
        foreach ((string text, Task<float[]> vector) in texts.Zip(vectors).Where(pair => pair.First != "bad"))
        {
            AssertVector(UnitVectorOf(text), await vector);
        }

        EncoderUnavailableException exception = await Assert.ThrowsAsync<EncoderUnavailableException>(() => vectors[2]);
        Assert.Contains("the request with 1 texts", exception.Message, StringComparison.Ordinal);
        Assert.Contains("data_inspection_failed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vector_that_is_not_finite_spoils_no_other()
    {
        Server.Always = (context, asked) => context.Response.WriteAsync(EmbeddingServer.Reply(asked.Texts.Select((text, i) =>
            EmbeddingServer.Item(i, text == "bad" ? [0, 0, 0, 0] : EmbeddingServer.VectorOf(text, 4)))).ToJsonString());
        Options.ConcurrentRequests = 1;
        RemoteEncoder encoder = Encoder();
        Task<float[]>[] vectors = [.. new[] { "a", "bb", "bad" }.Select(text => encoder.EncodeAsync(text, Stop).AsTask())];
        AssertVector(UnitVectorOf("a"), await vectors[0]);
        AssertVector(UnitVectorOf("bb"), await vectors[1]);
        await Assert.ThrowsAsync<EncoderUnavailableException>(() => vectors[2]);
    }

    [Fact]
    public async Task Many_texts_are_sent_in_batches_and_come_back_in_order()
    {
        Options.BatchTexts = 7;
        string[] texts = [.. Enumerable.Range(1, 100).Select(i => $"{(char)(' ' + i)}{new string('x', i)}")];
        int told = 0;
        float[] vectors = await Encoder().EncodeAsync(texts, count => told += count, Stop);
        AssertVector([.. texts.SelectMany(text => UnitVectorOf(text))], vectors);
        Assert.Equal(100, told);
        Assert.Equal(15, Server.Requests.Count);
        Assert.All(Server.Requests, asked => Assert.InRange(asked.Texts.Length, 2, 7));
    }

    [Fact]
    public async Task Many_texts_keep_within_the_requests_allowed()
    {
        (Options.BatchTexts, Options.ConcurrentRequests) = (1, 3);
        Server.Always = Server.HeldAsync;
        Task<float[]> vectors = Encoder().EncodeAsync([.. Enumerable.Repeat("a", 20)], null, Stop);
        await Server.WaitForAsync(3);
        Assert.Equal(3, Server.Requests.Count);
        Server.Release();
        await vectors;
        Assert.Equal(20, Server.Requests.Count);
    }

    [Fact]
    public async Task Many_texts_stop_at_the_first_failure()
    {
        (Options.BatchTexts, Options.ConcurrentRequests) = (10, 1);
        Server.Always = (context, _) => EmbeddingServer.Status(401)(context);
        await Assert.ThrowsAsync<EncoderUnavailableException>(() => Encoder().EncodeAsync([.. Enumerable.Repeat("a", 1_000)], null, Stop));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Many_texts_stop_when_the_caller_leaves()
    {
        (Options.BatchTexts, Options.ConcurrentRequests) = (2, 1);
        Server.Always = Server.HeldAsync;
        using CancellationTokenSource gone = new();
        Task<float[]> vectors = Encoder().EncodeAsync([.. Enumerable.Repeat("a", 20)], null, gone.Token);
        await Server.WaitForAsync(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vectors);
        Server.Release();
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task No_texts_need_no_request()
    {
        Assert.Empty(await Encoder().EncodeAsync([], null, Stop));
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("12345678901234567890", "1234567890123456")]
    [InlineData("123456789012345😀😀", "123456789012345😀")]
    [InlineData("short", "short")]
    public async Task Text_is_cut_between_characters(string text, string expected)
    {
        Options.MaxTextCharacters = 16;
        await Encoder().EncodeAsync(text, Stop);
        Assert.Equal([expected], Assert.Single(Server.Requests).Texts);
    }

    [Fact]
    public async Task Half_a_character_becomes_a_replacement()
    {
        await Encoder().EncodeAsync("a\ud83db", Stop);
        Assert.Equal(["a\ufffdb"], Assert.Single(Server.Requests).Texts);
    }
}
