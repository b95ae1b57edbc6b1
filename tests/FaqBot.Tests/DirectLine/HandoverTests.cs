using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.DirectLine;

/// <summary>What a client gets where the owner has people to ask.</summary>
public sealed class HandoverTests(SampleDatabase sample)
{
    private const string Nonsense = "quantum chromodynamics of gluons";

    [Fact]
    public async Task Nothing_that_matches_is_followed_by_the_event_that_asks_for_a_person()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)),
            ("Channels:OfferHandover", "true"), ("Channels:Greeting", "**Welcome** to the shop"));
        Talk talk = await service.Client.TalkAsync(secret: null);
        Assert.Equal(
            "**Welcome** to the shop\n\nAnswers here are automatic.",
            Assert.Single(await talk.ReadAsync()).GetProperty("text").GetString());
        string id = await talk.SayAsync(Nonsense);
        JsonElement[] said = await talk.ReadAsync("1");
        Assert.Equal(["message", "message", "event"], said.Select(activity => activity.GetProperty("type").GetString()));
        Assert.NotEmpty(said[1].GetProperty("text").GetString()!);
        JsonElement handoff = said[2];
        Assert.Equal(("handoff.initiate", id), (handoff.GetProperty("name").GetString(), handoff.GetProperty("replyToId").GetString()));
        JsonElement value = handoff.GetProperty("value");
        Assert.Equal(
            [Nonsense, "shop", "en"],
            new[] { "question", "knowledgeBase", "language" }.Select(name => value.GetProperty(name).GetString()));
        await talk.SayAsync("怎么申请退货？");
        Assert.Equal(["message", "message"], (await talk.ReadAsync("4")).Select(activity => activity.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Out_of_hours_the_reply_says_when_somebody_will_be_there_and_where_to_write()
    {
        using TemporaryFolder folder = new();
        string day = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek.ToString();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Channels:OfferHandover", "true"),
            ("Channels:Hours:Open", $"{day[..2]} 09:00-18:00"), ("Channels:Hours:TimeZone", "Etc/UTC"),
            ("Channels:ContactUrl", "mailto:help@shop.example"), ("Channels:Greeting", ""));
        foreach ((string question, string absence, string contact) in ((string, string, string)[])
        [
            (Nonsense, $"Nobody is there right now. Back from {day} 09:00 (UTC).", "[Contact us](mailto:help@shop.example)"),
            ("量子纠缠的原理是什么", "现在没有人工客服在线，星期", "[联系我们](mailto:help@shop.example)"),
            ("量子糾纏的原理是什麼", "現在沒有真人客服在線，星期", "[聯絡我們](mailto:help@shop.example)"),
        ])
        {
            Talk talk = await service.Client.TalkAsync(secret: null);
            await talk.SayAsync(question);

            // The question comes first, then the reply, and no event.
            JsonElement[] activities = await talk.ReadAsync();
            Assert.Equal(2, activities.Length);
            JsonElement said = activities[1];
            Assert.Equal("message", said.GetProperty("type").GetString());
            string text = said.GetProperty("text").GetString()!;
            Assert.Contains(absence, text, StringComparison.Ordinal);
            Assert.EndsWith(contact, text, StringComparison.Ordinal);
        }
    }
}
