using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaqBot.Tests.DirectLine;
using FaqBot.Tests.Running;
using Microsoft.Data.Sqlite;

namespace FaqBot.Tests.Analytics;

public sealed class QuestionLogTests(AnalyticsService service) : IClassFixture<AnalyticsService>
{
    private const string Ask = "api/v1/ask", QnaMaker = "qnamaker/knowledgebases/shop/generateAnswer";
    private const string Language = "language/:query-knowledgebases?api-version=2021-10-01&projectName=shop&deploymentName=";

    [Fact]
    public async Task Every_way_in_is_logged_and_the_figures_are_those_of_the_metrics()
    {
        await service.Client.PostOkAsync(Ask, new { question = "发票怎么开", kb = "shop", userId = "li@shop.example" });
        await service.Client.PostOkAsync(Ask, new { question = "多久能发货呢亲", kb = "shop" });
        await service.Client.PostOkAsync(Ask, new { question = "多久能发货呢亲", kb = "shop" });
        await service.Client.PostOkAsync(QnaMaker, new { question = "how do I return this", userId = "u1" });
        await service.Client.PostOkAsync(Language + "production", new { question = "怎么取消订单" });
        await (await service.Client.TalkAsync(secret: null)).PostAsync(new { type = "message", from = new { id = "x" }, text = "退款到哪了" });
        JsonObject activity = service.Activity("what payment methods are there");
        activity["deliveryMode"] = "expectReplies";
        (HttpStatusCode status, string body) = await service.SendAsync(activity, service.Tokens.Header());
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        foreach (string channel in new[] { "api", "qnamaker", "cqa", "directline", "bot" })
        {
            Assert.True(await service.AskedAsync("shop", channel) > 0, channel);
            Assert.Equal(
                await service.CounterAsync("faqbot_questions_total", $"channel=\"{channel}\"")
                    - (channel == "api" ? await OptedOutAsync() : 0),
                await service.AskedAsync("shop", channel) + await service.AskedAsync("chitchat", channel));
        }

        JsonElement day = (await service.OkAsync("api/v1/kbs/shop/analytics/days")).GetProperty("days")[0];
        Assert.True(day.GetProperty("exact").GetInt64() >= 1);
        Assert.True(day.GetProperty("cached").GetInt64() >= 1);
        Assert.True(day.GetProperty("users").GetInt64() >= 4);
    }

