using System.Globalization;
using System.Net;
using System.Text.Json;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Tests.Access;

/// <summary>Whatever is changed, refused, exported, or read of what customers typed, is in the audit log once the caller hears of
/// it.</summary>
[Collection(AccessCollection.Name)]
public sealed class AuditRouteTests(AccessService service)
{
    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post, Put = HttpMethod.Put;

    [Fact]
    public async Task Change_is_written_down_with_who_what_and_both_revisions()
    {
        (string name, string secret, long _) = await service.KeyAsync("shop:editor");
        await service.CallAsync(
            Post, "api/v1/kbs/shop/entries", secret, new { id = name, question = $"What is {name}?", answer = "A key." },
            HttpStatusCode.Created, ("X-Request-Id", $"made-{name}"));
        using HttpResponseMessage entry = await service.SendAsync(Get, $"api/v1/kbs/shop/entries/{name}", secret);
        string tag = entry.Headers.ETag!.ToString();
        await service.CallAsync(
            HttpMethod.Patch, $"api/v1/kbs/shop/entries/{name}", secret, new { answer = "Another." }, HttpStatusCode.OK, ("If-Match", tag));
        await service.CallAsync(
            HttpMethod.Patch, $"api/v1/kbs/shop/entries/{name}", secret, new { answer = "Late." }, HttpStatusCode.PreconditionFailed,
            ("If-Match", tag));
        JsonElement[] rows = await service.AuditAsync($"actor=key:{name}");
        Assert.Equal(
            [
                ("PatchEntry", "failed", "status 412"), ("PatchEntry", "done", null), ("CreateEntry", "done", null),
            ],
            rows.Select(row => (Text(row, "action"), Text(row, "outcome"), Text(row, "note"))));
        Assert.All(rows, row => Assert.Equal(
            ("shop", $"entries/{name}", "this machine"), (Text(row, "kb"), Text(row, "object"), Text(row, "address"))));
        Assert.Equal(tag.Trim('"'), Text(rows[1], "before"));
        Assert.Equal(
            int.Parse(tag.Trim('"'), CultureInfo.InvariantCulture) + 1, int.Parse(Text(rows[1], "after")!, CultureInfo.InvariantCulture));
        Assert.Equal($"made-{name}", Text(rows[2], "requestId"));
    }

