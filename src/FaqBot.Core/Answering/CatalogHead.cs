using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Answering;

/// <summary>What is known of a published version without its entries, whether they lie in memory or not.</summary>
/// <param name="Identity">What it was built from.</param>
/// <param name="Knowledge">The knowledge base without its entries.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="Questions">Its stored questions.</param>
public sealed record CatalogHead(VersionIdentity Identity, KnowledgeBase Knowledge, int Entries, int Questions)
{
    /// <summary>The head of a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>Its head, which keeps nothing else of it in memory.</returns>
    public static CatalogHead Of(FaqCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CatalogHead(
            catalog.Identity, catalog.Knowledge with { Entries = [] }, catalog.Entries.Count, catalog.Questions.Count);
    }
}
