using System.Net;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using FaqBot.Tests.Errors;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Reloading;

[Collection(ReloadingCollection.Name)]
public sealed class PublicationTests(ReloadingService service)
{
    // Three looks of the watcher and a loaded machine; a restart would take longer.
    private static readonly TimeSpan AboutASecond = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Version_published_by_the_indexer_answers_without_a_restart()
    {
        await service.PublishWithIndexerAsync();
        await Eventually.TrueAsync("the new version answers", AboutASecond, async () =>
            (await service.Client.AskAsync("how to return a parcel")).Version == service.LastVersion);
        Reply reply = await service.Client.AskAsync(new { question = "how to return a parcel", threshold = 0 });
        Assert.EndsWith(ReloadingService.Mark(service.LastVersion), reply.Answer!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_answers_from_the_new_version_at_once()
    {
        await service.PublishAsync();
        using HttpResponseMessage response = await service.ReloadAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(service.LastVersion, (await service.Client.AskAsync("how to return a parcel")).Version);
    }

    [Fact]
    public async Task Faulty_file_changes_nothing()
    {
        int before = (await service.Client.AskAsync("how to return a parcel")).Version;
        using TemporaryFolder folder = new();
        string good =
            new KnowledgeDraft(ReloadingService.Notes, new DraftEntry("new", "What is new?", "This.")).Write(folder.File("good.json"));
        string faulty = new KnowledgeDraft("other", new DraftEntry("Not An Id", "", "Text")).Write(folder.File("faulty.json"));
        await using ChildProcess indexer = ChildProcess.Start(
            "dotnet", [Repository.Indexer, "index", "--output", service.Database, "--input", good, faulty]);
        Assert.Equal(3, await indexer.EndAsync());
        Assert.Contains("nothing was changed", indexer.Output, StringComparison.Ordinal);
        using HttpResponseMessage response = await service.ReloadAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(before, (await service.Client.AskAsync("how to return a parcel")).Version);
    }

    [Theory]
    [InlineData("foreign-model", 'a', 384)]
    [InlineData("foreign-size", 'b', 8)]
    public async Task Version_of_another_model_is_refused_and_the_old_one_answers(string kb, char fingerprint, int dimensions)
    {
        using TemporaryFolder folder = new();
        string file = new KnowledgeDraft(kb, new DraftEntry("only", "What is it?", "The old answer.")).Write(folder.File("kb.json"));
        await IndexerProcess.IndexAsync(service.Database, file);
        await Eventually.TrueAsync("the good version answers", AboutASecond, async () =>
        {
            using HttpResponseMessage response = await service.Client.PostAskAsync(new { question = "What is it?", kb });
            return response.StatusCode == HttpStatusCode.OK;
        });

        EncoderIdentity foreign = new("invented", new string(fingerprint, 64), dimensions);
        PublishForeign(FaqFile.Read(file), foreign);

        string refusal = $"Version 2 of '{kb}' cannot be searched: found vectors of model {foreign.Display} with {dimensions} dimensions";
        await Eventually.TrueAsync("the refusal is logged", AboutASecond, () =>
            service.Process.Log.Contains(refusal, StringComparison.Ordinal));
        string line = service.Process.Log.Split('\n').First(line => line.Contains(refusal, StringComparison.Ordinal));
        Assert.Contains("expected model faqbot-e5-small-zh-en@", line, StringComparison.Ordinal);
        Assert.Contains("Run: dotnet run --project src/FaqBot.Indexer -- index", line, StringComparison.Ordinal);
        using HttpResponseMessage reload = await service.ReloadAsync(kb);
        Problem problem = await Problem.ReadAsync(reload, HttpStatusCode.Conflict);
        Assert.Contains("cannot be searched", problem.Text, StringComparison.Ordinal);
        Reply reply = await service.Client.AskAsync(new { question = "What is it?", kb });
        Assert.Equal((1, "The old answer."), (reply.Version, reply.Answer!.Text));
    }

    private void PublishForeign(KnowledgeBase knowledge, EncoderIdentity model)
    {
        using KnowledgeStore store = KnowledgeStore.Open(service.Database);
        using VersionWriter writer = store.Write(model, VectorFormat.Float32, TimeProvider.System);
        string[] texts = [.. knowledge.Entries.SelectMany(entry => entry.Questions).Select(TextNormalizer.Clean)];
        float[] vectors = new float[texts.Length * model.Dimensions];
        for (int row = 0; row < texts.Length; row++)
        {
            vectors[row * model.Dimensions] = 1;
        }

        writer.SaveVectors(texts, vectors);
        Assert.Equal(2, writer.Publish(knowledge, KnowledgeHash.Of(knowledge)).Number);
    }
}
