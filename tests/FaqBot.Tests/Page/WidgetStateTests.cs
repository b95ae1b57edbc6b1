using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaqBot.Tests.Page;

/// <summary>What the widget keeps, and what it does without network or without newer routes.</summary>
[Collection(ChatPageCollection.Name)]
public sealed class WidgetStateTests(ChatPageService service)
{
    [Fact]
    public async Task Reload_shows_what_was_said_and_follows_on()
    {
        await using Widget widget = await ShopSite.OpenAsync(service, attributes: "data-kb=shop");
        await widget.OpenAsync();
        IRequest first = await widget.Page.RunAndWaitForRequestAsync(() => widget.AskAsync("怎么申请退货？"), "**/api/v1/ask");
        string conversation = JsonElement.Parse(first.PostData!).GetProperty("conversationId").GetString()!;
        await widget.Page.ReloadAsync();
        await widget.OpenAsync();
        await Expect(await widget.ReplyAsync(0)).ToHaveAttributeAsync("data-entry-id", "return-apply");
        await Expect(widget.Find(".message.user .text")).ToHaveTextAsync("怎么申请退货？");
        IRequest request = await widget.Page.RunAndWaitForRequestAsync(() => widget.AskAsync("那运费呢"), "**/api/v1/ask");
        JsonElement sent = JsonElement.Parse(request.PostData!);
        Assert.Equal("return-apply", sent.GetProperty("context").GetProperty("previousEntryId").GetString());
        Assert.Equal(conversation, sent.GetProperty("conversationId").GetString());

        await widget.Find("#clear").ClickAsync();
        await Expect(widget.Replies).ToHaveCountAsync(0);
        await Expect(widget.Find(".greeting")).ToHaveCountAsync(1);
        await widget.Page.ReloadAsync();
        await widget.OpenAsync();
        await Expect(widget.Replies).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task History_is_limited_expires_and_survives_rubbish()
    {
        await using Widget widget = await ShopSite.OpenAsync(service);
        await widget.Page.EvaluateAsync("""
            () => {
              const turn = (at, text) => ({ at, question: text, shown: text, reply: { decision: "answer", kb: "shop", answer: { entryId: "x", text, prompts: [] }, suggestions: [], confidence: 1 } });
              const now = Date.now();
              const turns = Array.from({ length: 60 }, (_, index) => turn(now, `n${index}`));
              sessionStorage.setItem("faqbot.turns.", JSON.stringify([
                turn(now - 25 * 3600000, "old"), null, 7, {}, turn(now, "x".repeat(10)),
                { ...turn(now, "bad"), reply: { decision: "answer" } }, { ...turn(now, "bad"), reply: { decision: "answer", answer: { text: 5 } } }, ...turns,
                { ...turn(now, "bad"), reply: { decision: "suggestions", answer: null, suggestions: [null] } },
              ]));
            }
            """);
        await widget.Page.ReloadAsync();
        await widget.OpenAsync();
        await Expect(widget.Replies).ToHaveCountAsync(30);
        await Expect(widget.Find(".message.user .text").First).ToHaveTextAsync("n30");
        await widget.AskAsync("怎么申请退货？");
        Assert.Equal(30, await widget.Page.EvaluateAsync<int>("() => JSON.parse(sessionStorage.getItem('faqbot.turns.')).length"));

        await widget.Page.EvaluateAsync("() => sessionStorage.setItem('faqbot.turns.', '{not json')");
        await widget.Page.ReloadAsync();
        await widget.OpenAsync();
        await Expect(widget.Replies).ToHaveCountAsync(0);
        Assert.Empty(widget.Errors);
    }

    [Theory]
    [InlineData("tab", 1, 0)]
    [InlineData("browser", 0, 1)]
    [InlineData("off", 0, 0)]
    public async Task History_is_kept_where_the_owner_says(string kept, int session, int local)
    {
        await using Widget widget = await ShopSite.OpenAsync(service, attributes: $"data-history={kept}");
        await widget.OpenAsync();
        await widget.AskAsync("怎么申请退货？");
        Assert.Equal([session, local], await widget.Page.EvaluateAsync<int[]>("() => [sessionStorage.length, localStorage.length]"));
    }

    [Fact]
    public async Task Offline_is_told_and_the_question_can_be_asked_again()
    {
        await using Widget widget = await ShopSite.OpenAsync(service);
        await widget.OpenAsync();
        await widget.Page.Context.SetOfflineAsync(true);
        await Expect(widget.Find("#offline")).ToBeVisibleAsync();
        await widget.Question.FillAsync("怎么申请退货？");
        await widget.Find("#send").ClickAsync();
        ILocator failure = widget.Find(".message.error");
        await Expect(failure).ToContainTextAsync("网络已断开");
        await widget.Page.Context.SetOfflineAsync(false);
        await Expect(widget.Find("#offline")).ToBeHiddenAsync();
        await failure.Locator(".retry").ClickAsync();
        await Expect(await widget.ReplyAsync(0)).ToHaveAttributeAsync("data-entry-id", "return-apply");
        await Expect(failure).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Typed_text_is_completed_where_the_service_can()
    {
        await using Widget widget = await OpenDemoAsync("suggest**", new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = """{"kb":"shop","version":1,"suggestions":[{"entryId":"return-apply","question":"怎么申请退货？"}]}""",
        });
        await widget.Question.PressSequentiallyAsync("怎么");
        await Expect(widget.Find("#completions li")).ToHaveCountAsync(1);
        await widget.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(widget.Question).ToHaveAttributeAsync("aria-activedescendant", "completion-0");

        // The list goes first, and the panel stays.
        await widget.Page.Keyboard.PressAsync("Escape");
        await Expect(widget.Find("#completions")).ToBeHiddenAsync();
        await Expect(widget.Panel).ToBeVisibleAsync();
        await widget.Question.PressSequentiallyAsync("申");
        await Expect(widget.Find("#completions li")).ToHaveCountAsync(1);
        await widget.Page.Keyboard.PressAsync("ArrowDown");
        await widget.Page.Keyboard.PressAsync("Enter");
        await Expect(await widget.ReplyAsync(0)).ToHaveAttributeAsync("data-entry-id", "return-apply");
    }

    [Fact]
    public async Task Service_without_completion_is_asked_once()
    {
        int asked = 0;
        await using Widget widget = new(await service.NewPageAsync());
        await widget.Page.RouteAsync("**/api/v1/suggest**", route =>
        {
            asked++;
            return route.FulfillAsync(new RouteFulfillOptions { Status = 404 });
        });
        await widget.Page.GotoAsync("/widget");
        await widget.OpenAsync();
        await widget.Page.RunAndWaitForResponseAsync(() => widget.Question.FillAsync("怎么申请退货"), "**/api/v1/suggest**");
        await widget.Question.FillAsync("怎么申请退货？");
        await widget.Find("#send").ClickAsync();
        await widget.ReplyAsync(0);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Opinion_is_sent_shown_and_kept()
    {
        await using Widget widget = await OpenDemoAsync("feedback", new RouteFulfillOptions { Status = 204 });
        ILocator reply = await widget.AskAsync("怎么申请退货？");
        ILocator helpful = reply.Locator(".opinion").First;
        IRequest request = await widget.Page.RunAndWaitForRequestAsync(() => helpful.ClickAsync(), "**/api/v1/feedback");
        JsonElement sent = JsonElement.Parse(request.PostData!);
        Assert.Equal(("helpful", "return-apply", "怎么申请退货？"),
            (sent.GetProperty("kind").GetString(), sent.GetProperty("entryId").GetString(), sent.GetProperty("question").GetString()));
        await Expect(helpful).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(reply.Locator(".feedback [role=status]")).ToHaveTextAsync("谢谢你的反馈！");
        await widget.Page.ReloadAsync();
        await widget.OpenAsync();
        await Expect(helpful).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Theory]
    [InlineData(404, 0)]
    [InlineData(503, 1)]
    public async Task Opinion_that_cannot_be_sent_is_told_and_a_service_without_opinions_asks_for_none(int status, int rows)
    {
        await using Widget widget = await OpenDemoAsync("feedback", new RouteFulfillOptions { Status = status });
        ILocator reply = await widget.AskAsync("怎么申请退货？");
        await reply.Locator(".opinion").Last.ClickAsync();
        await Expect(reply.Locator(".feedback")).ToHaveCountAsync(rows);
        if (rows > 0)
        {
            await Expect(reply.Locator(".feedback [role=status]")).ToHaveTextAsync("反馈没有送达，请再试一次。");
            await Expect(reply.Locator(".opinion").Last).ToHaveAttributeAsync("aria-pressed", "false");
        }
    }

    /// <summary>The demo page, with one route of the service answered here.</summary>
    private async Task<Widget> OpenDemoAsync(string path, RouteFulfillOptions reply)
    {
        Widget widget = new(await service.NewPageAsync());
        await widget.Page.RouteAsync("**/api/v1/" + path, route => route.FulfillAsync(reply));
        await widget.Page.GotoAsync("/widget");
        await widget.OpenAsync();
        return widget;
    }
}
