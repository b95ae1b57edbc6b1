namespace FaqBot.Tests.Running;

/// <summary>A running service with the sample knowledge bases, shared by tests that change nothing.</summary>
/// <param name="sample">The database to copy.</param>
public abstract class SampleService(SampleDatabase sample) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _process;

    internal ServiceProcess Process => _process ?? throw new InvalidOperationException("The service has not been started.");

    public HttpClient Client => Process.Client;

    public async ValueTask InitializeAsync()
    {
        string database = await sample.CopyToAsync(_folder.Path);
        string[] more = [.. MoreKnowledge().Select((knowledge, index) => knowledge.Write(_folder.File($"more-{index}.json")))];
        if (more.Length > 0)
        {
            await IndexerProcess.IndexAsync(database, more);
        }

        _process = await ServiceProcess.StartReadyAsync([("Storage:Path", database), .. Options]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Path of a file beside the database, which is <c>faq.db</c>.</summary>
    /// <param name="name">Name of the file.</param>
    /// <returns>The path.</returns>
    protected string PathOf(string name) => _folder.File(name);

    /// <summary>Options beyond the database.</summary>
    protected virtual IEnumerable<(string Path, string Value)> Options => [];

    /// <summary>Knowledge bases beyond the samples.</summary>
    /// <returns>The knowledge bases.</returns>
    internal virtual IEnumerable<KnowledgeDraft> MoreKnowledge() => [];
}
