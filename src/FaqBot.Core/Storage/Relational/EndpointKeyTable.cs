using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The keys that open knowledge bases to clients of other services, two places each.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own.</remarks>
public sealed class EndpointKeyTable
{
    private readonly KnowledgeDatabase _database;

    internal EndpointKeyTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Lists the keys.</summary>
    /// <returns>All of them, by knowledge base and place.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<EndpointKey> All() => _database.Read(reader => reader.EndpointKeys());

    /// <summary>Makes a key and stores its hash.</summary>
    /// <param name="knowledgeBaseId">The knowledge base that it opens; one that was published.</param>
    /// <param name="slot">Its place.</param>
    /// <param name="now">The present.</param>
    /// <param name="replace">Whether a key in that place is replaced, and opens nothing from then on.</param>
    /// <returns>The key, which is nowhere else; null when its place is taken and is not to be replaced.</returns>
    /// <exception cref="StoreException">The knowledge base was never published, or the file cannot be written.</exception>
    public string? Create(string knowledgeBaseId, KeySlot slot, DateTimeOffset now, bool replace)
    {
        ArgumentException.ThrowIfNullOrEmpty(knowledgeBaseId);
        return _database.Change(context =>
        {
            if (!context.KnowledgeBases.Any(row => row.Id == knowledgeBaseId))
            {
                throw new StoreException(
                    _database.Path, StoreFault.Refused, $"knowledge base '{knowledgeBaseId}' was never published here; index it first");
            }

            IQueryable<EndpointKey> former = At(context, knowledgeBaseId, slot);
            if (replace)
            {
                former.ExecuteDelete();
            }
            else if (former.Any())
            {
                return null;
            }

            string key = EndpointKey.Generate();
            context.EndpointKeys.Add(new EndpointKey(knowledgeBaseId, slot, EndpointKey.HashOf(key), now));
            context.SaveChanges();
            return key;
        });
    }

    /// <summary>Makes one key for all knowledge bases, in place of those that are there.</summary>
    /// <param name="slot">Its place.</param>
    /// <param name="now">The present.</param>
    /// <returns>The key, which is nowhere else.</returns>
    /// <exception cref="StoreException">The file cannot be written; the former keys still open.</exception>
    public string Renew(KeySlot slot, DateTimeOffset now) => _database.Change(context =>
    {
        string key = EndpointKey.Generate();
        context.EndpointKeys.Where(former => former.Slot == slot).ExecuteDelete();
        foreach (string id in context.KnowledgeBases.Select(row => row.Id).ToArray())
        {
            context.EndpointKeys.Add(new EndpointKey(id, slot, EndpointKey.HashOf(key), now));
        }

        context.SaveChanges();
        return key;
    });

    /// <summary>Removes a key: it opens nothing from now on.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="slot">Its place.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public bool Revoke(string knowledgeBaseId, KeySlot slot)
    {
        ArgumentException.ThrowIfNullOrEmpty(knowledgeBaseId);
        return _database.Change(context => At(context, knowledgeBaseId, slot).ExecuteDelete() == 1);
    }

    private static IQueryable<EndpointKey> At(KnowledgeContext context, string knowledgeBaseId, KeySlot slot) =>
        context.EndpointKeys.Where(key => key.KnowledgeBaseId == knowledgeBaseId && key.Slot == slot);
}
