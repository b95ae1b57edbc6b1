using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Tests.Library;

public sealed class PullTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pull_installs_the_needed_files_with_sums_and_source()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        PullResult result = await pulling.PullAsync();

        Assert.Equal(
            ["1_Pooling/config.json", "README.md", "SHA256SUMS", "config.json", "model.safetensors", "source.json", "tokenizer.json"],
            Directory.GetFiles(pulling.Installed, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(pulling.Installed, path)).Order(StringComparer.Ordinal));
        Assert.Equal(pulling.Hub.Files["model.safetensors"],
            await File.ReadAllBytesAsync(Path.Combine(pulling.Installed, "model.safetensors"), Token));
        List<string> faults = [];
        Checksums sums = Checksums.Read(pulling.Installed, faults);
        Assert.Empty(faults);
        Assert.Equal(["1_Pooling/config.json", "config.json", "model.safetensors", "tokenizer.json"], sums.Sums.Keys);
        Assert.Equal(LocalHub.Sha256(pulling.Hub.Files["config.json"]), sums.Sums["config.json"]);
        Assert.Empty(pulling.Library.Verify(Pulling.Id(LocalHub.Model), ModelCatalog.Empty));
        Assert.Equal(
            new ModelSource(pulling.Options.Endpoint.ToString().TrimEnd('/'), LocalHub.Model, null, LocalHub.Commit,
                pulling.Time.GetUtcNow(), "mit"), result.Model.Source);
        Assert.Equal((true, ModelState.ToBuild, ModelKind.Checkpoint, 4),
            (result.Changed, result.Model.State, result.Model.Kind, result.Model.Dimensions));
        Assert.Equal(["'pytorch_model.bin' is not taken: loading a pickle file can run code"], result.Notes);
        Assert.DoesNotContain(pulling.Hub.Hub.Requests, request => request.Target.Contains(".bin", StringComparison.Ordinal));
        Assert.False(pulling.Library.IsPartlyDownloaded(Pulling.Id(LocalHub.Model)));
    }

    [Fact]
    public async Task Pull_takes_every_file_of_the_commit_that_the_list_names()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        await pulling.PullAsync("acme/tiny-zh@refs/pr/1");
        string[] targets = [.. pulling.Hub.Hub.Requests.Select(request => request.Target)];
        Assert.Equal("/api/models/acme/tiny-zh/revision/refs%2Fpr%2F1?blobs=true", targets[0]);
        Assert.All(targets[1..], target =>
            Assert.StartsWith($"/acme/tiny-zh/resolve/{LocalHub.Commit}/", target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pull_reports_bytes_up_to_the_total()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        PullResult result = await pulling.PullAsync();
        long total = pulling.Hub.Files.Where(file => file.Key != "pytorch_model.bin").Sum(file => file.Value.Length);
        Assert.Equal(new PullProgress("model.safetensors", total, total, total, null), pulling.Progress[^1]);
        Assert.Equal(pulling.Progress.Select(progress => progress.Done), pulling.Progress.Select(progress => progress.Done).Order());
        Assert.Equal(total, result.Downloaded);
    }

    [Fact]
    public async Task Pull_of_what_is_there_asks_only_for_the_list()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        await pulling.PullAsync();
        pulling.Hub.Hub.Requests.Clear();
        PullResult again = await pulling.PullAsync();
        Assert.Equal((false, 0), (again.Changed, again.Downloaded));
        Assert.Single(pulling.Hub.Hub.Requests);
    }

    [Fact]
    public async Task Pull_over_a_damaged_model_replaces_it()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        await pulling.PullAsync();
        File.Delete(Path.Combine(pulling.Installed, "model.safetensors"));
        await File.WriteAllTextAsync(Path.Combine(pulling.Installed, "left-over.txt"), "", Token);
        Assert.Equal(ModelState.Damaged, pulling.Library.Find(Pulling.Id(LocalHub.Model))!.State);
        Assert.True((await pulling.PullAsync()).Changed);
        Assert.Equal(ModelState.ToBuild, pulling.Library.Find(Pulling.Id(LocalHub.Model))!.State);
        Assert.False(File.Exists(Path.Combine(pulling.Installed, "left-over.txt")));
    }

    [Fact]
    public async Task Pull_of_another_commit_takes_what_is_the_same_from_the_former_one()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        await pulling.PullAsync();
        ModelSource source = ModelSource.Read(pulling.Installed, [])!;
        (source with { Commit = "of last year" }).Write(pulling.Installed);
        pulling.Hub.Files["tokenizer.json"] = "{ }"u8.ToArray();
        pulling.Hub.Hub.Requests.Clear();
        pulling.Hub.Store.Requests.Clear();

        PullResult result = await pulling.PullAsync();
        Assert.Equal((true, 3), (result.Changed, result.Downloaded));
        Assert.Equal(2, pulling.Hub.Hub.Requests.Count);
        Assert.Empty(pulling.Hub.Store.Requests);
        Assert.Equal((LocalHub.Commit, "{ }"),
            (result.Model.Source!.Commit, await File.ReadAllTextAsync(Path.Combine(pulling.Installed, "tokenizer.json"), Token)));
        Assert.Empty(pulling.Library.Verify(Pulling.Id(LocalHub.Model), ModelCatalog.Empty));
    }

    [Fact]
    public async Task Pull_with_a_named_file_takes_it_instead_of_the_usual_weights()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Files["onnx/model.onnx"] = [8, 8, 8];
        PullResult result = await pulling.PullAsync(LocalHub.Model, "onnx/model.onnx");
        Assert.Equal(ModelKind.Graph, result.Model.Kind);
        Assert.False(File.Exists(Path.Combine(pulling.Installed, "model.safetensors")));
    }

    [Fact]
    public async Task Pull_stopped_keeps_what_came_and_goes_on()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        using CancellationTokenSource stop = new();
        pulling.Hub.Cuts.Enqueue(100_000);
        pulling.Hub.Store.Instead.Enqueue(null);
        pulling.Hub.Store.Instead.Enqueue(async context =>
        {
            await stop.CancelAsync();
            context.Abort();
        });
        ModelStoppedException stopped = await Assert.ThrowsAsync<ModelStoppedException>(
            () => pulling.PullUntilAsync(new HuggingFaceHub(pulling.Options), LocalHub.Model, [], stop.Token));
        Assert.Equal("Stopped; what was downloaded of 'acme/tiny-zh' stays, and the next pull goes on from there.", stopped.Message);
        Assert.True(pulling.Library.IsPartlyDownloaded(Pulling.Id(LocalHub.Model)));
        Assert.Empty(pulling.Library.Installed());

        PullResult result = await pulling.PullAsync();
        Assert.Equal("bytes=100000-", pulling.Hub.Store.Requests.Last().Range);
        Assert.Equal(200_000, pulling.Progress[^1].Received);
        Assert.Equal(200_000, result.Downloaded);
        Assert.Equal(pulling.Hub.Files["model.safetensors"],
            await File.ReadAllBytesAsync(Path.Combine(pulling.Installed, "model.safetensors"), Token));
    }

    [Fact]
    public async Task Pull_after_a_broken_one_leaves_out_what_is_gone_from_the_hub()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Store.Instead.Enqueue(context => LocalHub.RefuseAsync(context, 404, null));
        await pulling.RefusedAsync<HubException>();
        Assert.Contains("files/1_Pooling/config.json", pulling.Aside);
        pulling.Hub.Files.Remove("1_Pooling/config.json");
        await pulling.PullAsync();
        Assert.False(File.Exists(Path.Combine(pulling.Installed, "1_Pooling", "config.json")));
    }

    [Fact]
    public async Task Pull_beside_another_one_is_refused()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        using (pulling.Library.Lock(Pulling.Id(LocalHub.Model)))
        {
            Assert.Equal(
                "'acme/tiny-zh' cannot be changed:\n  - another process pulls, imports or removes it; wait for that one to end",
                await pulling.RefusedAsync<ModelLibraryException>());
        }

        Assert.True((await pulling.PullAsync()).Changed);
    }

    [Fact]
    public async Task Pull_without_room_on_the_disk_downloads_nothing()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Space = new FreeSpace(_ => ModelLimits.SpareBytes + 1_000);
        Assert.Equal(
            $"'acme/tiny-zh' does not fit on the disk:\n  - '{pulling.Library.Folder}' has 67.1 MB free, expected 67.4 MB; "
            + "free some or name a folder on another disk with --models",
            await pulling.RefusedAsync<ModelLibraryException>());
        Assert.Single(pulling.Hub.Hub.Requests);
    }

    [Fact]
    public async Task Pull_of_the_bundled_model_is_refused()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        Assert.StartsWith(
            "'bundled' cannot be pulled:", await pulling.RefusedAsync<ModelLibraryException>("bundled"), StringComparison.Ordinal);
    }
}
