using System.Globalization;
using FaqBot.Core.Text;

namespace FaqBot.Texts;

/// <summary>What a bot adds to a reply without an answer when nobody can take over: when somebody will be there, and where people are
/// reached. The chat page and the widget show the same in their own way.</summary>
internal static class ElsewhereText
{
    private const double DaysThatANameIsClear = 6;
    private const string ChineseDays = "日一二三四五六";

    /// <summary>Puts it below what the owner says where nothing matches.</summary>
    /// <param name="message">What is said.</param>
    /// <param name="channels">What all channels do alike.</param>
    /// <param name="language">Language of the reply.</param>
    /// <param name="now">The time.</param>
    /// <returns>Markdown.</returns>
    public static string Below(string message, ChannelOptions channels, Language language, DateTimeOffset now) =>
        channels.OffersPersonAt(now) ? message : string.Join("\n\n", ((string?[])
        [
            message,
            channels.OfferHandover ? Absence(channels.Hours.OpensAfter(now), channels.Hours.AtOffice(now), language) : null,
            channels.ContactUrl is { } url ? $"[{BotTexts.For(language).Contact}]({Destination(url)})" : null,
        ]).Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>Says that nobody is there, and when somebody will be.</summary>
    /// <param name="opens">When the office opens, at its own offset from UTC; null: not soon.</param>
    /// <param name="now">The time there.</param>
    /// <param name="language">Language of the reply.</param>
    public static string Absence(DateTimeOffset? opens, DateTimeOffset now, Language language)
    {
        BotTexts texts = BotTexts.For(language);
        return opens is { } at ? string.Format(CultureInfo.InvariantCulture, texts.BackFrom, TimeOf(at, now, language)) : texts.NobodyNow;
    }

    /// <summary>The day of the week while that is clear, else the date; by the office's clock, as a bot knows no customer's zone.</summary>
    private static string TimeOf(DateTimeOffset at, DateTimeOffset now, Language language)
    {
        double days = (at.Date - now.Date).TotalDays;
        bool isChinese = language is Language.SimplifiedChinese or Language.TraditionalChinese;
        string day = days < 1 ? ""
            : days <= DaysThatANameIsClear ? isChinese ? $"星期{ChineseDays[(int)at.DayOfWeek]} " : Written("dddd ")
            : isChinese ? Written("M月d日 ") : Written("d MMMM, ");
        string zone = at.Offset == TimeSpan.Zero ? "UTC"
            : $"UTC{(at.Offset < TimeSpan.Zero ? '-' : '+')}{at.Offset.ToString(at.Offset.Minutes == 0 ? "%h" : @"h\:mm", null)}";
        return $"{day}{Written("HH:mm")}{(isChinese ? $"（{zone}）" : $" ({zone})")}";

        string Written(string format) => at.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>An address as Markdown takes it between brackets.</summary>
    private static string Destination(string url) => url.Trim()
        .Replace(" ", "%20", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal)
        .Replace(")", "%29", StringComparison.Ordinal);
}
