using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaqBot.Tests.BotFramework;

/// <summary>What a channel gets for what it sends.</summary>
[Collection(BotCollection.Name)]
public sealed class ConversationTests(BotService service)
{
    private const string Known = "发票抬头写错了怎么办";
    private const string Nonsense = "quantum chromodynamics of gluons";

    [Fact]
    public async Task Message_is_answered_in_its_conversation()
    {
        JsonObject activity = service.Activity(Known);
        Asked sent = Assert.Single(await ExchangeAsync(activity));
        string conversation = (string)activity["conversation"]!["id"]!;
        Assert.Equal($"/channel/v3/conversations/{conversation}/activities/{(string)activity["id"]!}", sent.Path);
        JsonElement json = sent.Json;
        Assert.Equal(
            ("message", "bot-1", "user-1", conversation, (string)activity["id"]!),
            (Text(json, "type"), Text(json.GetProperty("from"), "id"), Text(json.GetProperty("recipient"), "id"),
                Text(json.GetProperty("conversation"), "id"), Text(json, "replyToId")));
        Assert.Equal("markdown", Text(json, "textFormat"));
        Assert.Equal("invoice-title-wrong", Text(json.GetProperty("channelData").GetProperty("faqbot"), "entryId"));
        Assert.StartsWith("Bearer token-", sent.Authorization, StringComparison.Ordinal);
        Assert.Contains("Microsoft-BotFramework/3.1", sent.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("application/json; charset=utf-8", sent.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Ids_that_look_like_paths_are_escaped()
    {
        JsonObject activity = service.Activity(Known, conversation: "a/../b?c#d;messageid=1");
        activity["id"] = "x/y";
        Asked sent = Assert.Single(await ExchangeAsync(activity));
        Assert.Equal("/channel/v3/conversations/a%2F..%2Fb%3Fc%23d%3Bmessageid%3D1/activities/x%2Fy", sent.Path);
    }

    [Fact]
    public async Task Activity_sent_again_gets_the_same_reply()
    {
        JsonObject activity = service.Activity(Nonsense);
        Asked[] first = await ExchangeAsync(activity);
        Assert.Equal(["message", "event"], first.Select(sent => Text(sent.Json, "type")));
        Asked again = Assert.Single((await ExchangeAsync(activity))[2..]);
        Assert.Equal(first[0].Path, again.Path);
        Assert.True(JsonElement.DeepEquals(first[0].Json, again.Json), $"{first[0].Json}\n{again.Json}");
    }

    [Fact]
    public async Task Activity_sent_again_gets_the_same_expected_replies()
    {
        JsonObject activity = service.Activity(Nonsense);
        activity["deliveryMode"] = "expectReplies";
        string[] bodies =
        [
            .. (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.SendAsync(activity, service.Tokens.Header()))))
                .Append(await service.SendAsync(activity, service.Tokens.Header()))
                .Select(reply => reply.Body),
        ];
        Assert.Equal(2, JsonElement.Parse(bodies[0]).GetProperty("activities").GetArrayLength());
        Assert.All(bodies, body => Assert.Equal(Said(bodies[0]), Said(body)));
        Assert.Empty(service.Cloud.SentTo((string)activity["conversation"]!["id"]!));

        static IEnumerable<string?> Said(string body) => JsonElement.Parse(body).GetProperty("activities").EnumerateArray()
            .Select(reply => $"{Text(reply, "type")} {Text(reply, "text")} {Text(reply, "replyToId")}");
    }

    [Theory]
    [InlineData("timestamp", "\"yesterday\"", "'timestamp'", "expected a date and time")]
    [InlineData("localTimestamp", "\"2026-13-45T99:00:00Z\"", "'localTimestamp'", "expected a date and time")]
    [InlineData("attachments", "7", "'attachments'", "another kind")]
    public async Task Member_that_cannot_be_read_is_named(string member, string value, string path, string fault)
    {
        JsonObject activity = service.Activity(Known);
        activity[member] = JsonNode.Parse(value);
        (HttpStatusCode status, string body) = await service.SendAsync(activity, service.Tokens.Header());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        JsonProperty error = Assert.Single(JsonElement.Parse(body).GetProperty("errors").EnumerateObject());
        Assert.Equal(path, $"'{error.Name}'");
        Assert.Contains(fault, error.Value[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("yesterday", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_without_a_type_is_told_so()
    {
        (HttpStatusCode status, string body) = await service.SendAsync(new JsonObject { ["text"] = "hi" }, service.Tokens.Header());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(JsonElement.Parse(body).GetProperty("errors").TryGetProperty("type", out _), body);
    }

    [Fact]
    public async Task Expected_replies_come_in_the_response()
    {
        JsonObject activity = service.Activity(Known);
        activity["deliveryMode"] = "expectReplies";
        (HttpStatusCode status, string body) = await service.SendAsync(activity, service.Tokens.Header());
        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement reply = Assert.Single(JsonElement.Parse(body).GetProperty("activities").EnumerateArray());
        Assert.Equal("message", Text(reply, "type"));
        Assert.NotEmpty(Text(reply, "text")!);
        Assert.Equal("invoice-title-wrong", Text(reply.GetProperty("channelData").GetProperty("faqbot"), "entryId"));
        Assert.Empty(service.Cloud.SentTo((string)activity["conversation"]!["id"]!));
    }

    [Theory]
    [InlineData("en-US", "Hello! Ask me your question.\n\nAnswers here are automatic.")]
    [InlineData("zh-CN", "您好！请直接输入您的问题。\n\n回答由系统自动给出。")]
    [InlineData("zh-TW", "您好！請直接輸入您的問題。\n\n回答由系統自動給出。")]
    public async Task Member_who_is_added_is_greeted_in_his_language(string locale, string greeting)
    {
        JsonObject update = service.Activity(null, type: "conversationUpdate");
        update["locale"] = locale;
        update["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "bot-1" }, new JsonObject { ["id"] = "user-1" });
        Asked sent = Assert.Single(await ExchangeAsync(update));
        Assert.Equal(greeting, Text(sent.Json, "text"));
        Assert.False(sent.Json.TryGetProperty("replyToId", out _));
    }

    [Fact]
    public async Task Bot_itself_groups_and_those_who_leave_are_not_greeted()
    {
        JsonObject bot = service.Activity(null, type: "conversationUpdate");
        bot["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "bot-1" });
        Assert.Empty(await ExchangeAsync(bot));
        JsonObject group = service.Activity(null, channel: "msteams", type: "conversationUpdate");
        group["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "user-2" });
        group["conversation"]!["isGroup"] = true;
        Assert.Empty(await ExchangeAsync(group));
        JsonObject left = service.Activity(null, type: "conversationUpdate");
        left["membersRemoved"] = new JsonArray(new JsonObject { ["id"] = "user-2" });
        Assert.Empty(await ExchangeAsync(left));
    }

    [Theory]
    [InlineData("channel")]
    [InlineData("groupChat")]
    public async Task Group_is_known_by_the_type_of_its_conversation(string conversationType)
    {
        JsonObject installed = Installation("add");
        installed["conversation"]!["conversationType"] = conversationType;
        Assert.Empty(await ExchangeAsync(installed));
    }

    [Fact]
    public async Task Conversation_is_greeted_once_however_its_beginning_is_told()
    {
        string conversation = Guid.NewGuid().ToString("n");
        JsonObject update = service.Activity(null, channel: "msteams", type: "conversationUpdate", conversation: conversation);
        update["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "bot-1" }, new JsonObject { ["id"] = "user-1" });
        await ExchangeAsync(update);
        await ExchangeAsync(Installation("add", conversation));
        Assert.Single(await ExchangeAsync(Installation("add-upgrade", conversation)));

        // Who takes the bot out and in again begins anew.
        await ExchangeAsync(Installation("remove", conversation));
        Assert.Equal(2, (await ExchangeAsync(Installation("add", conversation))).Length);
    }

    [Fact]
    public async Task Installation_in_Teams_is_greeted() => Assert.Single(await ExchangeAsync(Installation("add")));

    [Theory]
    [InlineData("typing")]
    [InlineData("event")]
    [InlineData("messageReaction")]
    [InlineData("endOfConversation")]
    [InlineData("handoff")]
    [InlineData("something/new")]
    public async Task Other_activities_are_taken_in_silence(string type) =>
        Assert.Empty(await ExchangeAsync(service.Activity(Known, type: type)));

    [Fact]
    public async Task Invoke_that_nobody_handles_says_so()
    {
        JsonObject invoke = service.Activity(null, type: "invoke");
        invoke["name"] = "task/fetch";
        Assert.Equal(HttpStatusCode.NotImplemented, (await service.SendAsync(invoke, service.Tokens.Header())).Status);
    }

    [Fact]
    public async Task Nothing_that_matches_hands_over_with_the_question()
    {
        JsonObject activity = service.Activity(Nonsense);
        Asked[] sent = await ExchangeAsync(activity);
        Assert.Equal(2, sent.Length);
        Assert.Equal("message", Text(sent[0].Json, "type"));
        JsonElement handoff = sent[1].Json;
        Assert.Equal(("event", "handoff.initiate"), (Text(handoff, "type"), Text(handoff, "name")));
        Assert.Equal(Nonsense, Text(handoff.GetProperty("value"), "question"));
        Assert.Equal((string)activity["id"]!, Text(handoff.GetProperty("relatesTo"), "activityId"));
    }

    [Fact]
    public async Task Out_of_hours_the_reply_says_when_somebody_will_be_there_and_nobody_is_called()
    {
        string day = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek.ToString();
        await using BotServiceWith closed = await BotServiceWith.StartAsync(
            service, ("Channels:OfferHandover", "true"), ("Channels:Hours:Open", $"{day[..2]} 09:00-18:00"),
            ("Channels:Hours:TimeZone", "Etc/UTC"), ("Channels:ContactUrl", "https://shop.example/contact"));
        foreach (string channel in (string[])["webchat", "msteams"])
        {
            JsonObject activity = service.Activity(Nonsense, channel);
            Assert.Equal(HttpStatusCode.OK, await closed.SendAsync(activity, service.Tokens.Header()));
            Asked sent = Assert.Single(service.Cloud.SentTo((string)activity["conversation"]!["id"]!));
            Assert.Contains($"Nobody is there right now. Back from {day} 09:00 (UTC).", sent.Json.ToString(), StringComparison.Ordinal);
            Assert.Contains("[Contact us](https://shop.example/contact)", sent.Json.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Suggestions_are_buttons_that_ask_exactly()
    {
        JsonElement suggested = default;
        foreach (string vague in new[] { "发票", "订单", "invoice", "账户", "退", "快递费用", "会员" })
        {
            JsonElement json = (await ExchangeAsync(service.Activity(vague)))[0].Json;
            if (json.TryGetProperty("suggestedActions", out JsonElement actions)
                && Text(json.GetProperty("channelData").GetProperty("faqbot"), "decision") == "Suggestions")
            {
                suggested = actions;
                break;
            }
        }

        Assert.NotEqual(JsonValueKind.Undefined, suggested.ValueKind);
        JsonElement first = suggested.GetProperty("actions")[0];
        Assert.Equal("imBack", Text(first, "type"));
        JsonElement answer = Assert.Single(await ExchangeAsync(service.Activity(Text(first, "value")))).Json;
        Assert.Equal(1, answer.GetProperty("channelData").GetProperty("faqbot").GetProperty("confidence").GetDouble());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200b")]
    public async Task Message_without_words_asks_for_some(string text) =>
        Assert.Equal("Please ask in words.", Text(Assert.Single(await ExchangeAsync(service.Activity(text))).Json, "text"));

    [Fact]
    public async Task Question_that_is_too_long_is_told_so() => Assert.Equal(
        "The question is too long, please put it more briefly.",
            Text(Assert.Single(await ExchangeAsync(service.Activity(new string('x', 1001)))).Json, "text"));

    [Fact]
    public async Task Failure_while_answering_is_one_polite_message_without_details()
    {
        // No such knowledge base for this tenant of this channel.
        await using BotServiceWith broken = await BotServiceWith.StartAsync(service, ("Bot:KnowledgeBase", "missing"));
        JsonObject activity = service.Activity("hello");
        Assert.Equal(HttpStatusCode.OK, await broken.SendAsync(activity, service.Tokens.Header()));
        Asked sent = Assert.Single(service.Cloud.SentTo((string)activity["conversation"]!["id"]!));
        Assert.Equal("Sorry, something went wrong. Please try again later.", Text(sent.Json, "text"));
    }

    private JsonObject Installation(string action, string? conversation = null)
    {
        JsonObject installed = service.Activity(null, channel: "msteams", type: "installationUpdate", conversation: conversation);
        installed["action"] = action;
        return installed;
    }

    private async Task<Asked[]> ExchangeAsync(JsonObject activity)
    {
        (HttpStatusCode status, string body) = await service.SendAsync(activity, service.Tokens.Header());
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        return service.Cloud.SentTo((string)activity["conversation"]!["id"]!);
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
