using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FaqBot.Core.Answering;
using FaqBot.Http;

namespace FaqBot.Api.Asking;

/// <summary>What bodies ask for that came before, byte by byte the same, and were answered without a model.</summary>
/// <remarks>Thread-safe. Reading a body depends on nothing else, so that what was read once need not be read again.</remarks>
internal sealed class KnownBodies
{
    /// <summary>Longest body that is looked up, in bytes.</summary>
    public const int MostBytes = 2_048;

    /// <summary>Most bodies; then all are forgotten, and those that come often are soon back.</summary>
    public const int Most = 4_096;

    private readonly ConcurrentDictionary<byte[], AskBody> _bodies = new(BodyComparer.Instance);
    private readonly ConcurrentDictionary<byte[], AskBody>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private int _changes;

    public KnownBodies() => _bySpan = _bodies.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>How many bodies are known.</summary>
    public int Count => _bodies.Count;

    /// <summary>Forgets all after a change: their replies hold catalogs, which are to leave memory.</summary>
    /// <param name="changes">See <see cref="PublishedCatalogs.Changes"/>.</param>
    public void Follow(int changes)
    {
        if (Volatile.Read(ref _changes) != changes)
        {
            Volatile.Write(ref _changes, changes);
            _bodies.Clear();
        }
    }

    /// <summary>Finds what a body asks for.</summary>
    public bool TryFind(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AskBody? read) => _bySpan.TryGetValue(body, out read);

    /// <summary>Keeps what a body asks for.</summary>
    /// <param name="body">The body.</param>
    /// <param name="read">What it asks for.</param>
    /// <param name="changes">As it was before that was answered: after another change, the reply holds what is gone.</param>
    public void Keep(byte[] body, AskBody read, int changes)
    {
        if (Volatile.Read(ref _changes) != changes)
        {
            return;
        }

        if (_bodies.Count >= Most)
        {
            _bodies.Clear();
        }

        _bodies[body] = read;
    }

    /// <summary>Compares byte by byte; the hash is seeded anew in each process, so that nobody can choose bodies that collide.</summary>
    private sealed class BodyComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static BodyComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            HashCode hash = default;
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}

/// <summary>What the body of a question asks for.</summary>
/// <param name="Ask">The question, without whoever asks it.</param>
/// <param name="User">What the body says about whoever asks.</param>
internal sealed record AskBody(Ask Ask, AskingUser User)
{
    /// <summary>The question of the sender of a request.</summary>
    public Ask By(HttpContext http) =>
        Ask with { Asker = RequestAsker.Of(http, Core.Analytics.Asker.Api, User.User, User.Conversation, User.OptsOut) };
}
