using FaqBot.Tests.Running;

[assembly: AssemblyFixture(typeof(SampleDatabase))]

namespace FaqBot.Tests.Running;

/// <summary>A database with the sample knowledge bases, built once for all tests; each service gets a copy.</summary>
public sealed class SampleDatabase : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _built;

    public SampleDatabase()
    {
        _built = new Lazy<Task<string>>(BuildAsync);
    }

    public async Task<string> CopyToAsync(string folder)
    {
        string copy = Path.Combine(folder, "faq.db");
        File.Copy(await _built.Value, copy);
        return copy;
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> BuildAsync()
    {
        string path = _folder.File("faq.db");
        await IndexerProcess.IndexAsync(path, Repository.PathOf("data", "faq.json"), Repository.PathOf("data", "chitchat.json"));
        return path;
    }
}
