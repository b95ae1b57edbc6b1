using FaqBot.Core.Access;

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

    /// <summary>Copies everything that a store holds, and compares it row by row. Where the other one is in use, who may do what stays
    /// there, and who did: what was revoked there is not revived.</summary>
    /// <param name="from">The store, which may be in use; what is written meanwhile is not copied.</param>
    /// <param name="to">The store that holds the same afterwards.</param>
    /// <param name="overwrite">Whether what it held may be lost.</param>
    /// <param name="now">The present.</param>
    /// <param name="keysOfCopy">Whether keys, members, accounts, sessions and the audit log become those of the first, too.</param>
    /// <returns>The tables that were copied with their numbers of rows, and whose keys there are now.</returns>
    /// <exception cref="StoreException">One of them cannot be used, or the second holds something; nothing was changed.</exception>
    public static (IReadOnlyList<(string Table, long Rows)> Copied, RestoredAccess Access) Run(
        KnowledgeStore from, KnowledgeStore to, bool overwrite, DateTimeOffset now, bool keysOfCopy = false)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        AuditEntry row = new(
            now, CallerName.CommandLine, null, "CopyDatabase", null, Path.GetFileName(from.Path), null, null, AuditOutcome.Done, null,
            null);
        (IReadOnlyList<(string, long)>, RestoredAccess) copied = from.Database.Readable(() =>
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
                        return Copy(source, target, keysOfCopy, row);
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

    private static (IReadOnlyList<(string Table, long Rows)> Copied, RestoredAccess Access) Copy(
        StoreConnection source, StoreConnection target, bool keysOfCopy, AuditEntry row)
    {
        Dictionary<string, string> ofCopy = RestoredAccess.WaysIn(source), still = RestoredAccess.WaysIn(target);
        bool isInUse = RestoredAccess.IsInUse(target);
        if (keysOfCopy || !isInUse)
        {
            // Nothing is revived in a database that nobody has used.
            return (TableCopy.Run(source, target, Tables),
                RestoredAccess.Note(target, isPresent: false, ofCopy, isInUse ? still : ofCopy, row));
        }

        IReadOnlyList<object?[]> endpointKeys = RestoredAccess.EndpointKeysOf(target);
        target.Execute($"DELETE FROM {RestoredAccess.EndpointKeys}");
        IReadOnlyList<(string, long)> copied = TableCopy.Run(
            source, target, [.. Tables.Except(RestoredAccess.Tables.Append(RestoredAccess.EndpointKeys))]);
        RestoredAccess.PutEndpointKeys(target, endpointKeys);
        return (copied, RestoredAccess.Note(target, isPresent: true, ofCopy, still, row));
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
