using FaqBot.Core.Storage.Relational;
using FaqBot.Engine;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Tests.Running;

/// <summary>What one replica protects another reads: the keys of data protection are in the store.</summary>
public sealed class ProtectionTests
{
    [Fact]
    public async Task Data_protected_by_one_replica_is_read_by_another_after_its_restart()
    {
        using TemporaryFolder folder = new();
        string text;
        await using (ServiceProvider one = Open(folder.File("faq.db")))
        {
            text = one.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("secret");
        }

        await using ServiceProvider other = Open(folder.File("faq.db"));
        Assert.Equal("secret", other.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(text));
        await using ServiceProvider stranger = Open(folder.File("stranger.db"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() =>
            stranger.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(text));
    }

    private static ServiceProvider Open(string path)
    {
        KnowledgeStore store = KnowledgeStore.Open(path);
        StoreKeyRing ring = new(new StorageOptions(), TimeProvider.System, NullLogger<StoreKeyRing>.Instance);
        ring.Refresh(store.Keys);
        return new ServiceCollection().AddLogging().AddSingleton(store).AddSingleton(ring).AddStoredProtection().BuildServiceProvider();
    }
}
