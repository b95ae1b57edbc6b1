using System.Net;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.DirectLine;

/// <summary>The official client, botframework-directlinejs, unchanged, and tokens that live for seconds.</summary>
public sealed class ClientTests(SampleDatabase sample)
{
    [Fact]
    public async Task Client_is_served_and_expired_tokens_are_refreshed()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)),
            ("DirectLine:Secrets:0", DirectLineCalls.Secret),
            ("DirectLine:TokenLifetime", "00:00:05"));
        Talk talk = await service.Client.TalkAsync();
        await Task.WhenAll(RunAsync(service, "socket"), RunAsync(service, "poll"));

        // Token replay: the scripts took longer than the token lives.
        (await talk.GetAsync()).Is(HttpStatusCode.Forbidden, "TokenExpired");
        (await service.Client.DirectLineAsync("POST", "tokens/refresh", talk.Token)).Is(HttpStatusCode.Forbidden, "TokenExpired");
    }

    private static async Task RunAsync(ServiceProcess service, string mode)
    {
        await using ChildProcess node = ChildProcess.Start(
            "node",
            [Repository.PathOf("tests", "directline", "conversation.mjs")],
            [("FAQBOT_ADDRESS", service.Address.ToString().TrimEnd('/')), ("FAQBOT_SECRET", DirectLineCalls.Secret),
                ("FAQBOT_MODE", mode)]);
        Assert.True(await node.EndAsync() == 0, $"{mode}: {node.Output}");
        Assert.EndsWith("done\n", node.Output, StringComparison.Ordinal);
    }
}
