using System.Net;
using System.Text.Json;

namespace FaqBot.Tests.DirectLine;

[Collection(DirectLineCollection.Name)]
public sealed class ConversationTests(DirectLineService service)
{
    private const string Question = "怎么申请退货？";

    [Fact]
    public async Task Conversation_begins_once_with_a_greeting_in_the_clients_language()
    {
        string token = await service.Client.TokenAsync();
        DirectLineReply first =
            await service.Client.DirectLineAsync("POST", "conversations", token, new { locale = "en-US", user = new { } });
        DirectLineReply second = await service.Client.DirectLineAsync("POST", "conversations", token, new { locale = "zh-CN" });
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(first.Ok("conversationId"), second.Ok("conversationId"));
        Assert.Equal(1800, first.Json.GetProperty("expires_in").GetInt32());
        Assert.StartsWith("ws://127.0.0.1:", first.Ok("streamUrl"), StringComparison.Ordinal);
        Talk talk = new(service.Client, first.Ok("conversationId"), first.Ok("token"), "");
        JsonElement greeting = Assert.Single(await talk.ReadAsync());
        Assert.Equal("Hello! Ask me your question.\n\nAnswers here are automatic.", greeting.GetProperty("text").GetString());
        Assert.Equal("bot", greeting.GetProperty("from").GetProperty("role").GetString());
        Assert.Equal(
            HttpStatusCode.OK, (await talk.PostAsync(new { type = "event", name = "webchat/join", from = new { id = "x" } })).Status);
        Assert.Equal(["message", "event"], (await talk.ReadAsync()).Select(activity => activity.GetProperty("type").GetString()!));
    }

    [Fact]
    public async Task Question_is_answered_with_the_api_s_own_answer_and_buttons_that_are_exact()
    {
        Talk talk = await service.Client.TalkAsync();
        string id = await talk.SayAsync(Question, "mine");
        JsonElement[] said = await talk.ReadAsync("1");
        Assert.Equal(id, said[0].GetProperty("id").GetString());
        Assert.Equal("mine", said[0].GetProperty("channelData").GetProperty("clientActivityID").GetString());
        JsonElement answer = said[1];
        Running.Reply reply = await Running.AskCalls.AskAsync(service.Client, Question);
        Assert.Equal(reply.Answer!.Text, answer.GetProperty("text").GetString());
        Assert.Equal(
            ("markdown", id, "expectingInput"),
            (answer.GetProperty("textFormat").GetString(), answer.GetProperty("replyToId").GetString(),
                answer.GetProperty("inputHint").GetString()));
        JsonElement[] buttons = [.. answer.GetProperty("suggestedActions").GetProperty("actions").EnumerateArray()];
        Assert.Equal(reply.Answer.Prompts.Select(prompt => prompt.Text), buttons.Select(button => button.GetProperty("title").GetString()));
        foreach ((JsonElement button, int i) in buttons.Select((button, i) => (button, i)))
        {
            Assert.Equal("messageBack", button.GetProperty("type").GetString());

            // The title alone would not do: the value names the entry.
            (await talk.PostAsync(new { type = "message", from = new { id = "x" }, text = "…", value = button.GetProperty("value") }))
                .Ok("id");
            JsonElement own = (await talk.ReadAsync())[^1].GetProperty("channelData").GetProperty("faqbot");
            Assert.Equal((reply.Answer.Prompts[i].EntryId, 1.0),
                (own.GetProperty("entryId").GetString(), own.GetProperty("confidence").GetDouble()));
        }
    }

    [Fact]
    public async Task Answer_before_is_the_context_of_the_next_question()
    {
        Talk talk = await service.Client.TalkAsync();
        await talk.SayAsync("没有原包装了怎么办？");
        Assert.NotEqual("return-no-package", Entry((await talk.ReadAsync())[^1]));
        await talk.SayAsync(Question);
        await talk.SayAsync("没有原包装了怎么办？");
        Assert.Equal("return-no-package", Entry((await talk.ReadAsync())[^1]));
    }

    [Fact]
    public async Task Unsure_reply_asks_back_and_unknown_one_says_so()
    {
        Talk talk = await service.Client.TalkAsync();
        Running.Reply? unsure = null;
        foreach (string question in (string[])["退", "发票 退款", "优惠券 退货", "地址", "改地址 发票", "会员 退款 快递", "订单 发票 优惠", "快递 会员"])
        {
            unsure = await Running.AskCalls.AskAsync(service.Client, new { question, top = 5 });
            if (unsure.Decision == "suggestions")
            {
                await talk.SayAsync(question);
                break;
            }
        }

        Assert.Equal("suggestions", unsure!.Decision);
        JsonElement back = (await talk.ReadAsync())[^1];
        Assert.Equal(
            unsure.Suggestions.Select(candidate => candidate.Question),
            back.GetProperty("suggestedActions").GetProperty("actions").EnumerateArray()
                .Select(button => button.GetProperty("title").GetString()));
        await talk.SayAsync("xkcd qwerty zzz 9981");
        JsonElement none = (await talk.ReadAsync())[^1];
        Assert.Equal("noMatch", none.GetProperty("channelData").GetProperty("faqbot").GetProperty("decision").GetString());
        Assert.False(none.TryGetProperty("suggestedActions", out _));
    }

