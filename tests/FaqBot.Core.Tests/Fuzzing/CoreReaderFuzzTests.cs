using System.Text.Json;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Testing.Fuzzing;

namespace FaqBot.Core.Tests.Fuzzing;

/// <summary>Changed knowledge bases and constants: only the documented faults come out.</summary>
public sealed class CoreReaderFuzzTests
{
    [Fact]
    public async Task Knowledge_bases() => Assert.Empty(await new ReaderFuzz().RunAsync(
        [
            """
            {"formatVersion": 1, "id": "shop", "name": "Shop", "languages": ["en"], "entries": [
              {"id": "a", "questions": ["How do I return my order?"], "answer": "Send it back.", "metadata": {"topic": "returns"}},
              {"id": "b", "questions": ["怎么退货？", "退貨"], "answer": "寄回。", "followUps": ["a"]}]}
            """u8.ToArray(),
        ],
        ReaderFuzz.Count, file => FaqFile.Parse(file, "changed.json"), fault => fault is InvalidKnowledgeException,
        TestContext.Current.CancellationToken));

    [Fact]
    public async Task Constants_of_a_confidence_model()
    {
        using Stream reference = typeof(ConfidenceModel).Assembly.GetManifestResourceStream("FaqBot.Core.Matching.Reference.json")!;
        using MemoryStream content = new();
        await reference.CopyToAsync(content, TestContext.Current.CancellationToken);
        Assert.Empty(await new ReaderFuzz().RunAsync(
            [content.ToArray()], ReaderFuzz.Count, file => ConfidenceModel.Parse(System.Text.Encoding.UTF8.GetString(file)),
            fault => fault is JsonException, TestContext.Current.CancellationToken));
    }
}
