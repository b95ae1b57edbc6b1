using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaqBot.Tests.BotFramework;

/// <summary>Teams and the other channels: what each can show, and how it names people.</summary>
[Collection(BotCollection.Name)]
public sealed class TeamsTests(BotService service)
{
    [Fact]
    public async Task Answer_with_table_image_and_paragraphs_is_a_card_in_Teams()
    {
        JsonElement message = await AnswerAsync(InTeams("Which sizes are there?"));
        JsonElement attachment = Assert.Single(message.GetProperty("attachments").EnumerateArray());
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        JsonElement card = attachment.GetProperty("content");
        Assert.Equal(("AdaptiveCard", "1.5"), (card.GetProperty("type").GetString(), card.GetProperty("version").GetString()));
        JsonElement[] body = [.. card.GetProperty("body").EnumerateArray()];
        Assert.Equal(["TextBlock", "Table", "Image", "TextBlock"], body.Select(element => element.GetProperty("type").GetString()));
        Assert.Equal(3, body[1].GetProperty("rows").GetArrayLength());
        Assert.Equal("20", body[1].GetProperty("rows")[2].GetProperty("cells")[1].GetProperty("items")[0].GetProperty("text").GetString());
        Assert.Equal("https://shop.example/sizes.png", body[2].GetProperty("url").GetString());
        Assert.True(body[3].GetProperty("wrap").GetBoolean());
        Assert.StartsWith("Sizes:", message.GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_of_one_paragraph_is_Markdown_in_Teams()
    {
        JsonElement message = await AnswerAsync(InTeams("When are you open?"));
        Assert.Equal(("**Every day** from 9 to 17.", "markdown"),
            (message.GetProperty("text").GetString(), message.GetProperty("textFormat").GetString()));
        Assert.False(message.TryGetProperty("attachments", out _));
    }

    [Fact]
    public async Task Suggestions_in_Teams_are_buttons_whose_click_asks_exactly()
    {
        JsonElement action = default;
        foreach (string vague in new[] { "发票", "订单", "invoice", "账户", "退", "快递费用", "会员" })
        {
            JsonObject activity = service.Activity(vague, channel: "msteams");
            await service.SendAsync(activity, service.Tokens.Header());
            JsonElement message = service.Cloud.SentTo((string)activity["conversation"]!["id"]!)[0].Json;
            if (message.TryGetProperty("attachments", out JsonElement cards)
                && cards[0].GetProperty("content").TryGetProperty("actions", out JsonElement actions))
            {
                action = actions[0];
                break;
            }
        }

        Assert.NotEqual(JsonValueKind.Undefined, action.ValueKind);
        Assert.Equal("Action.Submit", action.GetProperty("type").GetString());
        JsonElement data = action.GetProperty("data");
        Assert.Equal("messageBack", data.GetProperty("msteams").GetProperty("type").GetString());

        // What Teams sends for the click; in a group nobody needs to be mentioned for it.
        JsonObject click = service.Activity(null, channel: "msteams");
        click["conversation"]!["isGroup"] = true;
        click["value"] = JsonNode.Parse(data.GetRawText());
        click["deliveryMode"] = "expectReplies";
        string question = data.GetProperty("faqbot").GetProperty("question").GetString()!;
        JsonObject typed = service.Activity(question, channel: "msteams");
        typed["deliveryMode"] = "expectReplies";
        string clicked = Shown(Assert.Single(await ExpectedAsync(click)));
        Assert.Equal(Shown(Assert.Single(await ExpectedAsync(typed))), clicked);
        Assert.DoesNotContain("Please ask in words", clicked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<at>FaqBot</at> When are you open?")]
    [InlineData("When are you <at>FaqBot</at> open?")]
    [InlineData("<at>FaqBot</at>\u00a0When are you open?\r\n")]
    public async Task Mention_of_the_bot_is_taken_out_by_its_entity(string text)
    {
        JsonElement message = await AnswerAsync(Mentioning(InTeams(text), "bot-1", "FaqBot"));
        Assert.StartsWith("**Every day**", message.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("When are you&#160;open?", "plain")]
    [InlineData("&nbsp;When are you open&#63;", "xml")]
    [InlineData("When are you open?&#160;", null)]
    public async Task Entities_are_read_whatever_the_format_is_called(string text, string? format)
    {
        JsonObject activity = InTeams(text);
        activity["textFormat"] = format;
        JsonElement message = await AnswerAsync(activity);
        Assert.StartsWith("**Every day**", message.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<at>FaqBot</at> ", "<at>FaqBot</at>")]
    [InlineData("&nbsp;", null)]
    public async Task Mention_without_words_in_a_group_is_answered_kindly(string text, string? mention)
    {
        JsonObject called = Mentioning(InTeams(text), "bot-1", "FaqBot");
        called["conversation"]!["isGroup"] = true;
        called["entities"]![0]!["text"] = mention;
        JsonElement message = await AnswerAsync(called);
        Assert.Equal("Hello! Ask me your question.\n\nAnswers here are automatic.", message.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Text_that_looks_like_a_mention_but_has_no_entity_stays()
    {
        JsonObject group = InTeams("<at>FaqBot</at> When are you open?");
        group["conversation"]!["isGroup"] = true;
        await service.SendAsync(group, service.Tokens.Header());
        Assert.Empty(service.Cloud.SentTo((string)group["conversation"]!["id"]!));
    }

    [Fact]
    public async Task In_a_channel_thread_only_who_mentions_the_bot_is_answered_in_the_thread()
    {
        JsonObject silent = InTeams("When are you open?", "19:abc@thread.tacv2;messageid=17");
        silent["conversation"]!["isGroup"] = true;
        await service.SendAsync(silent, service.Tokens.Header());
        JsonObject other = Mentioning(InTeams("<at>Bob</at> When are you open?", "19:abc@thread.tacv2;messageid=17"), "user-2", "Bob");
        other["conversation"]!["isGroup"] = true;
        await service.SendAsync(other, service.Tokens.Header());
        Assert.Empty(service.Cloud.SentTo("19:abc@thread.tacv2;messageid=17"));
        JsonObject called =
            Mentioning(InTeams("<at>FaqBot</at> When are you open?", "19:abc@thread.tacv2;messageid=17"), "bot-1", "FaqBot");
        called["conversation"]!["isGroup"] = true;
        await service.SendAsync(called, service.Tokens.Header());
        Assert.EndsWith("/activities/"
            + (string)called["id"]!, Assert.Single(service.Cloud.SentTo("19:abc@thread.tacv2;messageid=17")).Path,
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Channel_of_plain_text_gets_no_signs()
    {
        JsonElement message = await AnswerAsync(service.Activity("Which sizes are there?", channel: "facebook"));
        Assert.Equal("plain", message.GetProperty("textFormat").GetString());
        Assert.Equal(
            "Sizes:\n\nSize | Price\nS | 10\nL | 20\n\nSizes: https://shop.example/sizes.png\n\nSee the list (https://shop.example/list).",
            message.GetProperty("text").GetString());
        JsonElement bold = await AnswerAsync(service.Activity("When are you open?", channel: "facebook"));
        Assert.Equal("Every day from 9 to 17.", bold.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Channel_of_Markdown_gets_the_answer_as_it_is()
    {
        JsonElement message = await AnswerAsync(service.Activity("Which sizes are there?", channel: "slack"));
        Assert.Contains("| S | 10 |", message.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(message.TryGetProperty("channelData", out _));
    }

    private async Task<JsonElement> AnswerAsync(JsonObject activity)
    {
        (HttpStatusCode status, string body) = await service.SendAsync(activity, service.Tokens.Header());
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        return Assert.Single(service.Cloud.SentTo((string)activity["conversation"]!["id"]!)).Json;
    }

    private async Task<JsonElement[]> ExpectedAsync(JsonObject activity)
    {
        (HttpStatusCode status, string body) = await service.SendAsync(activity, service.Tokens.Header());
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. JsonElement.Parse(body).GetProperty("activities").EnumerateArray()];
    }

    private static string Shown(JsonElement message) =>
        (message.TryGetProperty("text", out JsonElement text) ? text : message.GetProperty("attachments")).GetRawText();

    private JsonObject InTeams(string text, string? conversation = null)
    {
        JsonObject activity = service.Activity(text, channel: "msteams", conversation: conversation);
        activity["conversation"]!["tenantId"] = "rich-tenant";
        return activity;
    }

    private static JsonObject Mentioning(JsonObject activity, string id, string name)
    {
        activity["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "mention",
            ["text"] = $"<at>{name}</at>",
            ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name },
        });
        return activity;
    }
}
