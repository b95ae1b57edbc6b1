using System.Security.Cryptography;
using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Conversations;

/// <summary>Names a conversation with a knowledge base.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="ConversationId">The conversation, by the name that <see cref="NameOf"/> makes.</param>
public sealed record ConversationKey(string KnowledgeBaseId, string ConversationId)
{
    /// <summary>Most UTF-16 units of a conversation's name.</summary>
    public const int MaxLength = 200;

    /// <summary>Names a conversation of a channel so that two channels never have the same one.</summary>
    /// <param name="channel">The channel, without a colon.</param>
    /// <param name="id">The conversation, as its channel names it.</param>
    /// <returns>The name.</returns>
    public static string NameOf(string channel, string id) => $"{channel}:{id}";

    /// <summary>SHA-256 of both, in hexadecimal: names of conversations may say who speaks.</summary>
    /// <returns>64 characters.</returns>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(
        System.Text.Encoding.Unicode.GetBytes($"{KnowledgeBaseId.Length}:{KnowledgeBaseId}{ConversationId}")));
}

/// <summary>Remembers which entry was answered last in each conversation of every channel, for a while.</summary>
/// <remarks>
/// Thread-safe. Small talk is nothing to follow on from and is not kept. Where Redis is configured every replica knows;
/// what is lost there is no context, and never an error.
/// </remarks>
public sealed class LastAnswers : IAsyncDisposable
{
    private ILastAnswerStore? _store;

    internal LastAnswers(ILastAnswerStore store) => _store = store;

    /// <summary>Opens the memory that the options ask for; never waits for Redis.</summary>
    /// <param name="options">How long and how much.</param>
    /// <param name="redis">The server, if one is used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it is said that Redis fails.</param>
    /// <param name="seal">Signs what lies in Redis; needed with Redis.</param>
    /// <returns>The memory.</returns>
    public static LastAnswers Open(
        ConversationOptions options, RedisOptions redis, TimeProvider time, ILoggerFactory loggers, ValueSeal? seal = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(redis);
        return new LastAnswers(string.IsNullOrWhiteSpace(redis.Configuration)
            ? new MemoryLastAnswers(options, time)
            : new RedisLastAnswers(options.Lifetime, redis, ValueSeal.Needed(seal), time, loggers));
    }

    /// <summary>Finds what was answered last.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>Id of the entry; null when nothing is known.</returns>
    public async ValueTask<string?> FindAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return _store is { } store ? await store.FindAsync(conversation.Hash(), cancellationToken) : null;
    }

    /// <summary>Keeps what was answered; returns at once.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="entryId">Id of the entry.</param>
    public void Keep(ConversationKey conversation, string entryId)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        _store?.Keep(conversation.Hash(), entryId);
    }

    /// <summary>Forgets what was answered; returns at once.</summary>
    /// <param name="conversation">The conversation.</param>
    public void Forget(ConversationKey conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        _store?.Forget(conversation.Hash());
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _store, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>How conversations are remembered.</summary>
public sealed class ConversationOptions
{
    /// <summary>How long the last answer of a conversation is its context, 1 minute to 1 day.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Most conversations in memory, 1–10,000,000; the longest silent go. Redis has limits of its own.</summary>
    public int MaxConversations { get; set; } = 100_000;

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (Lifetime < TimeSpan.FromMinutes(1) || Lifetime > TimeSpan.FromDays(1))
        {
            yield return $"Lifetime is {Lifetime}, expected 00:01:00 to 1.00:00:00";
        }

        if (MaxConversations is < 1 or > 10_000_000)
        {
            yield return $"MaxConversations is {MaxConversations}, expected 1 to 10000000";
        }
    }
}