    [Fact]
    public async Task Drafts_and_who_opts_out_are_not_logged()
    {
        long before = await service.AskedAsync("shop");
        await service.Client.PostOkAsync(QnaMaker, new { question = "is this a draft", isTest = true });
        await service.Client.PostOkAsync(Language + "test", new { question = "is this a draft" });
        await service.Client.PostOkAsync(Ask, new { question = "please do not log me", kb = "shop", noLog = true });
        using HttpRequestMessage request = new(HttpMethod.Post, Ask);
        request.Headers.Add("X-FaqBot-No-Log", "1");
        request.Content = new StringContent("""{"question": "nor me", "kb": "shop"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await service.Client.PostOkAsync(Ask, new { question = "What is kept?", kb = "quiet" });
        Assert.Equal(before, await service.AskedAsync("shop"));
        Assert.Equal(0, await service.AskedAsync("quiet"));
        Assert.True(await service.CounterAsync("faqbot_question_log_left_out_total", "opt_out") >= 2);
    }

    [Fact]
    public async Task Texts_are_redacted_and_users_can_be_forgotten()
    {
        await service.Client.PostOkAsync(
            Ask, new { question = "我的号码 13812345678 收不到短信", kb = "shop", userId = "forget-me", conversationId = "talk-17" });
        JsonElement wordings = await service.OkAsync("api/v1/kbs/shop/analytics/wordings");
        Assert.Contains(
            wordings.GetProperty("wordings").EnumerateArray(), one => one.GetProperty("text").GetString() == "我的号码 <phone> 收不到短信");
        byte[] bytes = await File.ReadAllBytesAsync(service.LogFile, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("13812345678", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        await service.Client.PostJsonAsync(
            "api/v1/feedback", new { question = "我的号码 13812345678 收不到短信", kind = "notHelpful", kb = "shop", userId = "forget-me" });
        JsonElement forgotten = await ForgetAsync(new { user = "forget-me" });
        Assert.Equal((1, 1), (forgotten.GetProperty("questions").GetInt32(), forgotten.GetProperty("feedback").GetInt32()));
        wordings = await service.OkAsync("api/v1/kbs/shop/analytics/wordings");
        Assert.DoesNotContain(
            wordings.GetProperty("wordings").EnumerateArray(),
            one => one.GetProperty("text").GetString()!.Contains("<phone>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Feedback_meets_its_question()
    {
        JsonElement reply = await service.Client.PostOkAsync(Ask, new { question = "发票抬头写错了", kb = "shop", userId = "judge" });
        string entry = reply.GetProperty("answer").GetProperty("entryId").GetString()!;
        await service.Client.PostJsonAsync(
            "api/v1/feedback", new { question = "发票抬头写错了", entryId = entry, kind = "helpful", kb = "shop", userId = "judge" });
        JsonElement entries = await service.OkAsync("api/v1/kbs/shop/analytics/entries");
        JsonElement own = entries.GetProperty("entries").EnumerateArray().Single(one => one.GetProperty("entryId").GetString() == entry);
        Assert.Equal(1, own.GetProperty("helpful").GetInt64());
        Assert.Equal(1, own.GetProperty("helpfulRate").GetDouble());
        Assert.InRange(own.GetProperty("helpfulInterval").GetProperty("low").GetDouble(), 0.2, 0.21);
        JsonElement steps = (await service.OkAsync("api/v1/kbs/shop/analytics/confidence")).GetProperty("steps");
        Assert.Equal((20, 1), (steps.GetArrayLength(), steps.EnumerateArray().Sum(step => step.GetProperty("helpful").GetInt64())));
        JsonElement never = await service.OkAsync("api/v1/kbs/shop/analytics/never-asked");
        Assert.DoesNotContain(never.GetProperty("entries").EnumerateArray(), one => one.GetProperty("entryId").GetString() == entry);
        Assert.True(never.GetProperty("entries").GetArrayLength() > 10);
    }

    [Theory]
    [InlineData("days")]
    [InlineData("entries")]
    [InlineData("confidence")]
    [InlineData("never-asked")]
    [InlineData("confusions")]
    [InlineData("funnel")]
    [InlineData("drift")]
    [InlineData("wordings")]
    [InlineData("topics")]
    public async Task Route_needs_the_admin_key_names_its_faults_together_and_has_a_table(string route)
    {
        string path = $"api/v1/kbs/shop/analytics/{route}";
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync(path, key: null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync(path, "another key of sixteen")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync($"api/v1/kbs/nothing/analytics/{route}")).Status);
        (HttpStatusCode status, string text, _) = await service.GetAsync(path + "?from=x&to=2026-13-01&version=0&language=tlh&format=xml");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            ["format", "from", "language", "to", "version"],
            JsonElement.Parse(text).GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await service.GetAsync(path + "?from=2026-02-01&to=2026-01-01")).Status);
        (status, text, string? type) = await service.GetAsync(path + "?format=csv");
        Assert.Equal((HttpStatusCode.OK, "text/csv; charset=utf-8"), (status, type));
        Assert.Equal([0xEF, 0xBB, 0xBF], (await service.BytesAsync(path + "?format=csv"))[..3]);
        string[] lines = text.TrimEnd().Split("\r\n");
        Assert.All(lines, line => Assert.True(line.Split(',').Length >= lines[0].Split(',').Length, line));
    }

    [Fact]
    public async Task Cell_of_a_table_does_not_run_as_a_formula()
    {
        await service.Client.PostOkAsync(Ask, new { question = "=HYPERLINK(\"http://evil.example\",\"x\")", kb = "shop" });
        (_, string text, _) = await service.GetAsync("api/v1/kbs/shop/analytics/wordings?format=csv");
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Forgetting_needs_one_name()
    {
        (HttpStatusCode status, _) = await service.Client.PostJsonAsync("api/v1/question-log/forget", new { user = "a" });
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        foreach (object body in new object[] { new { }, new { user = "a", conversation = "b" }, new { user = 5, other = 1 } })
        {
            (status, _) = await service.Client.PostJsonAsync("api/v1/question-log/forget", body, AnalyticsService.AdminKey);
            Assert.Equal(HttpStatusCode.BadRequest, status);
        }
    }

    private async Task<JsonElement> ForgetAsync(object body)
    {
        (HttpStatusCode status, JsonElement json) =
            await service.Client.PostJsonAsync("api/v1/question-log/forget", body, AnalyticsService.AdminKey);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {json}");
        SqliteConnection.ClearAllPools();
        return json;
    }

    private Task<double> OptedOutAsync() => service.CounterAsync("faqbot_question_log_left_out_total");
}
