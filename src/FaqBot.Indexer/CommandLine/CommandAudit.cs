using FaqBot.Core.Access;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Writes down in the audit log what a command does.</summary>
internal sealed class CommandAudit : IDisposable
{
    private readonly KnowledgeStore _store;
    private readonly AuditedAction _action;
    private AuditEntry _entry;

    private CommandAudit(KnowledgeStore store, AuditEntry entry)
    {
        _store = store;
        _entry = entry;
        _action = AuditedAction.Begin(() => _entry);
    }

    /// <summary>Begins: whatever is changed from now on has its mark. Who runs commands is not known here.</summary>
    /// <param name="store">The store.</param>
    /// <param name="action">What.</param>
    /// <param name="kb">The knowledge base; or null.</param>
    /// <param name="what">On what, as far as it is known.</param>
    /// <param name="time">The clock.</param>
    public static CommandAudit Begin(KnowledgeStore store, string action, string? kb, string what, TimeProvider time) => new(
        store,
        new AuditEntry(time.GetUtcNow(), CallerName.CommandLine, null, action, kb, what, null, null, AuditOutcome.Done, null, null));

    /// <summary>Writes it down.</summary>
    /// <param name="what">On what; null: as it was begun.</param>
    public void Done(string? what = null)
    {
        _entry = _entry with { Object = what ?? _entry.Object };
        _store.Access.Audit.Append(_entry, _action);
    }

    /// <summary>Takes the mark back: nothing was changed.</summary>
    public void NothingDone() => _store.Access.Audit.Unmark(_action);

    /// <summary>Ends it; a mark of what failed on the way stays.</summary>
    public void Dispose() => _action.Dispose();
}
