using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tests.Running;

namespace FaqBot.Encoding.Tests.Library;

public sealed class ModelImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelLibrary _library;

    public ModelImportTests() => _library = new ModelLibrary(_folder.File("models"), Pulling.Id("bundled"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Import_encoder_with_sums_is_ready_and_opens()
    {
        string tiny = TinyModel.Write(_folder);
        File.WriteAllText(Path.Combine(tiny, "notes.txt"), "not part of the model");
        (InstalledModel model, _) = Import(tiny, "acme/tiny");
        Assert.Equal((ModelState.Ready, ModelKind.Encoder, "local"), (model.State, model.Kind, model.Source!.Hub));
        Assert.Equal(ModelFolder.Open(tiny).Fingerprint, ModelFolder.Open(_library.FolderOf(Pulling.Id("acme/tiny"))).Fingerprint);
        Assert.False(File.Exists(Path.Combine(model.Folder, "notes.txt")));
        Assert.True(File.Exists(Path.Combine(tiny, "notes.txt")));
    }

    [Fact]
    public void Import_folder_without_sums_gets_them_and_leaves_pickles()
    {
        string plain = Plain("org--plain");
        File.WriteAllText(Path.Combine(plain, "pytorch_model.bin"), "pickle");
        (InstalledModel model, IReadOnlyList<string> notes) = Import(plain, null);
        Assert.Equal(("org/plain", ModelState.ToBuild), (model.Id.Text, model.State));
        Assert.Single(notes);
        Assert.Equal(["config.json", "model.safetensors", "vocab.txt"], Checksums.Read(model.Folder, []).Sums.Keys);
        Assert.Empty(_library.Verify(model.Id, ModelCatalog.Empty));
    }

    [Fact]
    public void Import_snapshot_of_the_hubs_cache_follows_its_links_and_has_its_name()
    {
        string blobs = Directory.CreateDirectory(_folder.File("models--org--cached/blobs")).FullName;
        string snapshot = Directory.CreateDirectory(_folder.File("models--org--cached/snapshots/0123")).FullName;
        foreach (string file in Directory.GetFiles(Plain("source")))
        {
            File.Move(file, Path.Combine(blobs, Path.GetFileName(file)));
            File.CreateSymbolicLink(Path.Combine(snapshot, Path.GetFileName(file)), Path.Combine(blobs, Path.GetFileName(file)));
        }

        (InstalledModel model, _) = Import(snapshot, null);
        Assert.Equal("org/cached", model.Id.Text);
        Assert.Null(new FileInfo(Path.Combine(model.Folder, "model.safetensors")).LinkTarget);
    }

    [Theory]
    [InlineData("config.json", "file")]
    [InlineData("model.safetensors", "chain")]
    [InlineData("SHA256SUMS", "file")]
    [InlineData("source.json", "file")]
    [InlineData("vocab.txt", "nowhere")]
    [InlineData("vocab.txt", "itself")]
    public void Import_follows_no_link_out_of_the_folder(string name, string link)
    {
        string plain = Plain("plain"), secret = _folder.Write("secret", "outside");
        string file = Path.Combine(plain, name);
        File.Delete(file);
        if (link == "chain")
        {
            File.CreateSymbolicLink(Path.Combine(plain, "second"), "../secret");
        }

        File.CreateSymbolicLink(file, link switch { "file" => secret, "chain" => "second", "itself" => name, _ => "nothing" });
        ModelLibraryException refused = Assert.Throws<ModelLibraryException>(() => Import(plain, null));
        Assert.Contains(
            link is "file" or "chain"
                ? $"'{name}' is a link out of the folder, which is not followed; put the file itself there"
                : $"'{name}' is a link that leads nowhere, expected a file",
            refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("outside", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_library.Installed());
        Assert.Equal("outside", File.ReadAllText(secret));
    }

    [Fact]
    public void Import_enters_no_folder_that_is_a_link_and_follows_links_inside()
    {
        string plain = Plain("plain");
        string modules = Directory.CreateDirectory(_folder.File("elsewhere")).FullName;
        File.WriteAllText(Path.Combine(modules, "config.json"), "{}");
        Directory.CreateSymbolicLink(Path.Combine(plain, "1_Pooling"), modules);
        File.Move(Path.Combine(plain, "config.json"), Path.Combine(plain, "real.json"));
        File.CreateSymbolicLink(Path.Combine(plain, "config.json"), "real.json");
        (InstalledModel model, _) = Import(plain, null);
        Assert.False(Directory.Exists(Path.Combine(model.Folder, "1_Pooling")));
        Assert.Null(new FileInfo(Path.Combine(model.Folder, "config.json")).LinkTarget);
    }

    [Fact]
    public void Import_of_a_snapshot_follows_no_link_out_of_its_models_cache()
    {
        Directory.CreateDirectory(_folder.File("models--org--cached/blobs"));
        string snapshot = Directory.CreateDirectory(_folder.File("models--org--cached/snapshots/0123")).FullName;
        foreach (string file in Directory.GetFiles(Plain("source")))
        {
            File.CreateSymbolicLink(Path.Combine(snapshot, Path.GetFileName(file)), file);
        }

        Assert.Equal(3, Assert.Throws<ModelLibraryException>(() => Import(snapshot, null)).Faults.Count);
    }

    [Fact]
    public async Task Import_of_a_pipe_is_refused_without_waiting_for_its_writer()
    {
        string plain = Plain("plain");
        File.Delete(Path.Combine(plain, "config.json"));
        using System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", Path.Combine(plain, "config.json"));
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains(
            "'config.json' is empty or no file", Assert.Throws<ModelLibraryException>(() => Import(plain, null)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Import_keeps_what_a_pull_wrote_of_the_source()
    {
        string plain = Plain("transfer");
        ModelSource source = new("https://huggingface.co", "org/real", "main", "abc", DateTimeOffset.UnixEpoch, "mit");
        source.Write(plain);
        (InstalledModel model, _) = Import(plain, null);
        Assert.Equal(("org/real", source), (model.Id.Text, model.Source));
    }

    [Fact]
    public void Import_damaged_folder_names_every_fault_and_installs_nothing()
    {
        string tiny = TinyModel.Write(_folder);
        File.AppendAllText(Path.Combine(tiny, "config.json"), " ");
        File.AppendAllText(Path.Combine(tiny, "tokenizer.json"), " ");
        ModelLibraryException refused = Assert.Throws<ModelLibraryException>(() => Import(tiny, "acme/tiny"));
        Assert.Equal(2, refused.Faults.Count);
        Assert.Contains("'config.json' has SHA-256 ", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_library.Installed());
        File.Delete(Path.Combine(tiny, "config.json"));
        Assert.Contains("'config.json' is missing, though 'SHA256SUMS' lists it",
            Assert.Throws<ModelLibraryException>(() => Import(tiny, "acme/tiny")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_folder_that_is_no_model_names_every_fault() => Assert.Equal(
        3, Assert.Throws<ModelLibraryException>(() => Import(Directory.CreateDirectory(_folder.File("empty")).FullName, null))
            .Faults.Count);

    [Fact]
    public void Import_absent_folder_and_name_that_is_no_id_are_refused()
    {
        Assert.Contains("found no folder there", Assert.Throws<ModelLibraryException>(() => Import(_folder.File("absent"), null)).Message,
            StringComparison.Ordinal);
        Assert.Contains("name one with --id", Assert.Throws<ModelLibraryException>(() => Import(Plain("mein modell"), null)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Import_over_an_installed_or_the_bundled_model_is_refused()
    {
        string plain = Plain("plain");
        Import(plain, "acme/a");
        Assert.Contains("'acme/a' is installed already", Assert.Throws<ModelLibraryException>(() => Import(plain, "acme/a")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("'bundled' cannot be imported", Assert.Throws<ModelLibraryException>(() => Import(plain, "bundled")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Import_stopped_installs_nothing()
    {
        ModelStoppedException stopped = Assert.Throws<ModelStoppedException>(
            () => new ModelImport(_library, TimeProvider.System).Import(Plain("plain"), null, new CancellationToken(canceled: true)));
        Assert.Equal("Stopped; 'plain' was not installed.", stopped.Message);
        Assert.Empty(_library.Installed());
    }

    [Fact]
    public void Import_without_room_installs_nothing()
    {
        ModelImport import = new(_library, TimeProvider.System, new FreeSpace(_ => 0));
        Assert.Contains("does not fit on the disk",
            Assert.Throws<ModelLibraryException>(() => import.Import(Plain("plain"), null, CancellationToken.None)).Message,
                StringComparison.Ordinal);
        Assert.Empty(_library.Installed());
    }

    private (InstalledModel Model, IReadOnlyList<string> Notes) Import(string folder, string? id) =>
        new ModelImport(_library, TimeProvider.System)
            .Import(folder, id is null ? null : Pulling.Id(id), TestContext.Current.CancellationToken);

    private string Plain(string name)
    {
        string folder = Directory.CreateDirectory(_folder.File(name)).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), """{"hidden_size": 4}""");
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), "[PAD]");
        File.WriteAllText(Path.Combine(folder, "model.safetensors"), "weights");
        return folder;
    }
}
