using System.Net;
using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Storage.Relational;
using FaqBot.Tests.Errors;
using Microsoft.Data.Sqlite;

namespace FaqBot.Tests.Access;

/// <summary>Keys are made, used, rotated and removed over HTTP.</summary>
[Collection(AccessCollection.Name)]
public sealed class KeyRouteTests(AccessService service)
{
    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post, Delete = HttpMethod.Delete;

    [Fact]
    public async Task Key_is_told_once_works_at_once_and_acts_by_its_name()
    {
        (string name, string secret, long id) = await service.KeyAsync("shop:editor");
        Assert.Matches($"^{KeySecret.Pattern}$", secret);
        JsonElement before = await ListedAsync(id);
        Assert.Equal(JsonValueKind.Null, before.GetProperty("lastUsedAt").ValueKind);
        JsonElement made = await service.CallAsync(
            Post, "api/v1/kbs/shop/entries", secret, new { id = name, question = $"What is {name}?", answer = "A key." },
            HttpStatusCode.Created);
        Assert.NotEqual(default, made);
        JsonElement change = (await service.CallAsync(Get, $"api/v1/kbs/shop/changes?author=key:{name}", secret)).GetProperty("changes")[0];
        Assert.Equal($"key:{name}", change.GetProperty("author").GetString());

        // The list knows of uses that are not stored yet.
        JsonElement after = await ListedAsync(id);
        Assert.NotEqual(JsonValueKind.Null, after.GetProperty("lastUsedAt").ValueKind);
        Assert.Equal(secret[..8], after.GetProperty("secrets")[0].GetProperty("start").GetString());
        Assert.DoesNotContain(secret, after.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, service.Process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_of_azure_send_a_key_in_their_own_header()
    {
        (string _, string secret, long _) = await service.KeyAsync("shop:viewer");
        await service.CallAsync(Get, "api/v1/kbs/shop/draft", null, headers: ("Ocp-Apim-Subscription-Key", secret));
        await service.CallAsync(
            Get, "api/v1/kbs/hr/draft", null, expected: HttpStatusCode.Forbidden, headers: ("Ocp-Apim-Subscription-Key", secret));
    }

    [Fact]
    public async Task Two_texts_open_a_key_until_one_is_taken_away()
    {
        (string _, string first, long id) = await service.KeyAsync("shop:viewer");
        JsonElement rotated = await service.CallAsync(Post, $"api/v1/keys/{id}/rotate", AccessService.AdminKey, new { overlapHours = 24 });
        string second = rotated.GetProperty("secret").GetString()!;
        await service.CallAsync(Get, "api/v1/kbs/shop/draft", first);
        await service.CallAsync(Get, "api/v1/kbs/shop/draft", second);
        await service.CallAsync(Post, $"api/v1/keys/{id}/rotate", AccessService.AdminKey, new { }, HttpStatusCode.Conflict);
        JsonElement secrets = rotated.GetProperty("key").GetProperty("secrets");
        Assert.NotEqual(JsonValueKind.Null, secrets[0].GetProperty("expiresAt").ValueKind);
        Assert.Equal(JsonValueKind.Null, secrets[1].GetProperty("expiresAt").ValueKind);
        long former = secrets[0].GetProperty("id").GetInt64();
        await service.CallAsync(
            Delete, $"api/v1/keys/{id}/secrets/{former}", AccessService.AdminKey, expected: HttpStatusCode.NoContent);
        await service.CallAsync(Get, "api/v1/kbs/shop/draft", first, expected: HttpStatusCode.Unauthorized);
        await service.CallAsync(Get, "api/v1/kbs/shop/draft", second);
        await service.CallAsync(
            Delete, $"api/v1/keys/{id}/secrets/{secrets[1].GetProperty("id")}", AccessService.AdminKey, expected: HttpStatusCode.Conflict);
        await service.CallAsync(Delete, $"api/v1/keys/{id}", AccessService.AdminKey, expected: HttpStatusCode.NoContent);
        await service.CallAsync(Get, "api/v1/kbs/shop/draft", second, expected: HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Overlap_of_no_hours_ends_the_former_text_at_once_and_says_so()
    {
        (string _, string first, long id) = await service.KeyAsync("shop:viewer");
        await service.CallAsync(Post, $"api/v1/keys/{id}/rotate", AccessService.AdminKey, new { overlapHours = 0 });
        using HttpResponseMessage refused = await service.SendAsync(Get, "api/v1/kbs/shop/draft", first);
        Assert.Contains("has ended", (await Problem.ReadAsync(refused, HttpStatusCode.Unauthorized)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_ends_when_its_time_is_over_and_says_so()
    {
        JsonElement made = await service.CallAsync(
            Post, "api/v1/keys", AccessService.AdminKey,
            new { name = "ends", grants = new[] { new { kb = "shop", role = "viewer" } }, expiresAt = "2100-01-01T00:00:00Z" },
            HttpStatusCode.Created);
        string secret = made.GetProperty("secret").GetString()!;
        Assert.Equal("2100-01-01T00:00:00+00:00", made.GetProperty("key").GetProperty("expiresAt").GetString());
        await service.CallAsync(Get, "api/v1/kbs/shop/draft", secret);
        using (SqliteConnection connection = new($"Data Source={service.Database};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE access_keys SET expires_at = 1 WHERE name = 'ends'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        await Eventually.TrueAsync("the key has ended", TimeSpan.FromMinutes(1), async () =>
        {
            using HttpResponseMessage response = await service.SendAsync(Get, "api/v1/kbs/shop/draft", secret);
            string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.Unauthorized && text.Contains("has ended", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Key_that_another_process_ends_opens_nothing_soon()
    {
        (string _, string secret, long id) = await service.KeyAsync("shop:viewer");
        using (KnowledgeStore store = KnowledgeStore.Open(service.Database))
        {
            store.Access.Keys.Remove(id);
        }

        await Eventually.TrueAsync("the key opens nothing", TimeSpan.FromMinutes(1), async () =>
        {
            using HttpResponseMessage response = await service.SendAsync(Get, "api/v1/kbs/shop/draft", secret);
            return response.StatusCode == HttpStatusCode.Unauthorized;
        });
    }

    [Fact]
    public async Task Owner_manages_the_keys_of_the_own_knowledge_base_alone()
    {
        (string _, string owner, long ownerId) = await service.KeyAsync("shop:owner");
        (string _, string _, long foreign) = await service.KeyAsync("hr:viewer");
        (string _, string _, long wide) = await service.KeyAsync("hr:viewer", "shop:viewer");
        JsonElement made = await service.CallAsync(
            Post, "api/v1/kbs/shop/keys", owner, new { name = $"of the owner {ownerId}", roles = new[] { "publisher", "analyst" } },
            HttpStatusCode.Created);
        await service.CallAsync(Get, "api/v1/kbs/shop/analytics/wordings", made.GetProperty("secret").GetString());
        long[] listed =
        [
            .. (await service.CallAsync(Get, "api/v1/kbs/shop/keys", owner)).GetProperty("keys").EnumerateArray()
                .Select(key => key.GetProperty("id").GetInt64()),
        ];
        Assert.Contains(made.GetProperty("key").GetProperty("id").GetInt64(), listed);
        Assert.DoesNotContain(foreign, listed);
        Assert.DoesNotContain(wide, listed);
        foreach (long other in new[] { foreign, wide })
        {
            await service.CallAsync(Delete, $"api/v1/kbs/shop/keys/{other}", owner, expected: HttpStatusCode.NotFound);
            await service.CallAsync(
                Post, $"api/v1/kbs/shop/keys/{other}/rotate", owner, new { }, expected: HttpStatusCode.NotFound);
        }

        await service.CallAsync(
            Post, "api/v1/kbs/shop/keys", owner, new { name = "too much", roles = new[] { "administrator" } }, HttpStatusCode.BadRequest);
        await service.CallAsync(
            Post, "api/v1/kbs/hr/keys", owner, new { name = "elsewhere", roles = new[] { "viewer" } }, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Faults_of_a_key_are_told_together()
    {
        using HttpResponseMessage refused = await service.SendAsync(
            Post, "api/v1/keys", AccessService.AdminKey,
            """{"grants":[{"kb":"shop","role":"emperor"},{"kb":"shop","role":"administrator"}],"expiresAt":"2001-01-01T00:00:00Z","x":1}""");
        string text = (await Problem.ReadAsync(refused, HttpStatusCode.BadRequest)).Text;
        Assert.All(["name", "viewer, analyst", "administrator on one", "instant to come", "x"], part =>
            Assert.Contains(part, text, StringComparison.Ordinal));
        (string name, string _, long _) = await service.KeyAsync("shop:viewer");
        await service.CallAsync(
            Post, "api/v1/keys", AccessService.AdminKey, new { name, grants = new[] { new { kb = "shop", role = "viewer" } } },
            HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Refusal_says_which_role_was_found_and_which_is_expected()
    {
        (string _, string secret, long _) = await service.KeyAsync("shop:viewer", "shop:analyst");
        using HttpResponseMessage refused = await service.SendAsync(Post, "api/v1/kbs/shop/publish", secret, new { revision = 1 });
        Assert.Contains(
            "Found role analyst, viewer on this knowledge base, expected publisher or owner or administrator.",
            (await Problem.ReadAsync(refused, HttpStatusCode.Forbidden)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_sees_what_it_may_do()
    {
        (string name, string secret, long _) = await service.KeyAsync("shop:editor");
        JsonElement me = await service.CallAsync(Get, "api/v1/me", secret);
        Assert.Equal(("key", $"key:{name}"), (me.GetProperty("kind").GetString(), me.GetProperty("name").GetString()));
        Assert.Equal(
            """[{"kb":"shop","roles":["editor"],"rights":["readContent","readAnalytics","edit"]}]""",
            me.GetProperty("grants").GetRawText());
        JsonElement nobody = await service.CallAsync(Get, "api/v1/me", null);
        Assert.Equal("nobody", nobody.GetProperty("kind").GetString());
        Assert.Equal(0, nobody.GetProperty("grants").GetArrayLength());
    }

    private async Task<JsonElement> ListedAsync(long id) =>
        (await service.CallAsync(Get, "api/v1/keys", AccessService.AdminKey)).GetProperty("keys").EnumerateArray()
            .Single(key => key.GetProperty("id").GetInt64() == id);
}
