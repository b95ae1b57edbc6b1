using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaqBot.Tests.BotFramework;

/// <summary>What was answered before decides what may be answered now.</summary>
[Collection(BotCollection.Name)]
public sealed class ContextTests(BotService service)
{
    private const string First = "怎么申请退货？";
    private const string OnlyInContext = "没有原包装了怎么办？";
    private const string ItsEntry = "return-no-package";

    [Fact]
    public async Task Follow_up_is_answered_in_its_conversation_alone()
    {
        string conversation = Guid.NewGuid().ToString("n");
        Assert.NotEqual(ItsEntry, await AskAsync(OnlyInContext, conversation));
        Assert.Equal("return-apply", await AskAsync(First, conversation));
        Assert.Equal(ItsEntry, await AskAsync(OnlyInContext, conversation));
        Assert.NotEqual(ItsEntry, await AskAsync(OnlyInContext, Guid.NewGuid().ToString("n")));
    }

    [Fact]
    public async Task End_of_a_conversation_forgets_it()
    {
        string conversation = Guid.NewGuid().ToString("n");
        await AskAsync(First, conversation);
        await service.SendAsync(service.Activity(null, type: "endOfConversation", conversation: conversation), service.Tokens.Header());
        Assert.NotEqual(ItsEntry, await AskAsync(OnlyInContext, conversation));
    }

    [Fact]
    public async Task Members_of_a_group_have_each_their_own_context()
    {
        string conversation = Guid.NewGuid().ToString("n");
        Assert.Equal("return-apply", await AskAsync(First, conversation, "user-1"));
        Assert.NotEqual(ItsEntry, await AskAsync(OnlyInContext, conversation, "user-2"));
        Assert.Equal("return-apply", await AskAsync(First, conversation, "user-1"));
        Assert.Equal(ItsEntry, await AskAsync(OnlyInContext, conversation, "user-1"));
    }

    [Fact]
    public async Task Follow_up_prompts_are_buttons_that_lead_where_they_say()
    {
        string conversation = Guid.NewGuid().ToString("n");
        JsonElement answer = await ReplyAsync(service.Activity(First, conversation: conversation));
        JsonElement[] actions = [.. answer.GetProperty("suggestedActions").GetProperty("actions").EnumerateArray()];
        Assert.NotEmpty(actions);
        string followUp = actions.Select(action => action.GetProperty("value").GetString()!).First(question => question == OnlyInContext);
        Assert.Equal(ItsEntry, await AskAsync(followUp, conversation));
    }

    [Fact]
    public async Task Button_of_Teams_brings_its_context_along()
    {
        JsonElement card = await ReplyAsync(service.Activity(First, channel: "msteams"));
        JsonElement action = card.GetProperty("attachments")[0].GetProperty("content").GetProperty("actions").EnumerateArray()
            .First(one => one.GetProperty("data").GetProperty("faqbot").GetProperty("question").GetString() == OnlyInContext);

        // The click comes after the service has forgotten the conversation.
        JsonObject click = service.Activity(null);
        click["value"] = JsonNode.Parse(action.GetProperty("data").GetRawText());
        Assert.Equal(ItsEntry, Entry(await ReplyAsync(click)));
    }

    private async Task<string?> AskAsync(string question, string conversation, string? memberOfGroup = null)
    {
        JsonObject activity = service.Activity(question, conversation: conversation);
        if (memberOfGroup is not null)
        {
            activity["conversation"]!["isGroup"] = true;
            activity["from"]!["id"] = memberOfGroup;
            activity["text"] = "<at>FaqBot</at> " + question;
            activity["entities"] = new JsonArray(new JsonObject
            {
                ["type"] = "mention",
                ["text"] = "<at>FaqBot</at>",
                ["mentioned"] = new JsonObject { ["id"] = "bot-1" },
            });
        }

        return Entry(await ReplyAsync(activity));
    }

    private async Task<JsonElement> ReplyAsync(JsonObject activity)
    {
        activity["deliveryMode"] = "expectReplies";
        (HttpStatusCode status, string body) = await service.SendAsync(activity, service.Tokens.Header());
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        return JsonElement.Parse(body).GetProperty("activities")[0];
    }

    private static string? Entry(JsonElement reply) =>
        reply.GetProperty("channelData").GetProperty("faqbot").TryGetProperty("entryId", out JsonElement entry) ? entry.GetString() : null;
}
