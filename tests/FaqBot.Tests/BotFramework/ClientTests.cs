using FaqBot.Tests.Running;

namespace FaqBot.Tests.BotFramework;

/// <summary>The SDK itself, out of tests/clients: a parent bot that uses the service as a skill.</summary>
[Collection(BotCollection.Name)]
public sealed class ClientTests(BotService service, SampleDatabase sample)
{
    private const string Parent = "0dd00000-7a52-4f3e-9d58-3b1f0b6f2a10";

    [Fact]
    public async Task Bot_made_with_botbuilder_is_served_and_understands_the_replies()
    {
        int port = FreePort.Find();
        string own = $"http://127.0.0.1:{port}";
        using TemporaryFolder folder = new();
        await using BotServiceWith skill = await BotServiceWith.StartAsync(
            service,
            ("Storage:Path", await sample.CopyToAsync(folder.Path)),
            ("Bot:Authority:EmulatorMetadataUrl", own + "/openid"),
            ("Bot:Authority:LoginUrl", own + "/login"),
            ("Bot:SkillCallers:0", Parent),
            ("Bot:SkillServiceUrls:0", own + "/skills/"));
        await using ChildProcess node = ChildProcess.Start(
            "node",
            [Repository.PathOf("tests", "clients", "botframework.mjs")],
            [
                ("FAQBOT_ADDRESS", skill.Process.Address.ToString().TrimEnd('/')), ("PORT", $"{port}"),
                    ("BOT_APP_ID", BotServiceBase.AppId), ("PARENT_APP_ID", Parent),
            ]);
        Assert.True(await node.EndAsync() == 0, node.Output + skill.Process.Log);
        Assert.EndsWith("done\n", node.Output, StringComparison.Ordinal);
    }
}
