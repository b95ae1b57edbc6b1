using FaqBot.Core.Access;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Writes down in the audit log what a command has done.</summary>
internal static class CommandAudit
{
    /// <summary>Writes it down; who runs commands is not known here.</summary>
    /// <param name="store">The store.</param>
    /// <param name="action">What.</param>
    /// <param name="kb">The knowledge base; or null.</param>
    /// <param name="what">On what.</param>
    /// <param name="time">The clock.</param>
    public static void Note(KnowledgeStore store, string action, string? kb, string what, TimeProvider time) =>
        store.Access.Audit.Append(new AuditEntry(
            time.GetUtcNow(), CallerName.CommandLine, null, action, kb, what, null, null, AuditOutcome.Done, null, null));
}
