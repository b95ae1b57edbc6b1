using System.Net;
using System.Text.Json;
using FaqBot.Tests.DirectLine;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Conversations;

/// <summary>A conversation by one of the channels, which goes on at any replica.</summary>
internal abstract class Channel
{
    public static string[] Names { get; } = ["http", "widget", "bot framework", "direct line"];

    /// <summary>Begins a conversation.</summary>
    /// <param name="name">The channel.</param>
    /// <param name="service">A client of the service where it begins.</param>
    /// <returns>The conversation.</returns>
    public static async Task<Channel> BeginAsync(string name, HttpClient service) => name switch
    {
        "http" => new Http(null),
        "widget" => new Http(ConversationServices.Site),
        "bot framework" => new BotFramework(),
        _ => new DirectLine(await service.TalkAsync(secret: null)),
    };

    /// <summary>Asks.</summary>
    /// <param name="service">A client of the service that answers.</param>
    /// <param name="question">The question.</param>
    /// <returns>The entry that answers, if one does, and its confidence.</returns>
    public abstract Task<(string? EntryId, double Confidence)> AskAsync(HttpClient service, string question);

    private static (string? EntryId, double Confidence) Read(JsonElement activity)
    {
        JsonElement own = activity.GetProperty("channelData").GetProperty("faqbot");
        return (own.TryGetProperty("entryId", out JsonElement entry) ? entry.GetString() : null, own.GetProperty("confidence").GetDouble());
    }

    /// <summary>The own route, by a program or as the widget on a page of the site asks it.</summary>
    private sealed class Http(string? origin) : Channel
    {
        private readonly string _id = Guid.NewGuid().ToString("n");

        public override async Task<(string? EntryId, double Confidence)> AskAsync(HttpClient service, string question)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "api/v1/ask")
            {
                Content = new StringContent(
                    JsonSerializer.Serialize(new { question, conversationId = _id }), System.Text.Encoding.UTF8, "application/json"),
            };
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            using HttpResponseMessage response = await service.SendAsync(request, TestContext.Current.CancellationToken);
            string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, text);
            Reply reply = JsonSerializer.Deserialize(text, ReplyJson.Default.Reply)!;
            return (reply.Answer?.EntryId, reply.Confidence);
        }
    }

    /// <summary>A channel of the Bot Framework, whose replies come in the response.</summary>
    private sealed class BotFramework : Channel
    {
        private readonly string _id = Guid.NewGuid().ToString("n");

        public override async Task<(string? EntryId, double Confidence)> AskAsync(HttpClient service, string question)
        {
            (HttpStatusCode status, JsonElement json) = await service.PostJsonAsync("api/messages", new
            {
                type = "message",
                id = Guid.NewGuid().ToString("n"),
                channelId = "emulator",
                serviceUrl = "http://127.0.0.1:1/",
                deliveryMode = "expectReplies",
                conversation = new { id = _id },
                from = new { id = "user-1" },
                recipient = new { id = "bot-1" },
                text = question,
            });
            Assert.Equal(HttpStatusCode.OK, status);
            return Read(json.GetProperty("activities")[0]);
        }
    }

    private sealed class DirectLine(Talk talk) : Channel
    {
        public override async Task<(string? EntryId, double Confidence)> AskAsync(HttpClient service, string question)
        {
            Talk here = talk with { Client = service };
            await here.SayAsync(question);
            return Read((await here.ReadAsync())[^1]);
        }
    }
}
