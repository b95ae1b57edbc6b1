using System.Net;
using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Tests.Access;

/// <summary>The account for the day on which the issuer cannot be reached.</summary>
[Collection(SignInCollection.Name)]
public sealed class AccountSignInTests(SignInService service)
{
    private const string Password = SignInService.Password;

    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post;

    [Fact]
    public async Task Account_signs_in_as_administrator_until_it_is_removed()
    {
        using Browser browser = service.Browser();
        await SetAsync("ops");
        await SignInAsync(browser, "ops", Password, HttpStatusCode.NoContent);
        JsonElement me = await browser.MeAsync();
        Assert.Equal(("account", "account:ops"), (me.GetProperty("kind").GetString(), me.GetProperty("name").GetString()));
        await browser.CallAsync(Get, "api/v1/keys");
        await browser.CallAsync(
            HttpMethod.Put, "api/v1/kbs/hr/policy", new { lint = false }, HttpStatusCode.OK, await browser.AntiforgeryAsync());
        using (KnowledgeStore store = KnowledgeStore.Open(service.Database))
        {
            Assert.True(store.Access.Accounts.Remove("ops"));
        }

        await Eventually.TrueAsync("the session is worth nothing", TimeSpan.FromMinutes(1), async () =>
        {
            using HttpResponseMessage response = await browser.SendAsync(Get, "api/v1/keys");
            return response.StatusCode == HttpStatusCode.Unauthorized;
        });
    }

    [Fact]
    public async Task Wrong_ones_lock_the_account_and_nobody_is_told_why_not()
    {
        using Browser browser = service.Browser();
        await SetAsync("night");
        List<string> told = [await SignInAsync(browser, "nobody-there", Password, HttpStatusCode.Unauthorized)];
        for (int i = 0; i < 3; i++)
        {
            told.Add(await SignInAsync(browser, "night", "wrong password 4717", HttpStatusCode.Unauthorized));
        }

        // Even the right one does not open it now.
        told.Add(await SignInAsync(browser, "night", Password, HttpStatusCode.Unauthorized));
        Assert.Single(told.Distinct());
        Assert.Empty(browser.Cookies);
        using KnowledgeStore store = KnowledgeStore.Open(service.Database);
        AuditEntry[] rows =
        [
            .. store.Access.Audit.List(new AuditQuery(long.MaxValue, 100) { Action = "SignIn", Outcome = AuditOutcome.Refused })
                .Select(row => row.Entry).Where(entry => entry.Object == "account:night"),
        ];
        Assert.Equal(4, rows.Length);
        Assert.Contains("locked", rows[0].Note, StringComparison.Ordinal);
        Assert.DoesNotContain("4717", service.Process.Log, StringComparison.Ordinal);
        await SetAsync("night");
        await SignInAsync(browser, "night", Password, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Session_begins_and_ends_with_its_row_in_the_audit_log_or_not_at_all()
    {
        using Browser browser = service.Browser();
        await SetAsync("dawn");
        using (service.Closed("audit_marks"))
        {
            using HttpResponseMessage refused = await browser.SendAsync(Post, "api/v1/sign-in", new { name = "dawn", password = Password });
            Assert.InRange((int)refused.StatusCode, 400, 599);
        }

        Assert.Empty(browser.Cookies);
        Assert.Equal(0, service.CountAudit("account:dawn", "SignIn"));

        // Where the session is stored and its row cannot be, the row comes later.
        using (service.Closed("audit"))
        {
            await SignInAsync(browser, "dawn", Password, HttpStatusCode.NoContent);
        }

        Assert.Equal("account:dawn", (await browser.MeAsync()).GetProperty("name").GetString());
        Assert.Equal(1, service.CountAudit("account:dawn", "SignIn"));
        (string, string) antiforgery = await browser.AntiforgeryAsync();
        using (service.Closed("audit_marks"))
        {
            using HttpResponseMessage refused = await browser.Copy().SendAsync(Post, "api/v1/sign-out", null, antiforgery);
            Assert.InRange((int)refused.StatusCode, 400, 599);
        }

        Assert.Equal("account:dawn", (await browser.MeAsync()).GetProperty("name").GetString());
        await browser.CallAsync(Post, "api/v1/sign-out", null, HttpStatusCode.NoContent, antiforgery);
        Assert.Equal(1, service.CountAudit("account:dawn", "SignOut"));
    }

    [Fact]
    public async Task Page_of_another_site_signs_nobody_in()
    {
        using Browser browser = service.Browser();
        await SetAsync("day");
        await browser.CallAsync(
            Post, "api/v1/sign-in", new { name = "day", password = Password }, HttpStatusCode.Forbidden,
            ("Origin", "https://evil.example"));
        await browser.CallAsync(Post, "api/v1/sign-in", new { name = "day" }, HttpStatusCode.BadRequest);
        Assert.Empty(browser.Cookies);
    }

    private async Task SetAsync(string name)
    {
        using KnowledgeStore store = KnowledgeStore.Open(service.Database);
        Assert.True(store.Access.Accounts.Put(name, LocalAccount.HashOf(Password), TimeProvider.System.GetUtcNow()));

        // The service has seen it once it offers this way in.
        using Browser browser = service.Browser();
        await Eventually.TrueAsync("the account is known", TimeSpan.FromMinutes(1), async () =>
            (await browser.MeAsync()).GetProperty("signIn").GetProperty("account").GetBoolean());
    }

    /// <returns>What the service said, but for the number of the request.</returns>
    private static async Task<string> SignInAsync(Browser browser, string name, string password, HttpStatusCode expected)
    {
        JsonElement said = await browser.CallAsync(Post, "api/v1/sign-in", new { name, password }, expected);
        return said.ValueKind == JsonValueKind.Object ? said.GetProperty("detail").GetString()! : "";
    }
}
