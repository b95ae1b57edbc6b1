using System.Net;
using System.Net.Sockets;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Remote;

/// <summary>What callers are told when the service refuses or is not there.</summary>
public sealed class RemoteErrorTests : RemoteEncoderTest
{
    private const string Text = "Where is my parcel 4711 for Ms Li?";

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-proj-AbCdEf0123456789.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""",
        "does not accept the key; check ApiKey (status 401); it says 'Incorrect API key provided: ….' (invalid_request_error, "
        + "invalid_api_key)")]
    [InlineData(403, """{"error":{"code":"access_denied","message":"Project has no access","type":"forbidden"},"id":"as-1"}""",
        "does not allow it; check what the owner of ApiKey may use, and Model (status 403); it says 'Project has no access' (forbidden, "
        + "access_denied)")]
    [InlineData(404, """{"error":{"message":"The model does not exist","type":"invalid_request_error","code":"model_not_found"}}""",
        "knows no such address or model; check Endpoint, which often ends in /v1, and Model (status 404); it says 'The model does not "
        + "exist' (invalid_request_error, model_not_found)")]
    [InlineData(400, """{"error":{"message":"<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than 10.: input.contents","type":"InvalidParameter","param":null,"code":"InvalidParameter"},"request_id":"x"}""",
        "(status 400); it says '<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger "
        + "than 10.: input.contents' (InvalidParameter)")]
    [InlineData(400, """{"object":"error","message":"Model \"m\" does not support matryoshka representation","type":"BadRequestError","param":null,"code":400}""",
        "check Model, Dimensions, SendDimensions, BatchTexts and MaxTextCharacters (status 400); it says 'Model \"m\" does not support "
        + "matryoshka representation' (BadRequestError, 400)")]
    [InlineData(413, """{"message":"batch size 64 > maximum allowed batch size 32","code":413,"type":"validation"}""",
        "(status 413); it says 'batch size 64 > maximum allowed batch size 32' (validation, 413)")]
    [InlineData(422, """{"error":"Input validation error: 'Where is my parcel 4711 for Ms Li?' is too long","error_type":"Validation"}""",
        "(status 422); it says 'Input validation error: '…' is too long' (Validation)")]
    [InlineData(401, "<html>Where is my parcel 4711</html>",
        "does not accept the key; check ApiKey (status 401); it gives no reason that can be shown (36 bytes)")]
    [InlineData(307, "", "redirects, which is not followed; set Endpoint to the address that answers (status 307)")]
    [InlineData(418, "[]", "does not answer the request (status 418)")]
    public async Task Refusal_is_told_without_key_and_text_and_not_repeated(int status, string body, string expected)
    {
        Server.Always = (context, _) => EmbeddingServer.Status(status, body, ("Location", "http://127.0.0.1:1/steal"))(context);
        EncoderUnavailableException exception = await FailAsync(Encoder());
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
        AssertNoSecrets(exception);
    }

    [Fact]
    public async Task Refusal_for_a_spent_quota_is_not_repeated()
    {
        Server.Always = (context, _) => EmbeddingServer.Status(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""")(context);
        EncoderUnavailableException exception = await FailAsync(Encoder());
        Assert.Contains("'You exceeded your current quota' (insufficient_quota)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(30), exception.RetryAfter);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Service_that_is_not_there_is_told()
    {
        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            Options.Endpoint = $"http://{listener.LocalEndpoint}/v1";
        }

        Options.Attempts = 1;
        EncoderUnavailableException exception = await FailAsync(Encoder());
        Assert.Contains("cannot be connected to; check that it runs and that nothing is between (ConnectionRefused)", exception.Message,
            StringComparison.Ordinal);
        AssertNoSecrets(exception);
    }

    [Fact]
    public async Task Service_without_a_name_is_told()
    {
        Options.Endpoint = "https://nowhere.invalid/v1";
        Options.Attempts = 1;
        using SocketsHttpHandler direct = new() { UseProxy = false };
        using RemoteEncoder encoder = RemoteEncoder.Create(Options, direct, Clock, new Random(1), Log);
        EncoderUnavailableException exception = await FailAsync(encoder);
        Assert.Contains(
            "nowhere.invalid/v1 has a name that cannot be resolved; check Endpoint", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_speaks_no_tls_is_told()
    {
        Options.Endpoint = Server.Endpoint.Replace("http:", "https:", StringComparison.Ordinal);
        Options.Attempts = 1;
        EncoderUnavailableException exception = await FailAsync(Encoder());
        Assert.Contains("offers no connection that can be trusted; check its certificate", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_that_is_cut_is_told(bool afterTheHeaders)
    {
        Options.Attempts = 1;
        Server.Instead.Enqueue(async context =>
        {
            if (afterTheHeaders)
            {
                context.Response.ContentLength = 1_000;
                await context.Response.Body.WriteAsync("{\"data\":"u8.ToArray(), Stop);
                await context.Response.Body.FlushAsync(Stop);
            }

            context.Abort();
        });
        EncoderUnavailableException exception = await FailAsync(Encoder());
        Assert.Contains("broke the connection off", exception.Message, StringComparison.Ordinal);
        AssertNoSecrets(exception);
    }

    [Fact]
    public async Task Nothing_that_is_logged_or_printed_holds_key_or_text()
    {
        Options.BreakAfter = 1;
        Options.Attempts = 2;
        Server.Always = (context, asked) => EmbeddingServer.Status(503, $$$"""{"error":{"message":"{{{Key}}} sent {{{asked.Texts[0]}}}"}}""", ("Retry-After", "1"))(context);
        RemoteEncoder encoder = Encoder();
        EncoderUnavailableException first = await FailAfterAsync(encoder, TimeSpan.FromSeconds(1));
        Assert.Contains("fails; see its own log or status page (status 503); it says '… sent …'", first.Message, StringComparison.Ordinal);
        AssertNoSecrets(first);
        AssertNoSecrets(await FailAsync(encoder));
        Assert.Contains("left alone", Assert.Single(Log.Lines, line => line.Level == Microsoft.Extensions.Logging.LogLevel.Warning).Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Log.Lines, line => Holds(line.Message));
        Assert.False(Holds($"{encoder}{encoder.Identity}{Options}"));
    }

    private async Task<EncoderUnavailableException> FailAfterAsync(RemoteEncoder encoder, TimeSpan delay)
    {
        Task<EncoderUnavailableException> failure = FailAsync(encoder);
        Assert.Equal(delay, await Clock.DelayAsync(Options.Timeout));
        Clock.Advance(delay);
        return await failure;
    }

    private Task<EncoderUnavailableException> FailAsync(RemoteEncoder encoder) =>
        Assert.ThrowsAsync<EncoderUnavailableException>(() => encoder.EncodeAsync(Text, Stop).AsTask());

    private static void AssertNoSecrets(Exception exception) => Assert.False(Holds(exception.ToString()), exception.ToString());

    private static bool Holds(string text) =>
        text.Contains("AbCdEf", StringComparison.OrdinalIgnoreCase) || text.Contains("parcel", StringComparison.OrdinalIgnoreCase);
}
