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

    [Fact]
    public async Task Agent_made_with_the_Agents_SDK_is_served_and_understands_the_replies()
    {
        using TemporaryFolder folder = new();
        await using BotServiceWith skill = await BotServiceWith.StartAsync(
            service,
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Bot:AppId", ""), ("Bot:Password", ""), ("Bot:TenantId", ""));
        await using ChildProcess node = ChildProcess.Start(
            "node",
            [Repository.PathOf("tests", "clients", "agents.mjs")],
            [
                ("FAQBOT_ADDRESS", skill.Process.Address.ToString().TrimEnd('/')), ("PORT", $"{FreePort.Find()}"),
                    ("FAQBOT_VAGUE", await VagueAsync(skill)),
            ]);
        Assert.True(await node.EndAsync() == 0, node.Output + skill.Process.Log);
        Assert.EndsWith("done\n", node.Output, StringComparison.Ordinal);
    }

    /// <summary>A question to which several entries are offered.</summary>
    private static async Task<string> VagueAsync(BotServiceWith skill)
    {
        foreach (string vague in new[] { "发票", "订单", "invoice", "账户", "退", "快递费用", "会员" })
        {
            if ((await skill.Process.Client.AskAsync(vague)).Decision == "suggestions")
            {
                return vague;
            }
        }

        throw new InvalidOperationException("No vague question is left.");
    }
}
