using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.Tests.Running;

namespace FaqBot.Encoding.Tests.Library;

public sealed class ModelLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelLibrary _library;
    private readonly ModelId _tiny = Pulling.Id("acme/tiny");

    public ModelLibraryTests()
    {
        _library = new ModelLibrary(_folder.File("models"), Pulling.Id("bundled"));
        new ModelImport(_library, TimeProvider.System).Import(TinyModel.Write(_folder), _tiny, CancellationToken.None);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Installed_models_are_the_folders_of_models()
    {
        Directory.CreateDirectory(Path.Combine(_library.Folder, "a b"));
        Directory.CreateDirectory(Path.Combine(_library.Folder, "put-there-by-hand"));
        Assert.Equal(
            [("acme/tiny", ModelState.Ready), ("put-there-by-hand", ModelState.Damaged)],
            _library.Installed().Select(model => (model.Id.Text, model.State)));
        Assert.Empty(new ModelLibrary(_folder.File("absent"), _tiny).Installed());
    }

    [Fact]
    public void Installed_bundled_model_is_ready() => Assert.Equal(
        (ModelState.Ready, 384),
        new ModelLibrary(Path.Combine(Repository.Root, "models"), _tiny).Find(Pulling.Id("faqbot-e5-small-zh-en")) is { } model
            ? (model.State, model.Dimensions) : default);

    [Fact]
    public void Bundled_model_beside_the_program_is_one_of_the_installed()
    {
        ModelId bundled = Pulling.Id("faqbot-e5-small-zh-en");
        ModelLibrary library = new(_library.Folder, bundled) { BundledFolder = Repository.BundledModel };
        Assert.Equal(["acme/tiny", "faqbot-e5-small-zh-en"], library.Installed().Select(model => model.Id.Text));
        Assert.Equal(Repository.BundledModel, library.Find(bundled)!.Folder);
        Assert.Equal((Repository.BundledModel, "faqbot-e5-small-zh-en"), library.Locate("faqbot-e5-small-zh-en"));
        Assert.Contains("it comes with the program", Assert.Throws<ModelLibraryException>(() => library.Remove(bundled)).Message,
            StringComparison.Ordinal);

        // One in the folder of models itself comes before it.
        Directory.CreateDirectory(Path.Combine(_library.Folder, bundled.FolderName));
        Assert.Equal(["acme/tiny", "faqbot-e5-small-zh-en"], library.Installed().Select(model => model.Id.Text));
        Assert.Equal(Path.Combine(_library.Folder, bundled.FolderName), library.FolderOf(bundled));
    }

    [Fact]
    public void Verify_finds_a_changed_file_and_another_model()
    {
        Assert.Empty(_library.Verify(_tiny, Catalogs.With("acme/tiny", "model.onnx")));
        File.WriteAllText(Path.Combine(_library.FolderOf(_tiny), "config.json"), """{"hidden_size": 8}""");
        File.WriteAllText(Path.Combine(_library.FolderOf(_tiny), "source.json"), "{}");
        IReadOnlyList<string> faults = _library.Verify(_tiny, Catalogs.With("acme/tiny", "model.onnx"));
        Assert.Equal(3, faults.Count);
        Assert.StartsWith("'config.json' has SHA-256 ", faults[0], StringComparison.Ordinal);
        Assert.StartsWith("'source.json' cannot be read ('hub' or 'id' is missing)", faults[1], StringComparison.Ordinal);
        Assert.Equal("'config.json' states hidden_size 8, the catalog 4; this is another model", faults[2]);
    }

    [Fact]
    public void Verify_folder_without_sums_says_so()
    {
        File.Delete(Path.Combine(_library.FolderOf(_tiny), "SHA256SUMS"));
        Assert.StartsWith(
            "found no file 'SHA256SUMS'", Assert.Single(_library.Verify(_tiny, ModelCatalog.Empty)), StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_frees_the_bytes_and_leaves_the_others()
    {
        long bytes = _library.Find(_tiny)!.Bytes;
        Assert.Equal(bytes, _library.Remove(_tiny));
        Assert.Null(_library.Find(_tiny));
        Assert.Equal(
            "'acme/tiny' cannot be removed:\n  - it is not in '" + _library.Folder + "'; there are no models",
            Assert.Throws<ModelLibraryException>(() => _library.Remove(_tiny)).Message);
    }

    [Fact]
    public void Remove_what_a_pull_left_is_allowed()
    {
        ModelId partly = Pulling.Id("acme/partly");
        Directory.CreateDirectory(_library.AsideOf(partly));
        _library.Remove(partly);
        Assert.False(_library.IsPartlyDownloaded(partly));
    }

    [Fact]
    public void Remove_bundled_model_or_one_in_work_is_refused()
    {
        Assert.Contains("it comes with the program",
            Assert.Throws<ModelLibraryException>(() => _library.Remove(Pulling.Id("Bundled"))).Message, StringComparison.Ordinal);
        using (_library.Lock(_tiny))
        {
            Assert.Contains(
                "another process", Assert.Throws<ModelLibraryException>(() => _library.Remove(_tiny)).Message, StringComparison.Ordinal);
        }

        Assert.NotNull(_library.Find(_tiny));
    }

    [Fact]
    public void Lock_brings_back_what_an_ended_process_had_moved_away()
    {
        Directory.Move(_library.FolderOf(_tiny), _library.AsideOf(_tiny) + ".former");
        _library.Lock(_tiny).Dispose();
        Assert.Equal(ModelState.Ready, _library.Find(_tiny)!.State);
    }
}
