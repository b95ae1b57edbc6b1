using FaqBot.Tests.Running;

namespace FaqBot.Tests.QnaMaker;

/// <summary>The real clients of QnA Maker and Custom Question Answering, out of tests/clients, pointed at this service.</summary>
[Collection(KioskCollection.Name)]
public sealed class DropInClientTests(KioskService service)
{
    [Theory]
    [InlineData("qnamaker.mjs")]
    [InlineData("custom-question-answering.mjs")]
    [InlineData("qna-dialog.mjs")]
    public async Task Client_is_served_unchanged(string script)
    {
        await using ChildProcess node = ChildProcess.Start(
            "node",
            [Repository.PathOf("tests", "clients", script)],
            [
                ("FAQBOT_ADDRESS", service.Process.Address.ToString().TrimEnd('/')),
                ("FAQBOT_KB", Kiosk.Id),
                ("FAQBOT_NAME", Kiosk.Name),
                ("FAQBOT_KEY", service.Key),
                ("FAQBOT_SECOND_KEY", service.SecondKey),
                ("FAQBOT_OTHER_KEY", service.OtherKey),
            ]);
        Assert.True(await node.EndAsync() == 0, node.Output);
        Assert.EndsWith("done\n", node.Output, StringComparison.Ordinal);
    }
}
