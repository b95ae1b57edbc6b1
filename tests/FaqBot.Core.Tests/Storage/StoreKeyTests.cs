using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Tests.Storage;

/// <summary>The keys that all who open a store share.</summary>
public sealed class StoreKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public StoreKeyTests() => _path = _folder.File("faq.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_store_has_a_random_key_of_each_purpose_which_others_and_copies_share()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_path);
        using KnowledgeStore other = KnowledgeStore.Open(_path);
        IReadOnlyList<StoreKey> keys = store.Keys.All();
        Assert.Equal(Enum.GetValues<KeyPurpose>().Order(), keys.Select(key => key.Purpose).Order());
        Assert.All(keys, key => Assert.Equal(StoreKey.Bytes, key.Value.Length));
        Assert.Equal(Values(keys), Values(other.Keys.All()));
        Assert.Equal(keys.Count, Values(keys).Distinct().Count());
        Sql.Execute(_path, $"VACUUM INTO '{_folder.File("copy.db")}'");
        using KnowledgeStore copy = KnowledgeStore.Open(_folder.File("copy.db"));
        Assert.Equal(Values(keys), Values(copy.Keys.All()));
        using KnowledgeStore stranger = KnowledgeStore.Open(_folder.File("stranger.db"));
        Assert.Empty(Values(keys).Intersect(Values(stranger.Keys.All())));
    }

    [Fact]
    public void Rotation_puts_new_keys_first_once_and_forgets_only_old_ones()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_path);
        string[] before = Values(store.Keys.All());
        // The store keeps milliseconds.
        DateTimeOffset later = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).AddDays(1);
        store.Keys.Rotate(later, unlessSince: later);
        store.Keys.Rotate(later, unlessSince: later);
        string[] after = Values(store.Keys.All());
        Assert.Equal(2 * before.Length, after.Length);
        Assert.Equal(before, after[before.Length..]);
        store.Keys.Rotate(later.AddDays(90));
        string[] last = Values(store.Keys.All());
        Assert.Equal(2 * before.Length, last.Length);
        Assert.Equal(after[..before.Length], last[before.Length..]);
    }

    [Theory]
    [InlineData("x''")]
    [InlineData("x'00'")]
    [InlineData("''")]
    [InlineData("'a text that is as long as a key would be'")]
    [InlineData("7")]
    public void Empty_or_short_key_is_refused_and_replaced(string value)
    {
        KnowledgeStore.Open(_path).Dispose();
        Sql.Execute(_path, $"DELETE FROM store_keys; INSERT INTO store_keys (purpose, value, created_at) VALUES ('Tokens', {value}, 0)");
        using KnowledgeStore store = KnowledgeStore.Open(_path);
        StoreKey newest = store.Keys.All().First(key => key.Purpose == KeyPurpose.Tokens);
        Assert.True(newest.IsLongEnough);
        Assert.Equal(StoreKey.Bytes, newest.Value.Length);
        Assert.False(store.Keys.All().Last(key => key.Purpose == KeyPurpose.Tokens).IsLongEnough);
    }

    [Fact]
    public void Key_is_not_shown_as_text()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_path);
        Assert.All(store.Keys.All(), key => Assert.DoesNotContain(
            Convert.ToHexString(key.Value.Span[..4]), $"{key} {Convert.ToHexString(new byte[2])}", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void File_with_keys_is_read_by_no_other_user()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        using KnowledgeStore store = KnowledgeStore.Open(_path);
        Assert.Equal(
            UnixFileMode.None,
            File.GetUnixFileMode(_path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute));
    }

    [Fact]
    public void Protection_elements_are_kept_in_their_order()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_path);
        store.Keys.Add(new ProtectionElement("b", "<key id=\"1\" />"));
        store.Keys.Add(new ProtectionElement("a", "<key id=\"2\" />"));
        Assert.Equal(["b", "a"], store.Keys.Protection().Select(element => element.Name));
    }

    private static string[] Values(IReadOnlyList<StoreKey> keys) => [.. keys.Select(key => Convert.ToHexString(key.Value.Span))];
}
