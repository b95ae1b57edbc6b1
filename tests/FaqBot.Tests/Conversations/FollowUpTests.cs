using FaqBot.Tests.DirectLine;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Conversations;

/// <summary>What a conversation is about is remembered in one place, whatever channel it comes by.</summary>
/// <param name="services">The services.</param>
public sealed class FollowUpTests(ConversationServices services) : IClassFixture<ConversationServices>
{
    public const string First = "怎么申请退货？";
    public const string FollowUp = "没有原包装了怎么办？";
    public const string Entry = "return-no-package";

    private const string SmallTalk = "你好";

    public static TheoryData<string, string> ChannelsAndMemories =>
        new(Channel.Names.SelectMany(_ => (string[])["memory", "redis"], (channel, memory) => (channel, memory)));

    [Theory]
    [MemberData(nameof(ChannelsAndMemories))]
    public async Task Follow_up_after_small_talk_is_answered(string name, string memory)
    {
        (HttpClient first, HttpClient then) = services.Of(memory);
        Channel channel = await Channel.BeginAsync(name, first);
        Assert.Equal(("return-apply", 1), await channel.AskAsync(first, First));
        Assert.Equal(("greeting", 1), await channel.AskAsync(then, SmallTalk));
        Assert.Equal((Entry, 1), await channel.AskAsync(then, FollowUp));
        Assert.NotEqual(Entry, (await (await Channel.BeginAsync(name, first)).AskAsync(first, FollowUp)).EntryId);
    }

    [Fact]
    public async Task Conversations_of_two_channels_with_one_id_are_two()
    {
        (HttpClient service, _) = services.Of("memory");
        Talk talk = await service.TalkAsync(secret: null);
        await service.AskAsync(new { question = First, conversationId = talk.Id });
        Assert.Equal(Entry, (await service.AskAsync(new { question = FollowUp, conversationId = talk.Id })).Answer?.EntryId);
        await talk.SayAsync(FollowUp);
        string said = (await talk.ReadAsync())[^1].GetProperty("channelData").GetRawText();
        Assert.DoesNotContain($"\"{Entry}\"", said, StringComparison.Ordinal);
    }
}
