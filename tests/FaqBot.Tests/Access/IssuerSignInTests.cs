using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Access;

/// <summary>People sign in by OpenID Connect, with an issuer of the tests' own.</summary>
[Collection(SignInCollection.Name)]
public sealed class IssuerSignInTests(SignInService service)
{
    private const string Session = "faqbot-local";

    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post;

    [Fact]
    public async Task Person_signs_in_has_the_roles_of_the_groups_and_acts_by_name()
    {
        (Browser browser, HttpResponseMessage back) = await service.VisitAsync("1", "anna@example.com", ["shop=team", "others"]);
        using HttpResponseMessage _ = back;
        Assert.Equal("/admin?x=1", back.Headers.Location!.ToString());
        JsonElement me = await browser.MeAsync();
        Assert.Equal(("user", "user:anna@example.com"), (me.GetProperty("kind").GetString(), me.GetProperty("name").GetString()));
        Assert.Equal(
            """[{"kb":"shop","roles":["editor"],"rights":["readContent","readAnalytics","edit"]}]""",
            me.GetProperty("grants").GetRawText());
        Assert.NotEqual(JsonValueKind.Null, me.GetProperty("expiresAt").ValueKind);
        await browser.CallAsync(
            Post, "api/v1/kbs/shop/entries", new { id = "by-anna", question = "Who is Anna?", answer = "A person." },
            HttpStatusCode.Created, await browser.AntiforgeryAsync());
        JsonElement change = (await browser.CallAsync(Get, "api/v1/kbs/shop/changes?author=user:anna@example.com"))
            .GetProperty("changes")[0];
        Assert.Equal("page", change.GetProperty("origin").GetString());
        await browser.CallAsync(Get, "api/v1/kbs/hr/draft", expected: HttpStatusCode.Forbidden);
        Assert.True(browser.Cookies[Session].HttpOnly);
        Assert.Equal(Microsoft.Net.Http.Headers.SameSiteMode.Lax, browser.Cookies[Session].SameSite);
        Assert.Null(browser.Cookies[Session].Expires);
        Assert.Equal([Session], browser.Cookies.Keys);
        Assert.DoesNotContain(Issuer.ClientSecret, service.Process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_of_a_person_begins_with_its_row_in_the_audit_log_or_not_at_all()
    {
        using (service.Closed("audit_marks"))
        {
            (Browser refused, HttpResponseMessage failed) = await service.VisitAsync("dusk", "dusk@example.com", ["shop=team"]);
            using (failed)
            {
                Assert.InRange((int)failed.StatusCode, 400, 599);
                Assert.DoesNotContain(Session, refused.Cookies.Keys);
            }
        }

        Assert.Equal(0, service.CountAudit("user:dusk@example.com", "SignIn"));
        Browser browser;
        using (service.Closed("audit"))
        {
            browser = await service.SignInAsync("dusk", "dusk@example.com", "shop=team");
        }

        Assert.Equal("user:dusk@example.com", (await browser.MeAsync()).GetProperty("name").GetString());
        Assert.Equal(1, service.CountAudit("user:dusk@example.com", "SignIn"));
    }

    [Theory]
    [InlineData(Fault.Issuer)]
    [InlineData(Fault.Audience)]
    [InlineData(Fault.Nonce)]
    [InlineData(Fault.Time)]
    [InlineData(Fault.Signature)]
    [InlineData(Fault.Unsigned)]
    public async Task Token_that_is_not_right_signs_nobody_in(Fault fault)
    {
        (Browser browser, HttpResponseMessage back) = await service.VisitAsync("2", "mallory", ["faq-admins"], fault);
        using HttpResponseMessage _ = back;
        Assert.Equal(HttpStatusCode.Unauthorized, back.StatusCode);
        Assert.Equal("application/problem+json", back.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain(Session, browser.Cookies.Keys);
        JsonElement row = await LatestAsync("action=SignIn&outcome=refused");
        Assert.Contains("issuer's answer was refused", row.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_of_the_issuer_counts_once_and_for_the_browser_that_asked()
    {
        service.Issuer.Person = new() { ["sub"] = "3", ["preferred_username"] = "carl" };
        using Browser browser = service.Browser();
        using HttpResponseMessage begun = await browser.SendAsync(Get, "api/v1/sign-in");
        using HttpResponseMessage authorized = await browser.SendAsync(Get, begun.Headers.Location!.ToString());
        string callback = authorized.Headers.Location!.ToString();
        using Browser other = service.Browser();
        await other.CallAsync(Get, callback, expected: HttpStatusCode.Unauthorized);
        using Browser copy = browser.Copy();
        using HttpResponseMessage first = await browser.SendAsync(Get, callback);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (first.StatusCode, first.Headers.Location!.ToString()));
        await copy.CallAsync(Get, callback, expected: HttpStatusCode.Unauthorized);
        await other.CallAsync(Get, callback.Split('?')[0] + "?error=access_denied", expected: HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("admin")]
    public async Task Way_back_leads_to_this_service_alone(string returnUrl)
    {
        using Browser browser = service.Browser();
        await browser.CallAsync(
            Get, $"api/v1/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", expected: HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Role_that_is_given_or_taken_away_counts_at_once()
    {
        using Browser browser = await service.SignInAsync("4", "dora@example.com");
        await browser.CallAsync(Get, "api/v1/kbs/hr/draft", expected: HttpStatusCode.Forbidden);
        await AdminAsync("api/v1/kbs/hr/members", new { kind = "user", name = "dora@example.com", roles = new[] { "viewer" } });
        await browser.CallAsync(Get, "api/v1/kbs/hr/draft");
        await AdminAsync("api/v1/kbs/hr/members", new { kind = "user", name = "dora@example.com", roles = Array.Empty<string>() });
        await browser.CallAsync(Get, "api/v1/kbs/hr/draft", expected: HttpStatusCode.Forbidden);
        await AdminAsync("api/v1/members", new { kind = "group", name = "late", kb = "*", roles = new[] { "viewer" } });
        using Browser again = await service.SignInAsync("4", "dora@example.com", "late");
        await again.CallAsync(Get, "api/v1/kbs/hr/draft");
    }

    [Fact]
    public async Task Who_takes_the_name_of_another_does_not_get_the_roles()
    {
        using Browser first = await service.SignInAsync("5", "eva@example.com");
        await AdminAsync("api/v1/kbs/hr/members", new { kind = "user", name = "eva@example.com", roles = new[] { "viewer" } });
        await first.CallAsync(Get, "api/v1/kbs/hr/draft");
        using Browser second = await service.SignInAsync("6", "eva@example.com");
        await second.CallAsync(Get, "api/v1/kbs/hr/draft", expected: HttpStatusCode.Forbidden);
        Assert.StartsWith(
            "user:eva@example.com (6 of ", (await second.MeAsync()).GetProperty("name").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_with_a_cookie_needs_the_token_of_the_page()
    {
        using Browser browser = await service.SignInAsync("7", "fred", "faq-admins");
        (string name, string token) = await browser.AntiforgeryAsync();
        using Browser other = await service.SignInAsync("7", "fred", "faq-admins");
        object policy = new { lint = false };
        foreach ((string, string)[] headers in new (string, string)[][]
            {
                [], [(name, "")], [(name, token + "x")], [await other.AntiforgeryAsync()],
                [(name, token), ("Origin", "https://evil.example")],
            })
        {
            JsonElement problem = await browser.CallAsync(
                HttpMethod.Put, "api/v1/kbs/hr/policy", policy, HttpStatusCode.Forbidden, headers);
            Assert.Equal("antiforgery", problem.GetProperty("code").GetString());
        }

        await browser.CallAsync(HttpMethod.Put, "api/v1/kbs/hr/policy", policy, HttpStatusCode.OK, (name, token));
        await browser.CallAsync(
            HttpMethod.Put, "api/v1/kbs/hr/policy", policy, HttpStatusCode.OK, (name, token),
            ("Origin", service.Process.Address.GetLeftPart(UriPartial.Authority)));
    }

    [Fact]
    public async Task No_route_changes_anything_by_a_cookie_alone()
    {
        using Browser browser = await service.SignInAsync("8", "gina", "faq-admins");
        JsonElement document = await browser.CallAsync(Get, "openapi/v1.json");
        List<string> faults = [];
        int tried = 0;
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty verb in path.Value.EnumerateObject()
                .Where(verb => verb.Name is "put" or "post" or "delete" or "patch" && verb.Value.TryGetProperty("x-rights", out _)))
            {
                string url = System.Text.RegularExpressions.Regex.Replace(path.Name, @"\{[^}]+\}", "999999");
                using HttpResponseMessage response = await browser.SendAsync(new HttpMethod(verb.Name.ToUpperInvariant()), url[1..]);
                string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                tried++;
                if (response.StatusCode != HttpStatusCode.Forbidden || !text.Contains("\"antiforgery\"", StringComparison.Ordinal))
                {
                    faults.Add($"{verb.Name} {url}: {response.StatusCode} {text}");
                }
            }
        }

        Assert.True(tried > 30, $"{tried} routes");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Session_that_was_ended_is_worth_nothing_to_who_has_copied_the_cookie()
    {
        using Browser browser = await service.SignInAsync("9", "hans", "shop=team");
        using Browser elsewhere = await service.SignInAsync("9", "hans", "shop=team");
        using Browser thief = browser.Copy();
        await thief.CallAsync(Get, "api/v1/kbs/shop/draft");
        await browser.CallAsync(Post, "api/v1/sign-out", null, HttpStatusCode.Forbidden);
        await browser.CallAsync(Post, "api/v1/sign-out", null, HttpStatusCode.NoContent, await browser.AntiforgeryAsync());
        Assert.Empty(browser.Cookies);
        await thief.CallAsync(Get, "api/v1/kbs/shop/draft", expected: HttpStatusCode.Unauthorized);
        await elsewhere.CallAsync(Get, "api/v1/kbs/shop/draft");
        JsonElement ended = await AdminAsync("api/v1/members/sign-out", new { name = "user:hans" }, Post);
        Assert.Equal(1, ended.GetProperty("sessions").GetInt32());
        await elsewhere.CallAsync(Get, "api/v1/kbs/shop/draft", expected: HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_ends_with_its_time()
    {
        using Browser browser = await service.SignInAsync("10", "ida", "shop=team");
        await browser.CallAsync(Get, "api/v1/kbs/shop/draft");
        using (Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={service.Database};Pooling=False"))
        {
            // As if it had begun long ago.
            connection.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE access_sessions SET expires_at = 1 WHERE caller = 'user:ida'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        await browser.CallAsync(Get, "api/v1/kbs/shop/draft", expected: HttpStatusCode.Unauthorized);
        Assert.Equal("nobody", (await browser.MeAsync()).GetProperty("kind").GetString());
    }

    /// <summary>Behind a proxy with TLS: the address that the issuer knows, and a cookie that only this host gets over TLS.</summary>
    [Fact]
    public async Task Public_address_stands_in_the_way_back_and_its_cookie_is_bound_to_the_host()
    {
        await using ServiceProcess behind = await ServiceProcess.StartReadyAsync(
            [.. service.Options, ("Http:PublicUrl", "https://faq.example")]);
        service.Issuer.Person = new() { ["sub"] = "11", ["preferred_username"] = "jan", ["groups"] = new[] { "shop=team" } };
        using Browser browser = new(behind.Address);
        using HttpResponseMessage begun = await browser.SendAsync(Get, "api/v1/sign-in");
        Assert.Contains(
            "redirect_uri=https%3A%2F%2Ffaq.example%2Fapi%2Fv1%2Fsign-in%2Fcallback", begun.Headers.Location!.ToString(),
            StringComparison.Ordinal);
        using HttpResponseMessage authorized = await browser.SendAsync(Get, begun.Headers.Location!.ToString());
        using HttpResponseMessage back = await browser.SendAsync(Get, authorized.Headers.Location!.PathAndQuery[1..]);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        Microsoft.Net.Http.Headers.SetCookieHeaderValue cookie = browser.Cookies["__Host-faqbot"];
        Assert.Equal((true, true, "/", 0), (cookie.Secure, cookie.HttpOnly, cookie.Path.ToString(), cookie.Domain.Length));
        Assert.Equal("user:jan", (await browser.MeAsync()).GetProperty("name").GetString());

        // The session is in the store: the other replica knows it by the cookie that it calls otherwise.
        using Browser replica = service.Browser();
        replica.Cookies[Session] = new Microsoft.Net.Http.Headers.SetCookieHeaderValue(Session, cookie.Value);
        Assert.Equal("user:jan", (await replica.MeAsync()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Over_the_network_without_tls_nobody_signs_in()
    {
        using Browser browser = service.Browser();
        await browser.CallAsync(Get, "api/v1/sign-in", expected: HttpStatusCode.Conflict, headers: ("Host", "faq.example"));
    }

    private async Task<JsonElement> AdminAsync(string path, object body, HttpMethod? method = null)
    {
        using HttpRequestMessage request = new(method ?? HttpMethod.Put, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignInService.AdminKey);
        request.Content = new StringContent(
            JsonSerializer.Serialize(body, JsonSerializerOptions.Web), System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await service.Process.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private async Task<JsonElement> LatestAsync(string query)
    {
        using HttpRequestMessage request = new(Get, $"api/v1/audit?limit=1&{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignInService.AdminKey);
        using HttpResponseMessage response = await service.Process.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("rows")[0];
    }
}