    [Fact]
    public async Task Second_copy_of_a_message_changes_nothing()
    {
        Talk talk = await service.Client.TalkAsync();
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => talk.SayAsync(Question, "same")));
        Assert.Single(ids.Distinct());
        Assert.Equal(3, (await talk.ReadAsync()).Length);
    }

    [Fact]
    public async Task Messages_sent_at_once_are_all_answered_in_pairs()
    {
        Talk talk = await service.Client.TalkAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => talk.SayAsync($"发票 {number}")));
        JsonElement[] said = await talk.ReadAsync("1");
        Assert.Equal(24, said.Length);
        for (int i = 0; i < said.Length; i += 2)
        {
            Assert.Equal(said[i].GetProperty("id").GetString(), said[i + 1].GetProperty("replyToId").GetString());
        }
    }

    [Fact]
    public async Task Watermark_gives_what_comes_after_it()
    {
        Talk talk = await service.Client.TalkAsync();
        await talk.SayAsync(Question);
        Assert.Equal(3, (await talk.ReadAsync()).Length);
        Assert.Single(await talk.ReadAsync("2"));
        DirectLineReply end = await talk.GetAsync("3");
        Assert.Equal(("3", 0), (end.Ok("watermark"), end.Json.GetProperty("activities").GetArrayLength()));
        Assert.Equal("3", (await talk.GetAsync("999")).Ok("watermark"));
        (await talk.GetAsync("-1")).Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.GetAsync("99999999999999999999")).Is(HttpStatusCode.BadRequest, "BadArgument");
    }

    [Fact]
    public async Task Other_activities_are_taken_in_politely()
    {
        Talk talk = await service.Client.TalkAsync();
        foreach (string type in (string[])["typing", "conversationUpdate", "messageReaction", "endOfConversation", "somethingNew"])
        {
            Assert.Equal(HttpStatusCode.OK, (await talk.PostAsync(new { type, from = new { id = "x" } })).Status);
        }

        Assert.Single(await talk.ReadAsync());
        await talk.SayAsync(new string('长', 1_500));
        Assert.Contains("短一些", (await talk.ReadAsync())[^1].GetProperty("text").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_breaks_a_rule_is_refused_in_the_clients_shape()
    {
        Talk talk = await service.Client.TalkAsync();
        (await talk.PostAsync("{\"type\": ")).Is(HttpStatusCode.BadRequest, "BadSyntax");
        (await talk.PostAsync("[]")).Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.PostAsync(new { from = new { id = "x" }, text = "hi" })).Is(HttpStatusCode.BadRequest, "MissingProperty");
        (await talk.PostAsync(new { type = "message", from = new { id = "x" } })).Is(HttpStatusCode.BadRequest, "MissingProperty");
        (await talk.PostAsync(new { type = 7 })).Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.Client.DirectLineAsync("POST", $"conversations/{talk.Id}/upload?userId=x", talk.Token, "{}"))
            .Is(HttpStatusCode.UnsupportedMediaType, "NotSupported");
        (await talk.Client.DirectLineAsync("GET", "conversations/nobody/activities", DirectLineCalls.Secret))
            .Is(HttpStatusCode.NotFound, "ConversationNotFound");
        (await talk.Client.DirectLineAsync("GET", $"conversations/{talk.Id}/stream", talk.Token))
            .Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.Client.DirectLineAsync("GET", "session/getsessionid", talk.Token)).Is(HttpStatusCode.NotFound, "NotSupported");
        (await talk.Client.DirectLineAsync("DELETE", "conversations", talk.Token)).Is(HttpStatusCode.MethodNotAllowed, "NotSupported");
        (await talk.Client.DirectLineAsync("POST", "tokens/generate", DirectLineCalls.Secret, new { user = new { id = "bob" } }))
            .Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.Client.DirectLineAsync("POST", "tokens/generate", DirectLineCalls.Secret, new { kb = "none" }))
            .Is(HttpStatusCode.BadRequest, "BadArgument");
        (await talk.Client.DirectLineAsync("POST", "tokens/generate", DirectLineCalls.Secret, new { trustedOrigins = new[] { "shop" } }))
            .Is(HttpStatusCode.BadRequest, "BadArgument");
    }

    [Fact]
    public async Task Token_may_name_the_knowledge_base()
    {
        Talk talk = await service.Client.TalkAsync(new { kb = "chitchat" });
        await talk.SayAsync("你好");
        Running.Reply reply = await Running.AskCalls.AskAsync(service.Client, new { question = "你好", kb = "chitchat" });
        Assert.Equal(reply.Answer!.EntryId, Entry((await talk.ReadAsync())[^1]));
    }

    [Fact]
    public async Task Holder_of_a_secret_speaks_in_any_conversation()
    {
        DirectLineReply begun =
            await service.Client.DirectLineAsync("POST", "conversations", DirectLineCalls.Secret, new { user = new { id = "dl_server" } });
        Talk talk = new(service.Client, begun.Ok("conversationId"), DirectLineCalls.Secret, begun.Ok("streamUrl"));
        await talk.SayAsync(Question);
        Assert.Equal(3, (await talk.ReadAsync()).Length);
        Assert.Contains("/stream?watermark=3&t=", await talk.ReconnectAsync("3"), StringComparison.Ordinal);
    }

    private static string? Entry(JsonElement activity) =>
        activity.GetProperty("channelData").GetProperty("faqbot").TryGetProperty("entryId", out JsonElement id) ? id.GetString() : null;
}
