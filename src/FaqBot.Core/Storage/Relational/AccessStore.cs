namespace FaqBot.Core.Storage.Relational;

/// <summary>Who may do what, and who did: keys, members, accounts, sessions and the audit log.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own and blocks while SQLite works.</remarks>
public sealed class AccessStore
{
    internal AccessStore(KnowledgeDatabase database)
    {
        Keys = new AccessKeyTable(database);
        Members = new MemberTable(database);
        Accounts = new AccountTable(database);
        Sessions = new SessionTable(database);
        Audit = new AuditTable(database);
    }

    /// <summary>The keys of programs.</summary>
    public AccessKeyTable Keys { get; }

    /// <summary>The roles of persons and groups.</summary>
    public MemberTable Members { get; }

    /// <summary>The accounts that the service itself knows.</summary>
    public AccountTable Accounts { get; }

    /// <summary>Who is signed in.</summary>
    public SessionTable Sessions { get; }

    /// <summary>Who did what.</summary>
    public AuditTable Audit { get; }
}
