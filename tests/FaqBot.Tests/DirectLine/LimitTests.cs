using System.Net;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.DirectLine;

/// <summary>How much one caller may do, and who is a caller without a secret.</summary>
public sealed class LimitTests(SampleDatabase sample)
{
    [Fact]
    public async Task Calls_beyond_the_limits_are_told_when_to_come_back()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)),
            ("DirectLine:MessagesPerMinute", "3"), ("DirectLine:StartsPerMinute", "8"), ("DirectLine:MaxConversations", "2"));
        Talk talk = await service.Client.TalkAsync(secret: null);
        for (int i = 0; i < 3; i++)
        {
            await talk.SayAsync($"发票 {i}");
        }

        DirectLineReply tooMany = await talk.PostAsync(new { type = "message", from = new { id = "x" }, text = "one more" });
        tooMany.Is(HttpStatusCode.TooManyRequests, "TooManyRequests");
        Assert.InRange(tooMany.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

        // Another conversation has a count of its own; a third one finds no room.
        await (await service.Client.TalkAsync(secret: null)).SayAsync("发票");
        DirectLineReply full = await service.Client.DirectLineAsync("POST", "conversations", await service.Client.TokenAsync(secret: null));
        full.Is(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
        Assert.NotNull(full.RetryAfter);
        for (int i = 0; i < 2; i++)
        {
            await service.Client.TokenAsync(secret: null);
        }

        (await service.Client.DirectLineAsync("POST", "tokens/generate")).Is(HttpStatusCode.TooManyRequests, "TooManyRequests");
    }

    [Fact]
    public async Task Without_a_secret_only_this_machine_and_own_pages_get_tokens()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Channels:Greeting", ""));
        await service.LoggedAsync("Direct Line has no secret");
        Assert.Empty(await (await service.Client.TalkAsync(secret: null)).ReadAsync());
        string own = service.Address.GetLeftPart(UriPartial.Authority);
        string token = (await service.Client.DirectLineAsync("POST", "tokens/generate", origin: own)).Ok("token");
        Assert.Equal(HttpStatusCode.Created, (await service.Client.DirectLineAsync("POST", "conversations", token, origin: own)).Status);
        (await service.Client.DirectLineAsync("POST", "tokens/generate", origin: "https://evil.example"))
            .Is(HttpStatusCode.Unauthorized, "Unauthorized");
        (await service.Client.DirectLineAsync("POST", "tokens/generate", origin: "null")).Is(HttpStatusCode.Unauthorized, "Unauthorized");
        using HttpClient proxied = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = service.Address };
        proxied.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        (await proxied.DirectLineAsync("POST", "tokens/generate")).Is(HttpStatusCode.Unauthorized, "Unauthorized");
    }

    [Fact]
    public async Task Anonymous_tokens_are_given_to_the_origins_that_the_options_name()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("DirectLine:Secrets:0", DirectLineCalls.Secret),
            ("DirectLine:Anonymous", "Origins"), ("Http:CorsOrigins:0", "https://shop.example"),
                ("Http:PublicUrl", "https://faq.example/bot"));
        (await service.Client.DirectLineAsync("POST", "tokens/generate")).Is(HttpStatusCode.Unauthorized, "Unauthorized");
        (await service.Client.DirectLineAsync("POST", "tokens/generate", origin: "https://evil.example"))
            .Is(HttpStatusCode.Unauthorized, "Unauthorized");
        string token = (await service.Client.DirectLineAsync("POST", "tokens/generate", origin: "https://shop.example")).Ok("token");
        (await service.Client.DirectLineAsync("POST", "conversations", token, origin: "https://faq.example"))
            .Is(HttpStatusCode.Unauthorized, "Unauthorized");
        DirectLineReply begun = await service.Client.DirectLineAsync("POST", "conversations", token, origin: "https://shop.example");
        Assert.StartsWith("wss://faq.example/bot/v3/directline/conversations/", begun.Ok("streamUrl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabled_server_has_no_routes()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("DirectLine:Enabled", "false"));
        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.DirectLineAsync("POST", "tokens/generate")).Status);
    }
}
