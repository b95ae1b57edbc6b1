using System.Net;
using System.Text.Json;
using FaqBot.Channels.DirectLine;

namespace FaqBot.Tests.DirectLine;

/// <summary>What others have tried on such servers.</summary>
[Collection(DirectLineCollection.Name)]
public sealed class AttackTests(DirectLineService service)
{
    private const string Evil = "https://evil.example";

    [Fact]
    public async Task User_forgery_is_undone_by_the_token()
    {
        Talk talk = await service.Client.TalkAsync(new { user = new { id = "dl_alice", name = "Alice" } });
        (await talk.PostAsync(new
        {
            type = "message",
            from =
            new { id = "dl_bob", name = "Bob", role = "bot" },
            text = "hi",
            id = "7",
            timestamp = "2001-01-01T00:00:00Z"
        })).Ok("id");
        JsonElement from = (await talk.ReadAsync("1"))[0].GetProperty("from");
        Assert.Equal("""{"id":"dl_alice","name":"Alice","role":"user"}""", from.GetRawText());
        Assert.NotEqual(2001, (await talk.ReadAsync("1"))[0].GetProperty("timestamp").GetDateTime().Year);
    }

    [Fact]
    public async Task User_forgery_without_a_user_in_the_token_is_refused()
    {
        Talk talk = await service.Client.TalkAsync(new { });
        (await talk.PostAsync(new { type = "message", from = new { id = "dl_bob" }, text = "hi" }))
            .Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.PostAsync(new { type = "message", from = new { id = "faqbot" }, text = "hi" }))
            .Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.PostAsync(new { type = "message", text = "hi" })).Is(HttpStatusCode.BadRequest, "MissingProperty");
    }

    [Fact]
    public async Task Secret_in_browser_opens_nothing()
    {
        (await service.Client.DirectLineAsync("POST", "conversations", DirectLineCalls.Secret, null, DirectLineService.Site))
            .Is(HttpStatusCode.Unauthorized, "Unauthorized");
        (await service.Client.DirectLineAsync("POST", "tokens/generate", DirectLineCalls.Secret, null, Evil))
            .Is(HttpStatusCode.Unauthorized, "Unauthorized");
        Assert.Equal(
            HttpStatusCode.OK, (await service.Client.DirectLineAsync("POST", "tokens/generate", "the-next-secret-0123456789")).Status);
    }

    [Fact]
    public async Task Widget_open_CORS_other_sites_are_refused()
    {
        Assert.Null(await PreflightAsync(Evil));
        Assert.Equal(DirectLineService.Site, await PreflightAsync(DirectLineService.Site));
        string token = await service.Client.TokenAsync();
        (await service.Client.DirectLineAsync("POST", "conversations", token, null, Evil)).Is(HttpStatusCode.Unauthorized, "Unauthorized");
        Assert.Equal(HttpStatusCode.Created,
            (await service.Client.DirectLineAsync("POST", "conversations", token, null, DirectLineService.Site)).Status);
        Talk bound = await service.Client.TalkAsync(new { trustedOrigins = new[] { "https://Mine.example/" } });
        Assert.Equal(401, await Listening.RefusedAsync(bound.StreamUrl, DirectLineService.Site));
        await using Listening mine = await Listening.OpenAsync(bound.StreamUrl, "https://mine.example");
        await mine.UntilAsync(1);
    }

    [Fact]
    public async Task Token_replay_elsewhere_is_refused()
    {
        Talk one = await service.Client.TalkAsync();
        Talk other = await service.Client.TalkAsync();
        (await (other with { Token = one.Token }).GetAsync()).Is(HttpStatusCode.Unauthorized, "Unauthorized");
        string streamToken = one.StreamUrl[(one.StreamUrl.IndexOf("&t=", StringComparison.Ordinal) + 3)..];
        (await (one with { Token = streamToken }).GetAsync()).Is(HttpStatusCode.Unauthorized, "Unauthorized");
        Assert.Equal(401,
            await Listening.RefusedAsync(other.StreamUrl.Replace(other.StreamUrl[other.StreamUrl.IndexOf(
                "&t=", StringComparison.Ordinal)..], "&t=" + streamToken, StringComparison.Ordinal)));
        Assert.Equal(401, await Listening.RefusedAsync(one.StreamUrl.Replace(streamToken, one.Token, StringComparison.Ordinal)));
        (await service.Client.DirectLineAsync("POST", "tokens/generate", one.Token)).Is(HttpStatusCode.Unauthorized, "Unauthorized");
    }

    [Theory]
    [InlineData("")]
    [InlineData("undefined")]
    [InlineData("a-secret-of-the-tests-012345678")]
    [InlineData("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJjb252IjoieCIsImV4cCI6OTk5OTk5OTk5OX0.")]
    public async Task Timing_of_key_comparison_tells_nothing_and_wrong_keys_are_all_alike(string key)
    {
        DirectLineReply reply = await service.Client.DirectLineAsync("POST", "conversations", key);
        reply.Is(HttpStatusCode.Unauthorized, "Unauthorized");
        Assert.DoesNotContain("tests", reply.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Algorithm_confusion_and_changed_claims_give_no_token()
    {
        TokenSigner signer = new(new byte[32]);
        string token = signer.Sign(new TokenClaims("c", 1) { User = "dl_a" });
        Assert.Equal("dl_a", signer.Read(token)!.User);
        string[] parts = token.Split('.');
        string none = Base64("""{"alg":"none","typ":"JWT"}"""), other = Base64("""{"conv":"d","exp":1}""");
        string last = parts[2][..^1] + (parts[2][^1] == 'A' ? 'B' : 'A');
        string[] wrong =
        [
            $"{none}.{parts[1]}.", $"{none}.{parts[1]}.{parts[2]}", $"{parts[0]}.{other}.{parts[2]}", $"{parts[0]}.{parts[1]}.",
                $"{parts[0]}.{parts[1]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}=", $"{parts[0]}.{parts[1]}.{last}", $"{token}.{parts[2]}", " " + token, token
                + "\0", new string('a', 100_000), "..", "é.é.é",
        ];
        Assert.All(wrong, one => Assert.Null(signer.Read(one)));
        Assert.Null(new TokenSigner([.. Enumerable.Repeat((byte)1, 32)]).Read(token));
    }

    [Fact]
    public async Task Huge_body_is_refused_before_it_is_read()
    {
        Talk talk = await service.Client.TalkAsync();
        (await talk.PostAsync(new { type = "message", text = new string('x', 20_000) }))
            .Is(HttpStatusCode.RequestEntityTooLarge, "MessageSizeTooBig");
        (await talk.PostAsync("{\"type\":\"message\",\"text\":\"x\",\"channelData\":" + new string('[', 2_000) + new string(']', 2_000)
            + "}")).Is(HttpStatusCode.BadRequest, "BadSyntax");
    }

    [Fact]
    public async Task Unicode_tricks_do_not_break_the_stream()
    {
        Talk talk = await service.Client.TalkAsync();
        (await talk.PostAsync("""{"type":"message","text":"half \ud800 pair"}""")).Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.PostAsync("""{"type":"message","text":"x","channelData":{"clientActivityID":"\udc00"}}""")).Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.PostAsync("{\"type\":\"message\",\"text\":\"\\u202e\\u0000 </script> \\\"\",\"channelData\":{\"x\":\"\\ud800\"}}"))
            .Ok("id");
        await using Listening listening = await Listening.OpenAsync(talk.StreamUrl);
        await listening.UntilAsync(3);
    }

    private static string Base64(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));

    private async Task<string?> PreflightAsync(string origin)
    {
        using HttpRequestMessage request = new(HttpMethod.Options, "v3/directline/conversations");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-ms-bot-agent");
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        bool allowed = response.Headers.TryGetValues("Access-Control-Allow-Headers", out IEnumerable<string>? headers)
            && string.Join(',', headers).Contains("x-ms-bot-agent", StringComparison.OrdinalIgnoreCase);
        return allowed ? response.Headers.GetValues("Access-Control-Allow-Origin").Single() : null;
    }
}
