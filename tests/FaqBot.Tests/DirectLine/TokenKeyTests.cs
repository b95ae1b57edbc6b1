using FaqBot.Channels.DirectLine;
using FaqBot.Core.Storage.Relational;
using FaqBot.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Tests.DirectLine;

/// <summary>The keys of tokens, out of a real store.</summary>
public sealed class TokenKeyTests : IDisposable
{
    private static readonly TimeSpan Lifetime = new DirectLineOptions().TokenLifetime;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly KnowledgeStore _store;

    public TokenKeyTests()
    {
        _store = KnowledgeStore.Open(_folder.File("faq.db"));

        // The store's first keys are of the real time, and it keeps milliseconds.
        _clock.Set(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1) - _clock.GetUtcNow());
    }

    public void Dispose()
    {
        _store.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void Former_key_is_accepted_until_its_tokens_have_expired()
    {
        (TokenKeys keys, StoreKeyRing ring) = Open();
        string before = keys.Sign(Claims());
        _clock.Advance(TimeSpan.FromHours(1));
        _store.Keys.Rotate(_clock.GetUtcNow());
        ring.Refresh(_store.Keys);
        string after = keys.Sign(Claims());
        Assert.NotNull(keys.Read(before));
        Assert.NotNull(keys.Read(after));
        _clock.Advance(Lifetime);
        Assert.NotNull(keys.Read(before));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(keys.Read(before));
        Assert.NotNull(keys.Read(after));
    }

    [Fact]
    public void Keys_rotate_by_themselves_when_they_are_old_once_for_all_replicas()
    {
        (TokenKeys keys, StoreKeyRing ring) = Open();
        (TokenKeys others, StoreKeyRing other) = Open();
        string before = keys.Sign(Claims());
        _clock.Advance(new StorageOptions().KeyLifetime + TimeSpan.FromMinutes(1));
        ring.RenewIfOld();
        other.RenewIfOld();
        Assert.Equal(4, _store.Keys.All().Count);
        string after = keys.Sign(Claims());
        Assert.NotEqual(before.Split('.')[2], after.Split('.')[2]);
        Assert.Equal(after, others.Sign(Claims()));
    }

    [Fact]
    public void Token_of_one_replica_opens_at_every_other_and_not_at_strangers()
    {
        string token = Open().Keys.Sign(Claims());
        Assert.NotNull(Open().Keys.Read(token));
        using KnowledgeStore stranger = KnowledgeStore.Open(_folder.File("stranger.db"));
        Assert.Null(Open(store: stranger).Keys.Read(token));
    }

    [Theory]
    [InlineData("x''")]
    [InlineData("x'0102'")]
    public void Empty_or_short_key_in_the_store_signs_nothing_and_opens_nothing(string value)
    {
        using (SqliteConnection connection = new($"Data Source={_folder.File("faq.db")}"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO store_keys (purpose, value, created_at) VALUES ('Tokens', {value}, 9999999999999)";
            command.ExecuteNonQuery();
        }

        TokenKeys keys = Open().Keys;
        byte[] known = value == "x''" ? [] : [1, 2];
        Assert.Null(keys.Read(new TokenSigner(known).Sign(Claims())));
        Assert.Null(new TokenSigner(known).Read(keys.Sign(Claims())));
        Assert.NotNull(keys.Read(keys.Sign(Claims())));
    }

    [Fact]
    public void Configured_key_signs_and_its_former_one_only_opens()
    {
        string first = new('a', 32), second = new('b', 32);
        TokenKeys before = Open(new DirectLineOptions { SigningKey = first }).Keys;
        TokenKeys after = Open(new DirectLineOptions { SigningKey = second, FormerSigningKey = first }).Keys;
        Assert.NotNull(after.Read(before.Sign(Claims())));
        Assert.Null(before.Read(after.Sign(Claims())));
        Assert.Null(after.Read(Open().Keys.Sign(Claims())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public void Empty_or_short_configured_key_is_refused(string key)
    {
        Assert.Contains(new DirectLineOptions { SigningKey = key }.Faults(), fault =>
            fault == $"SigningKey has {key.Length} characters, expected 32 or more, or none at all");
        Assert.Contains(new DirectLineOptions { SigningKey = new string('a', 32), FormerSigningKey = key }.Faults(), fault =>
            fault.StartsWith("FormerSigningKey has", StringComparison.Ordinal));
    }

    private (TokenKeys Keys, StoreKeyRing Ring) Open(DirectLineOptions? options = null, KnowledgeStore? store = null)
    {
        StoreKeyRing ring = new(new StorageOptions(), _clock, NullLogger<StoreKeyRing>.Instance);
        ring.Refresh((store ?? _store).Keys);
        return (new TokenKeys(options ?? new DirectLineOptions(), ring, _clock), ring);
    }

    private TokenClaims Claims() => new("c", _clock.GetUtcNow().ToUnixTimeSeconds() + 60);
}
