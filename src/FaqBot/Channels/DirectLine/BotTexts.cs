using FaqBot.Core.Knowledge;

namespace FaqBot.Channels.DirectLine;

/// <summary>What the bot says in words of its own.</summary>
internal static class BotTexts
{
    public static LocalizedText Greeting { get; } = Of(
        "您好！请问有什么可以帮您？", "您好！請問有什麼可以幫您？", "Hello! How can I help you?");

    public static LocalizedText DidYouMean { get; } = Of(
        "您想问的是下面哪一个？", "您想問的是下面哪一個？", "Did you mean one of these?");

    public static LocalizedText NotReadable { get; } = Of(
        "这条消息我读不了：请用文字提问，并写得短一些。", "這則訊息我讀不了：請用文字提問，並寫得短一些。", "I cannot read this message: please ask in words, and briefly.");

    private static LocalizedText Of(string simplified, string traditional, string english) => new(new Dictionary<string, string>
    {
        ["zh-Hans"] = simplified,
        ["zh-Hant"] = traditional,
        ["en"] = english,
    });
}
