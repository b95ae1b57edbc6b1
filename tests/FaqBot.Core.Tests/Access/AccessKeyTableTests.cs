using FaqBot.Core.Access;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Access;

public sealed class AccessKeyTableTests : AccessFile
{
    private static readonly Grant[] Editing = [new("shop", Role.Editor), new("shop", Role.Analyst)];

    [Fact]
    public void Key_is_told_once_and_its_hash_is_stored()
    {
        (AccessKey key, string secret) = Create("ci");
        AccessKey stored = Assert.Single(Access.Keys.All());
        Assert.Equal((key.Id, "ci", "admin", Now, null), (stored.Id, stored.Name, stored.CreatedBy, stored.CreatedAt, stored.LastUsedAt));
        Assert.Equal(Editing.Order(Comparer<Grant>.Create((a, b) => string.CompareOrdinal($"{a}", $"{b}"))), stored.Grants);
        AccessSecret only = Assert.Single(stored.Secrets);
        Assert.Equal(KeySecret.HashOf(secret), only.Hash.ToArray());
        Assert.Equal(KeySecret.ShownOf(secret), only.Shown);
        Store.EmptyLog();
        Assert.DoesNotContain(secret[4..], System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Database)), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_is_given_once_whatever_its_case()
    {
        Create("ci");
        Assert.Null(Access.Keys.Create("CI", Editing, "admin", Now, null));
        Assert.Single(Access.Keys.All());
    }

    [Fact]
    public void Two_texts_open_a_key_while_clients_change_over_and_a_third_waits_until_one_has_ended()
    {
        (AccessKey key, string first) = Create("ci");
        (AccessKey rotated, string second) = Access.Keys.Rotate(key.Id, Now.AddDays(1), Now.AddDays(8))!.Value;
        Assert.NotEqual(first, second);
        Assert.Equal([Now.AddDays(8), null], rotated.Secrets.Select(secret => secret.ExpiresAt));
        Assert.True(rotated.Secrets[0].IsLive(Now.AddDays(8).AddTicks(-1)));
        Assert.False(rotated.Secrets[0].IsLive(Now.AddDays(8)));
        Assert.Null(Access.Keys.Rotate(key.Id, Now.AddDays(2), null));
        (AccessKey third, string _) = Access.Keys.Rotate(key.Id, Now.AddDays(9), null)!.Value;
        Assert.Equal([KeySecret.HashOf(second)], third.Secrets.Take(1).Select(secret => secret.Hash.ToArray()));
        Assert.Equal(2, third.Secrets.Count);
        Assert.Null(Access.Keys.Rotate(99, Now, null));
    }

    [Fact]
    public void One_of_two_texts_can_go_and_the_last_one_only_with_its_key()
    {
        (AccessKey key, string _) = Create("ci");
        Assert.False(Access.Keys.RemoveSecret(key.Id, key.Secrets[0].Id));
        Access.Keys.Rotate(key.Id, Now, null);
        Assert.True(Access.Keys.RemoveSecret(key.Id, key.Secrets[0].Id));
        Assert.Single(Access.Keys.All()[0].Secrets);
        Assert.True(Access.Keys.Remove(key.Id));
        Assert.False(Access.Keys.Remove(key.Id));
        Assert.Equal(0, Sql.Count(Database, "access_key_secrets") + Sql.Count(Database, "access_key_grants"));

        // A number is given once: what the audit log says of it stays true.
        Assert.NotEqual(key.Id, Create("ci").Key.Id);
    }

    [Fact]
    public void Uses_are_noted_and_never_go_back()
    {
        (AccessKey key, string _) = Create("ci");
        long secret = key.Secrets[0].Id;
        Access.Keys.NoteUses([new(secret, Now.AddHours(2)), new(secret, Now.AddHours(1)), new(77, Now)]);
        Assert.Equal(Now.AddHours(2), Access.Keys.All()[0].LastUsedAt);
    }

    [Fact]
    public void Key_ends_when_it_was_said_to()
    {
        (AccessKey key, string _) = Access.Keys.Create("ci", Editing, "admin", Now, Now.AddDays(1))!.Value;
        Assert.True(key.IsLive(Now));
        Assert.False(key.IsLive(Now.AddDays(1)));
    }

    [Fact]
    public void Role_that_this_build_does_not_know_allows_nothing()
    {
        Create("ci");
        Sql.Execute(Database, "UPDATE access_key_grants SET role = 'emperor' WHERE role = 'editor'");
        Sql.Execute(Database, "INSERT INTO access_key_grants SELECT DISTINCT key_id, 'shop', 'administrator' FROM access_key_grants");
        Assert.Equal([new Grant("shop", Role.Analyst)], Access.Keys.All()[0].Grants);
    }

    private (AccessKey Key, string Secret) Create(string name) => Access.Keys.Create(name, Editing, "admin", Now, null)!.Value;
}