    [Fact]
    public async Task Change_that_cannot_be_written_down_is_not_made()
    {
        (string name, string secret, long _) = await service.KeyAsync("shop:editor");
        await service.CallAsync(
            Post, "api/v1/kbs/shop/entries", secret, new { id = name, question = $"What is {name}?", answer = "A key." },
            HttpStatusCode.Created);
        Execute("CREATE TRIGGER no_marks BEFORE INSERT ON audit_marks BEGIN SELECT RAISE(ABORT, 'no'); END");
        using (HttpResponseMessage refused = await service.SendAsync(
            HttpMethod.Patch, $"api/v1/kbs/shop/entries/{name}", secret, new { answer = "Another." }, ("If-Match", "*")))
        {
            Assert.InRange((int)refused.StatusCode, 400, 599);
        }

        Execute("DROP TRIGGER no_marks");
        JsonElement entry = await service.CallAsync(Get, $"api/v1/kbs/shop/entries/{name}", secret);
        Assert.Equal("A key.", Text(entry, "answer"));

        // The other way round: what was changed is told of, late where it cannot be at once.
        Execute("CREATE TRIGGER no_rows BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END");
        await service.CallAsync(
            HttpMethod.Patch, $"api/v1/kbs/shop/entries/{name}", secret, new { answer = "Another." }, HttpStatusCode.OK, ("If-Match", "*"));
        Execute("DROP TRIGGER no_rows");
        Assert.Equal(1, Settle(service.Database));
        Assert.Equal(
            [("PatchEntry", "done"), ("PatchEntry", "failed"), ("CreateEntry", "done")],
            (await service.AuditAsync($"actor=key:{name}")).Select(row => (Text(row, "action"), Text(row, "outcome"))));

        void Execute(string sql)
        {
            using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={service.Database};Pooling=False");
            connection.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        static int Settle(string database)
        {
            using KnowledgeStore store = KnowledgeStore.Open(database);
            return store.Access.Audit.Settle(TimeProvider.System.GetUtcNow().AddMinutes(1));
        }
    }

    [Fact]
    public async Task Refused_rights_and_wrong_keys_are_written_down()
    {
        (string name, string secret, long _) = await service.KeyAsync("shop:viewer");
        await service.CallAsync(Put, "api/v1/kbs/shop/policy", secret, new { }, HttpStatusCode.Forbidden);
        await service.CallAsync(Get, "api/v1/kbs/hr/draft", secret, expected: HttpStatusCode.Forbidden);
        Assert.Equal(
            [("ShowDraft", "hr"), ("PutPolicy", "shop")],
            (await service.AuditAsync($"actor=key:{name}&outcome=refused")).Select(row => (Text(row, "action"), Text(row, "kb"))));

        // After many refusals the log takes one a second.
        JsonElement row = default;
        await Eventually.IsTrueAsync(
            async () =>
            {
                await service.CallAsync(
                    Get, "api/v1/kbs/hr/settings", "fqb_wrong-4711", expected: HttpStatusCode.Unauthorized,
                    headers: ("X-Request-Id", $"wrong-{name}"));
                row = (await service.AuditAsync("actor=nobody&action=ShowSettings"))
                    .FirstOrDefault(found => Text(found, "requestId") == $"wrong-{name}");
                return row.ValueKind != JsonValueKind.Undefined;
            },
            "a refused key is written down");
        Assert.DoesNotContain("4711", row.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readings_of_question_texts_and_exports_are_written_down_and_other_readings_are_not()
    {
        (string name, string secret, long _) = await service.KeyAsync("shop:analyst");
        await service.CallAsync(Get, "api/v1/kbs/shop/draft", secret);
        await service.CallAsync(Get, "api/v1/kbs/shop/analytics/days", secret);
        await service.CallAsync(Get, "api/v1/kbs/shop/analytics/wordings", secret);
        await service.CallAsync(Get, "api/v1/kbs/shop/suggestions?queue=gaps", secret);
        using (HttpResponseMessage csv = await service.SendAsync(Get, "api/v1/kbs/shop/analytics/days?format=csv", secret))
        {
            Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        }

        using HttpResponseMessage file = await service.SendAsync(Get, "api/v1/kbs/shop/labelled/export", secret);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal(
            ["ExportLabelled", "ShowDays", "ListSuggestions", "ListWordings"],
            (await service.AuditAsync($"actor=key:{name}")).Select(row => Text(row, "action")));
    }

    [Fact]
    public async Task Owner_reads_what_was_done_with_the_own_knowledge_base_alone()
    {
        (string _, string owner, long _) = await service.KeyAsync("hr:owner");
        await service.CallAsync(Put, "api/v1/kbs/hr/policy", owner, new { lint = false });
        JsonElement rows = (await service.CallAsync(Get, "api/v1/kbs/hr/audit", owner)).GetProperty("rows");
        Assert.Equal("PutPolicy", Text(rows[0], "action"));
        Assert.All(rows.EnumerateArray(), row => Assert.Equal("hr", Text(row, "kb")));
        await service.CallAsync(Get, "api/v1/audit", owner, expected: HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Log_is_exported_as_lines_paged_and_whole()
    {
        await service.KeyAsync("shop:viewer");
        await service.KeyAsync("shop:viewer");
        using HttpResponseMessage export = await service.SendAsync(Get, "api/v1/audit/export?limit=2", AccessService.AdminKey);
        string[] lines = (await export.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([1L, 2], lines.Select(line => JsonElement.Parse(line).GetProperty("number").GetInt64()));
        JsonElement page = await service.CallAsync(Get, "api/v1/audit?limit=1", AccessService.AdminKey);
        long next = page.GetProperty("next").GetInt64();
        JsonElement second = await service.CallAsync(Get, $"api/v1/audit?limit=1&before={next}", AccessService.AdminKey);
        Assert.Equal(next - 1, second.GetProperty("rows")[0].GetProperty("number").GetInt64());
        await service.CallAsync(Get, "api/v1/audit?limit=501&outcome=x", AccessService.AdminKey, expected: HttpStatusCode.BadRequest);
        using KnowledgeStore store = KnowledgeStore.Open(service.Database);
        Assert.Empty(store.Access.Audit.Verify(null, 10).Faults);
    }

    [Fact]
    public async Task Where_one_key_is_all_there_is_approval_gives_way_to_a_reason_that_is_kept()
    {
        const string admin = AccessService.AdminKey;
        await service.CallAsync(
            Post, "api/v1/kbs", admin, new { id = "solo", name = "solo", languages = new[] { "en" }, defaultAnswer = "?" },
            HttpStatusCode.Created);
        await service.CallAsync(
            Post, "api/v1/kbs/solo/entries", admin, new { id = "dog", question = "May I bring my dog?", answer = "Yes." },
            HttpStatusCode.Created);
        await service.CallAsync(Put, "api/v1/kbs/solo/policy", admin, new { approval = true });
        int revision = (await service.CallAsync(Get, "api/v1/kbs/solo/draft", admin)).GetProperty("revision").GetInt32();
        JsonElement blocked = await service.CallAsync(Post, "api/v1/kbs/solo/publish", admin, new { revision }, HttpStatusCode.Conflict);
        Assert.True(blocked.GetProperty("canBeOverridden").GetBoolean());
        Assert.Contains("somebody else has to approve", blocked.GetProperty("detail").GetString(), StringComparison.Ordinal);

        // Somebody else approves by a key of their own, which needs no reason …
        (string approver, string secret, long _) = await service.KeyAsync("solo:publisher");
        await service.CallAsync(Post, "api/v1/kbs/solo/draft/approve", secret, new { revision });
        JsonElement approvals = (await service.CallAsync(Get, "api/v1/kbs/solo/draft/approvals", admin)).GetProperty("approvals");
        Assert.Equal($"key:{approver}", approvals[0].GetProperty("author").GetString());
        await service.CallAsync(Post, "api/v1/kbs/solo/publish", admin, new { revision });

        // … and whoever is alone gives one. A publisher cannot.
        await service.CallAsync(
            HttpMethod.Patch, "api/v1/kbs/solo/entries/dog", secret, new { answer = "No." }, headers: ("If-Match", "*"));
        revision = (await service.CallAsync(Get, "api/v1/kbs/solo/draft", admin)).GetProperty("revision").GetInt32();
        JsonElement refused = await service.CallAsync(
            Post, "api/v1/kbs/solo/publish", secret, new { revision, overrideReason = "in a hurry" }, HttpStatusCode.Conflict);
        Assert.False(refused.GetProperty("canBeOverridden").GetBoolean());
        await service.CallAsync(
            HttpMethod.Patch, "api/v1/kbs/solo/entries/dog", admin, new { answer = "Yes." }, headers: ("If-Match", "*"));
        await service.CallAsync(Post, "api/v1/kbs/solo/draft/approve", secret, new { revision = revision + 1 });
        await service.CallAsync(Post, "api/v1/kbs/solo/publish", admin, new { revision = revision + 1 });
        await service.CallAsync(
            HttpMethod.Patch, "api/v1/kbs/solo/entries/dog", admin, new { answer = "On a leash." }, headers: ("If-Match", "*"));
        JsonElement done = await service.CallAsync(
            Post, "api/v1/kbs/solo/publish", admin, new { revision = revision + 2, overrideReason = "there is only me" });
        Assert.Equal(1, done.GetProperty("overridden").GetArrayLength());
        JsonElement row = (await service.CallAsync(Get, "api/v1/kbs/solo/audit?action=Publish&limit=1", admin)).GetProperty("rows")[0];
        Assert.Contains("there is only me", Text(row, "note"), StringComparison.Ordinal);
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
