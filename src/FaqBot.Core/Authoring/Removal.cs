using FaqBot.Core.Answering;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Authoring;

/// <summary>Removes knowledge bases as a whole.</summary>
/// <param name="copies">The working copies.</param>
/// <param name="refresh">Loads what answers.</param>
public sealed class Removal(WorkingCopies copies, Func<CancellationToken, Task> refresh)
{
    /// <summary>Removes a knowledge base: it answers nobody from now on, and its entries are deleted. Undoing the change set within
    /// <see cref="WorkingCopies.DeletedLifetime"/> brings them back.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait until nobody is answered by it any more.</param>
    /// <returns>When nobody is.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public async Task RemoveAsync(string kb, Authorship by, CancellationToken cancellationToken)
    {
        copies.Remove(kb, by);
        await refresh(cancellationToken);
    }
}
