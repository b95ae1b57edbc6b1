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
}
