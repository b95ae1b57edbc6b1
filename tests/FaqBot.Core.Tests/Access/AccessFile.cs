using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Access;

/// <summary>A store of its own for a test.</summary>
public abstract class AccessFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected AccessFile() => Store = KnowledgeStore.Open(Database);

    protected static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected string Database => _folder.File("faq.db");

    protected KnowledgeStore Store { get; }

    protected AccessStore Access => Store.Access;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Store.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
