using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using FaqBot.Core.Access;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Engine;

/// <summary>Keys and roles in force, replaced as a whole when the store changes.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AccessRing(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, DateTimeOffset> _uses = new();
    private readonly Lock _gate = new();
    private volatile Loaded? _loaded;

    /// <summary>Whether the store has been opened.</summary>
    public bool IsLoaded => _loaded is not null;

    /// <summary>Where all of it is stored.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public AccessStore Store => Require().Store;

    /// <summary>The keys, those that have ended too, as they were when the store was read last.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public IReadOnlyList<AccessKey> Keys => Require().Keys;

    /// <summary>Whether nobody could get in by what is stored.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public bool IsEmpty => Require() is { Keys.Count: 0, Accounts.Count: 0 };

    /// <summary>Reads all anew.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public void Refresh(AccessStore store)
    {
        // One after the other: what was read earlier never replaces what was read later.
        lock (_gate)
        {
            _loaded = new Loaded(
                store,
                store.Keys.All(),
                store.Members.All().GroupBy(member => (member.Kind, member.Name))
                    .ToFrozenDictionary(group => group.Key, group => group.Select(member => member.Grant).ToArray()),
                store.Accounts.All().Select(account => account.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase));
        }
    }

    /// <summary>Reads all anew after a change of this process's own, which is in force at once.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public void Refresh() => Refresh(Store);

    /// <summary>Finds the key that a text opens, comparing with every text that there is, so that the time taken tells nothing.</summary>
    /// <param name="presented">What a request brings.</param>
    /// <returns>The key, ended or not, and the number of its text; null when it opens none.</returns>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public (AccessKey Key, AccessSecret Secret)? Find(string presented)
    {
        (AccessKey, AccessSecret)? found = null;
        byte[] hash = KeySecret.HashOf(presented);
        foreach (AccessKey key in Require().Keys)
        {
            foreach (AccessSecret secret in key.Secrets)
            {
                found = CryptographicOperations.FixedTimeEquals(hash, secret.Hash.Span) ? (key, secret) : found;
            }
        }

        return found;
    }

    /// <summary>The roles that a person has, by name or by a group.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public IEnumerable<Grant> GrantsOf(string user, IEnumerable<string> groups) =>
        groups.Select(group => (MemberKind.Group, group)).Prepend((MemberKind.User, user))
            .SelectMany(member => Require().Members.GetValueOrDefault(member) ?? []);

    /// <summary>Whether there is any account of the service itself.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public bool HasAccounts => Require().Accounts.Count > 0;

    /// <summary>Whether there is an account of the service itself.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public bool HasAccount(string name) => Require().Accounts.Contains(name);

    /// <summary>Notes that a text was used now.</summary>
    public void NoteUse(AccessSecret secret) => _uses[secret.Id] = time.GetUtcNow();

    /// <summary>Stores what was noted of uses; not with every use, which would write for every request.</summary>
    /// <exception cref="StoreException">The store cannot be written; what was noted stays noted.</exception>
    public void StoreUses()
    {
        KeyValuePair<long, DateTimeOffset>[] uses = [.. _uses];
        if (uses.Length > 0)
        {
            Store.Keys.NoteUses(uses);
            foreach (KeyValuePair<long, DateTimeOffset> use in uses)
            {
                // What was used meanwhile is for the next time.
                _uses.TryRemove(use);
            }
        }
    }

    private Loaded Require() => _loaded ?? throw new NotReadyException();

    private sealed record Loaded(
        AccessStore Store,
        IReadOnlyList<AccessKey> Keys,
        FrozenDictionary<(MemberKind Kind, string Name), Grant[]> Members,
        FrozenSet<string> Accounts);
}
