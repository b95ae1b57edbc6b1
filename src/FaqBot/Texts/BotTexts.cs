using FaqBot.Core.Text;

namespace FaqBot.Texts;

/// <summary>What the bot says of its own accord in every channel, in one language.</summary>
internal sealed record BotTexts(
    string Greeting, string DidYouMean, string TextOnly, string TooLong, string Busy, string Failed, string NoAnswer,
        string Automatic, string NobodyNow, string BackFrom, string Contact)
{
    private static readonly BotTexts Simplified = new(
        "您好！请直接输入您的问题。", "您是不是想问：", "请用文字提问。", "问题太长了，请说得简短一些。", "现在有点忙，请稍后再问。", "抱歉，出了点问题，请稍后再试。", "抱歉，没有找到答案。",
        "回答由系统自动给出。", "现在没有人工客服在线。", "现在没有人工客服在线，{0} 恢复。", "联系我们");

    private static readonly BotTexts Traditional = new(
        "您好！請直接輸入您的問題。", "您是不是想問：", "請用文字提問。", "問題太長了，請說得簡短一些。", "現在有點忙，請稍後再問。", "抱歉，出了點問題，請稍後再試。", "抱歉，沒有找到答案。",
        "回答由系統自動給出。", "現在沒有真人客服在線。", "現在沒有真人客服在線，{0} 恢復。", "聯絡我們");

    private static readonly BotTexts English = new(
        "Hello! Ask me your question.",
        "Did you mean:",
        "Please ask in words.",
        "The question is too long, please put it more briefly.",
        "I am busy at the moment, please ask again shortly.",
        "Sorry, something went wrong. Please try again later.",
        "Sorry, I found no answer.",
        "Answers here are automatic.",
        "Nobody is there right now.",
        "Nobody is there right now. Back from {0}.",
        "Contact us");

    /// <summary>The texts for a language; English for those that FaqBot does not tell apart.</summary>
    public static BotTexts For(Language language) => language switch
    {
        Language.SimplifiedChinese => Simplified,
        Language.TraditionalChinese => Traditional,
        _ => English,
    };

    /// <summary>What is said to a message that is no question.</summary>
    /// <param name="message">The message.</param>
    /// <param name="maxLength">Longest question in characters.</param>
    public string Unreadable(string message, int maxLength) => message.EnumerateRunes().Skip(maxLength).Any() ? TooLong : TextOnly;

    /// <summary>The texts for what a channel says about the user's language.</summary>
    public static BotTexts For(string? locale) => For(LanguageTag.TryParse(locale, out Language language) ? language : Language.Other);
}
