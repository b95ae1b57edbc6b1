namespace FaqBot.Core.Storage.Relational;

/// <summary>Copies a store into another one, of the same engine or another: the way there, and the way back.</summary>
public static class StoreCopy
{
    /// <summary>All tables of content, those that others refer to first.</summary>
    internal static IReadOnlyList<string> Tables { get; } =
    [
        "knowledge_bases", "models", "vectors", "versions", "deployments", "entries", "questions", "counter_examples", "vocabularies",
        "entry_numbers", "model_assignments", "fitted_confidences", "endpoint_keys", "feedback", "store_keys", "protection_keys",
        "working_copies", "working_entries", "change_sets", "changes", "contents", "publications", "planned_publications",
        "labelled_questions", "evaluations", "access_keys", "access_key_secrets", "access_key_grants", "access_members", "access_users",
        "access_accounts", "access_sessions", "approvals", "audit", "audit_ends", "audit_marks", "column_mappings", "operations",
    ];

    /// <summary>Copies everything that a store holds, and compares it row by row.</summary>
    /// <param name="from">The store, which may be in use; what is written meanwhile is not copied.</param>
    /// <param name="to">The store that holds the same afterwards.</param>
    /// <param name="overwrite">Whether what it held may be lost.</param>
    /// <returns>The tables with their numbers of rows.</returns>
    /// <exception cref="StoreException">One of them cannot be used, or the second holds something; nothing was changed.</exception>
    public static IReadOnlyList<(string Table, long Rows)> Run(KnowledgeStore from, KnowledgeStore to, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        IReadOnlyList<(string, long)> copied = from.Database.Readable(() =>
        {
            using StoreConnection source = from.Database.Open(KnowledgeDatabase.LongPatience);
            return source.Within(Purpose.Read, _ => to.Database.Change(
                target =>
                {
                    if (!overwrite && target.Number("SELECT COUNT(*) FROM knowledge_bases") > 0)
                    {
                        throw new StoreException(
                            to.Path, StoreFault.Refused,
                            "it holds knowledge bases already, and nothing was changed; name an empty one, or replace them with "
                            + "--overwrite");
                    }

                    try
                    {
                        return TableCopy.Run(source, target, Tables);
                    }
                    catch (InvalidDataException exception)
                    {
                        throw new StoreException(to.Path, StoreFault.Refused, $"{exception.Message}; nothing was changed", exception);
                    }
                },
                Purpose.Change));
        });
        ProveReadable(to);
        return copied;
    }

    /// <summary>Reads each version as a start reads it.</summary>
    private static void ProveReadable(KnowledgeStore store)
    {
        foreach (Deployment deployment in Enum.GetValues<Deployment>())
        {
            foreach (ListedVersion listed in store.Listing(deployment))
            {
                if (listed.Fault is { } fault)
                {
                    throw fault;
                }

                _ = store.Load(listed.KnowledgeBaseId, deployment);
            }
        }
    }
}
