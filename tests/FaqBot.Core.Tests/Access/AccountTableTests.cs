using FaqBot.Core.Access;

namespace FaqBot.Core.Tests.Access;

public sealed class AccountTableTests : AccessFile
{
    private const string Password = "a horse has no batteries";

    private static readonly LockOut Rules = new(3, TimeSpan.FromMinutes(15));

    [Fact]
    public void Store_begins_without_an_account() => Assert.Empty(Access.Accounts.All());

    [Fact]
    public void Password_is_salted_and_opens_its_account_alone()
    {
        Assert.NotEqual(LocalAccount.HashOf(Password), LocalAccount.HashOf(Password));
        Put("root");
        LocalAccount account = Assert.Single(Access.Accounts.All());
        Assert.True(LocalAccount.Opens(account, Password));
        Assert.False(LocalAccount.Opens(account, Password + " "));
        Assert.False(LocalAccount.Opens(null, Password));
        Assert.DoesNotContain(Password, account.PasswordHash, StringComparison.Ordinal);
    }

    [Fact]
    public void Account_is_locked_after_too_many_attempts_for_a_time_and_for_no_longer()
    {
        Put("root");
        for (int i = 0; i < Rules.Attempts; i++)
        {
            Assert.Null(Access.Accounts.Begin("root", Rules, Now)!.LockedUntil);
        }

        Assert.Equal(Now.AddMinutes(15), Access.Accounts.Begin("ROOT", Rules, Now.AddMinutes(1))!.LockedUntil);

        // Trying on does not lock it for longer; afterwards the count begins anew.
        Assert.Null(Access.Accounts.Begin("root", Rules, Now.AddMinutes(15))!.LockedUntil);
        Assert.Null(Access.Accounts.Begin("root", Rules, Now.AddMinutes(15))!.LockedUntil);
        Access.Accounts.Succeed("root");
        Assert.Equal((0, null), (Access.Accounts.All()[0].Failures, Access.Accounts.All()[0].LockedUntil));
        Assert.Null(Access.Accounts.Begin("nobody", Rules, Now));
    }

    [Fact]
    public async Task Attempts_at_the_same_time_are_no_more_than_those_one_after_the_other()
    {
        Put("root");
        LocalAccount?[] begun = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Task.Run(
                () => Access.Accounts.Begin("root", Rules, Now), TestContext.Current.CancellationToken)));
        Assert.Equal(Rules.Attempts, begun.Count(account => account!.LockedUntil is null));
    }

    [Fact]
    public void New_password_unlocks_and_accounts_are_few()
    {
        Put("root");
        for (int i = 0; i < Rules.Attempts; i++)
        {
            Access.Accounts.Begin("root", Rules, Now);
        }

        Put("root");
        Assert.Null(Access.Accounts.All()[0].LockedUntil);
        for (int i = 1; i < LocalAccount.Most; i++)
        {
            Put($"root{i}");
        }

        Assert.False(Access.Accounts.Put("one too many", "hash", Now));
        Assert.True(Access.Accounts.Put("root", "hash", Now));
        Assert.True(Access.Accounts.Remove("ROOT"));
        Assert.False(Access.Accounts.Remove("root"));
    }

    [Theory]
    [InlineData("short", "5 characters")]
    [InlineData("aaaaaaaaaaaaaaaa", "easily guessed")]
    [InlineData("my Root password 1", "easily guessed")]
    [InlineData(Password, null)]
    public void Weak_password_is_refused(string password, string? fault) =>
        Assert.Contains(fault ?? "", LocalAccount.FaultOf("root", password) ?? "", StringComparison.Ordinal);

    private void Put(string name) => Assert.True(Access.Accounts.Put(name, LocalAccount.HashOf(Password), Now));
}
