using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Analytics;

public sealed class SuggestionRouteTests(AnalyticsService service) : IClassFixture<AnalyticsService>
{
    private const string Base = "api/v1/kbs/shop/", Asked = "开门营业到几点钟呀你们实体店";

    [Fact]
    public async Task Suggestion_is_listed_accepted_rejected_and_comes_back()
    {
        for (int user = 0; user < 5; user++)
        {
            await service.Client.PostOkAsync("api/v1/ask", new { question = Asked, kb = "shop", userId = $"user {user}" });
            await service.Client.PostJsonAsync(
                "api/v1/feedback",
                new { question = Asked, entryId = "order-cancel", kind = "chosen", kb = "shop", userId = $"user {user}" });
        }

        JsonElement own = await OwnAsync("?refresh=true");
        Assert.Equal(("wordings", "order-cancel", 5, 5), (
            own.GetProperty("queue").GetString(), own.GetProperty("entryId").GetString(), own.GetProperty("people").GetInt32(),
            own.GetProperty("chosen").GetInt32()));
        string path = $"{Base}suggestions/{own.GetProperty("id").GetString()}";
        JsonElement effect = await service.OkAsync(path + "/effect");
        Assert.False(effect.GetProperty("steals").GetBoolean());
        Assert.True(effect.GetProperty("compared").GetInt32() > 20);

        (HttpStatusCode status, string table, _) = await service.GetAsync(Base + "suggestions/export?format=cqa-tsv");
        Assert.True(status == HttpStatusCode.OK, table);
        Assert.Contains($"\"Question\":\"{Asked}\"", table, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await service.GetAsync(Base + "suggestions/export?format=qna")).Status);

        JsonElement rejected = await PostAsync(path + "/reject", "{}");
        Assert.Equal(default, await OwnAsync("?refresh=true"));
        long id = rejected.GetProperty("id").GetInt64();
        Assert.Contains(
            (await service.OkAsync(Base + "rejections")).GetProperty("rejections").EnumerateArray(),
            one => one.GetProperty("id").GetInt64() == id);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync($"{Base}rejections/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync($"{Base}rejections/{id}"));
        Assert.NotEqual(default, await OwnAsync(""));

        JsonElement accepted = await PostAsync(path + "/accept", $$"""{"wordings": ["{{Asked}}"]}""");
        int number = accepted.GetProperty("change").GetInt32();
        Assert.Equal(("addAlternates", "order-cancel", number), (
            accepted.GetProperty("kind").GetString(), accepted.GetProperty("entryId").GetString(),
            accepted.GetProperty("revision").GetInt32()));
        JsonElement entry = await service.OkAsync(Base + "entries/order-cancel");
        Assert.Contains(entry.GetProperty("alternates").EnumerateArray(), one => one.GetString() == Asked);
        JsonElement set = (await service.OkAsync($"{Base}changes/{number}")).GetProperty("set");
        Assert.Equal(("suggestion", "admin"), (set.GetProperty("origin").GetString(), set.GetProperty("author").GetString()));

        // What the working copy holds is suggested no more, however often suggestions are made; undoing it brings it back.
        Assert.Equal(default, await OwnAsync("?refresh=true"));
        await PostAsync($"{Base}changes/{number}/undo", "{}");
        Assert.NotEqual(default, await OwnAsync(""));
    }

    [Fact]
    public async Task Gap_becomes_an_entry_that_answers_once_it_has_an_answer()
    {
        const string Gap = "宠物托运的笼子要多大尺寸才行呀";
        for (int user = 0; user < 5; user++)
        {
            JsonElement reply = await service.Client.PostOkAsync("api/v1/ask", new { question = Gap, kb = "shop", userId = $"pet {user}" });
            Assert.NotEqual("answer", reply.GetProperty("decision").GetString());
        }

        JsonElement gap = await GapAsync(Gap);
        string path = $"{Base}suggestions/{gap.GetProperty("id").GetString()}";
        JsonElement faulty = await PostAsync(path + "/accept", """{"answer": {"xx-1": ""}, "wordings": [5], "odd": 1}""", HttpStatusCode.BadRequest);
        Assert.Equal(["answer", "odd", "wordings[0]"],
            faulty.GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal));
        JsonElement begun = await PostAsync(path + "/accept", """{"note": "pets"}""");
        Assert.True(begun.GetProperty("needsAnswer").GetBoolean());
        string id = begun.GetProperty("entryId").GetString()!;
        Assert.False((await service.OkAsync($"{Base}entries/{id}")).GetProperty("enabled").GetBoolean());
        await PostAsync($"{Base}changes/{begun.GetProperty("change").GetInt32()}/undo", "{}");

        JsonElement made = await PostAsync(path + "/accept", """{"answer": {"zh-Hans": "边长六十厘米。"}}""");
        JsonElement entry = await service.OkAsync($"{Base}entries/{made.GetProperty("entryId").GetString()}");
        Assert.Equal(Gap, entry.GetProperty("question").GetString());
        Assert.False(entry.TryGetProperty("enabled", out _));
        await PostAsync($"{Base}changes/{made.GetProperty("change").GetInt32()}/undo", "{}");
        JsonElement other = await PostAsync(path + "/accept", """{"entryId": "order-cancel"}""");
        Assert.Equal(("addAlternates", "order-cancel"), (other.GetProperty("kind").GetString(), other.GetProperty("entryId").GetString()));
        await PostAsync($"{Base}changes/{other.GetProperty("change").GetInt32()}/undo", "{}");
    }

    [Theory]
    [InlineData("GET", "suggestions", 401)]
    [InlineData("GET", "suggestions?queue=other", 400)]
    [InlineData("GET", "suggestions/nothing/effect", 404)]
    [InlineData("POST", "suggestions/nothing/reject", 404)]
    [InlineData("POST", "suggestions/nothing/accept", 404)]
    [InlineData("GET", "rejections", 401)]
    public async Task Route_refuses_what_it_must(string method, string path, int status)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), Base + path);
        request.Headers.Authorization = status == 401 ? null : new("Bearer", AnalyticsService.AdminKey);
        request.Content = method == "POST" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    private async Task<JsonElement> OwnAsync(string query) => (await service.OkAsync(Base + "suggestions" + query))
        .GetProperty("suggestions").EnumerateArray()
        .FirstOrDefault(one => one.GetProperty("queue").GetString() == "wordings"
            && one.GetProperty("wordings")[0].GetProperty("text").GetString() == Asked);

    private async Task<JsonElement> GapAsync(string wording) => (await service.OkAsync(Base + "suggestions?queue=gaps&refresh=true"))
        .GetProperty("suggestions").EnumerateArray()
        .Single(one => one.GetProperty("wordings")[0].GetProperty("text").GetString() == wording);

    private async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        (HttpStatusCode status, JsonElement json) = await service.Client.PostJsonAsync(path, body, AnalyticsService.AdminKey);
        Assert.True(status == expected, $"{status}: {json}\n{service.Process.Log}");
        return json;
    }

    private async Task<HttpStatusCode> DeleteAsync(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Delete, path);
        request.Headers.Authorization = new("Bearer", AnalyticsService.AdminKey);
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
