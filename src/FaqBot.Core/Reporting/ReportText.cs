namespace FaqBot.Core.Reporting;

/// <summary>A text of a report in both of its languages.</summary>
/// <param name="English">In English.</param>
/// <param name="Chinese">In simplified Chinese.</param>
public readonly record struct ReportText(string English, string Chinese)
{
    /// <summary>Takes what is the same in every language: names, questions, figures.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ReportText(string text) => new(text, text);

    /// <summary>The text as HTML: both languages, of which the page shows the one that its reader chose.</summary>
    internal string ToHtml() => English == Chinese
        ? HtmlPage.Escape(English)
        : $"<span class=\"en\" lang=\"en\">{HtmlPage.Escape(English)}</span><span class=\"zh\" lang=\"zh-Hans\">{HtmlPage.Escape(Chinese)}"
            + "</span>";

    /// <summary>Both languages in one line, for what can hold no elements.</summary>
    internal string ToLine() => English == Chinese ? English : $"{English} · {Chinese}";
}
