using FaqBot.Tests.Running;

namespace FaqBot.Tests.Embedding;

/// <summary>The real clients of other services, out of tests/clients, pointed at this one.</summary>
[Collection(EmbeddingCollection.Name)]
public sealed class ClientTests(EmbeddingService service)
{
    [Theory]
    [InlineData("openai.mjs")]
    [InlineData("huggingface.mjs")]
    [InlineData("langchain.mjs")]
    [InlineData("llamaindex.mjs")]
    [InlineData("ai-sdk.mjs")]
    public async Task Client_is_served(string script)
    {
        await using ChildProcess node = ChildProcess.Start(
            "node", [Repository.PathOf("tests", "clients", script)], [("FAQBOT_ADDRESS", service.Process.Address.ToString().TrimEnd('/'))]);
        Assert.True(await node.EndAsync() == 0, node.Output);
        Assert.EndsWith("done\n", node.Output, StringComparison.Ordinal);
    }
}
