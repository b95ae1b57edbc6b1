using System.Globalization;
using System.Net;
using System.Text;

namespace FaqBot.Core.Reporting;

/// <summary>A report as one HTML file that needs no other file, no script and no network; light and dark as the reader's system is, in
/// English and Chinese as its reader chooses, and whole when it is printed.</summary>
/// <remarks>All texts are escaped. Not thread-safe.</remarks>
public sealed class HtmlPage
{
    private const string Style = """
        :root{color-scheme:light dark;--text:#1b1f24;--soft:#57606a;--line:#d0d7de;--ground:#fff;--band:#f6f8fa;--s0:#0550ae;--s1:#bc4c00;--s2:#1a7f37;--s3:#8250df;--bad:#a40e26;--warn:#7d4e00}
        @media(prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9da7b3;--line:#3d444d;--ground:#0d1117;--band:#161b22;--s0:#79c0ff;--s1:#ffa657;--s2:#7ee787;--s3:#d2a8ff;--bad:#ff7b72;--warn:#e3b341}}
        body{margin:2rem auto;max-width:84rem;padding:0 1rem;font:16px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:var(--text);background:var(--ground)}
        h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem}p,ol,dl{max-width:50rem}.wide{overflow-x:auto}a{color:var(--s0)}
        table{border-collapse:collapse;margin:.5rem 0}caption{text-align:left;color:var(--soft);padding:.3rem 0}
        th,td{padding:.3rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}thead th{background:var(--band)}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .charts{display:flex;flex-wrap:wrap;gap:1.5rem}figure{margin:0}figcaption{color:var(--soft);max-width:28rem}svg{max-width:100%;height:auto}
        svg text{fill:var(--text);font:12px system-ui,sans-serif}svg .soft{fill:var(--soft)}svg .grid{stroke:var(--line)}svg .even{stroke:var(--soft);stroke-dasharray:2 4}
        svg .s{fill:none;stroke-width:2}svg .s0{stroke:var(--s0)}svg .s1{stroke:var(--s1);stroke-dasharray:7 3}svg .s2{stroke:var(--s2);stroke-dasharray:2 3}svg .s3{stroke:var(--s3);stroke-dasharray:9 3 2 3}
        svg .d0{fill:var(--s0)}svg .d1{fill:var(--s1)}svg .d2{fill:var(--s2)}svg .d3{fill:var(--s3)}
        .error{color:var(--bad);font-weight:600}.warning{color:var(--warn);font-weight:600}.note{color:var(--soft)}
        .verdict{padding:.8rem 1rem;border-left:.4rem solid var(--s2);background:var(--band);font-size:1.15rem}.verdict.warning{border-color:var(--warn);font-weight:400;color:var(--text)}.verdict.error{border-color:var(--bad);font-weight:400;color:var(--text)}
        fieldset{display:inline-block;margin:0 1rem 1rem 0;border:1px solid var(--line);border-radius:.5rem}label{margin-right:.8rem;white-space:nowrap}
        summary{cursor:pointer}dt{font-weight:600;margin-top:.6rem}dd{margin:0}
        .zh{display:none}body:has(#report-zh:checked) .zh{display:inline}body:has(#report-zh:checked) .en{display:none}
        @media print{:root{color-scheme:light}fieldset{display:none}body{margin:0;max-width:none;font-size:11pt}.wide{overflow:visible}tr,figure,.verdict{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}
        """;

    private readonly StringBuilder _body = new();
    private readonly StringBuilder _filters = new();
    private readonly ReportText _title;
    private int _tables;

    /// <summary>Starts a page.</summary>
    /// <param name="title">Its title and first heading.</param>
    public HtmlPage(ReportText title) => _title = title;

    /// <summary>Adds what the whole report says, in a sentence or two.</summary>
    /// <param name="text">The verdict.</param>
    /// <param name="grade"><c>error</c>, <c>warning</c> or <c>good</c>.</param>
    /// <returns>The page.</returns>
    public HtmlPage Verdict(ReportText text, string grade)
    {
        _body.Append("<p class=\"verdict ").Append(Escape(grade)).Append("\">").Append(text.ToHtml()).Append("</p>\n");
        return this;
    }

    /// <summary>Adds what to do next, the most important first.</summary>
    /// <param name="steps">Each with the id of the heading that it is about; null: none.</param>
    /// <returns>The page.</returns>
    public HtmlPage Steps(IReadOnlyCollection<(ReportText Text, string? About)> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0)
        {
            return this;
        }

        Heading(new("What to do next", "接下来做什么"));
        _body.Append("<ol>\n");
        foreach ((ReportText text, string? about) in steps)
        {
            string html = text.ToHtml();
            _body.Append("<li>").Append(about is null ? html : $"<a href=\"#{Escape(about)}\">{html}</a>").Append("</li>\n");
        }

        _body.Append("</ol>\n");
        return this;
    }

    /// <summary>Adds boxes by which rows of tables are shown or not.</summary>
    /// <param name="legend">What they choose.</param>
    /// <param name="kinds">Kinds of rows, each with its name.</param>
    /// <returns>The page.</returns>
    public HtmlPage Filter(ReportText legend, IReadOnlyCollection<(string Kind, ReportText Name)> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        _body.Append("<fieldset><legend>").Append(legend.ToHtml()).Append("</legend>");
        foreach ((string kind, ReportText name) in kinds)
        {
            string id = ClassOf(kind);
            _body.Append("<label><input type=\"checkbox\" id=\"show-").Append(id).Append("\" checked> ").Append(name.ToHtml())
                .Append("</label>");
            _filters.Append("body:has(#show-").Append(id).Append(":not(:checked)) .is-").Append(id).Append("{display:none}");
        }

        _body.Append("</fieldset>\n");
        return this;
    }

    /// <summary>Adds a heading.</summary>
    /// <param name="text">The heading.</param>
    /// <param name="id">Its anchor; null: none.</param>
    /// <returns>The page.</returns>
    public HtmlPage Heading(ReportText text, string? id = null)
    {
        _body.Append(id is null ? "<h2>" : $"<h2 id=\"{Escape(id)}\">").Append(text.ToHtml())
            .Append(id is null ? "" : $" <a href=\"#{Escape(id)}\" aria-label=\"#{Escape(id)}\">#</a>").Append("</h2>\n");
        return this;
    }

    /// <summary>Adds a paragraph.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The page.</returns>
    public HtmlPage Paragraph(ReportText text)
    {
        _body.Append("<p>").Append(text.ToHtml()).Append("</p>\n");
        return this;
    }

    /// <summary>Adds a table.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">Names of its columns; one that begins with <c>#</c> holds numbers.</param>
    /// <param name="rows">A cell a column.</param>
    /// <param name="kindOf">The kind of a row for <see cref="Filter"/>, by its number; null: rows are always shown.</param>
    /// <returns>The page.</returns>
    public HtmlPage Table(
        ReportText caption, IReadOnlyList<ReportText> columns, IEnumerable<IReadOnlyList<ReportText>> rows,
            Func<int, string>? kindOf = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        string id = string.Create(CultureInfo.InvariantCulture, $"table-{++_tables}");
        bool[] isNumber = [.. columns.Select(column => column.English.StartsWith('#'))];
        _body.Append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"").Append(id)
            .Append("\"><table><caption id=\"").Append(id).Append("\">").Append(caption.ToHtml()).Append("</caption><thead><tr>");
        foreach ((int i, ReportText column) in columns.Index())
        {
            _body.Append(isNumber[i] ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
                .Append(new ReportText(column.English.TrimStart('#'), column.Chinese.TrimStart('#')).ToHtml()).Append("</th>");
        }

        _body.Append("</tr></thead><tbody>\n");
        foreach ((int number, IReadOnlyList<ReportText> row) in rows.Index())
        {
            _body.Append(kindOf is null ? "<tr>" : $"<tr class=\"is-{ClassOf(kindOf(number))}\">");
            foreach ((int i, ReportText cell) in row.Index())
            {
                _body.Append(isNumber[i]
                    ? "<td class=\"number\">" : cell.English is "error" or "warning" or "note" ? $"<td class=\"{cell.English}\">" : "<td>")
                    .Append(cell.ToHtml()).Append("</td>");
            }

            _body.Append("</tr>\n");
        }

        _body.Append("</tbody></table></div>\n");
        return this;
    }

    /// <summary>Adds charts side by side.</summary>
    /// <param name="charts">The charts.</param>
    /// <returns>The page.</returns>
    public HtmlPage Charts(params ReadOnlySpan<LineChart> charts)
    {
        _body.Append("<div class=\"charts\">\n");
        foreach (LineChart chart in charts)
        {
            _body.Append(chart.ToFigure());
        }

        _body.Append("</div>\n");
        return this;
    }

    /// <summary>Adds what the words of the report mean.</summary>
    /// <param name="words">Words with their meanings.</param>
    /// <returns>The page.</returns>
    public HtmlPage Glossary(IEnumerable<(ReportText Word, ReportText Meaning)> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        Heading(new("What the words mean", "名词解释"), "glossary");
        _body.Append("<dl>\n");
        foreach ((ReportText word, ReportText meaning) in words)
        {
            _body.Append("<dt>").Append(word.ToHtml()).Append("</dt><dd>").Append(meaning.ToHtml()).Append("</dd>\n");
        }

        _body.Append("</dl>\n");
        return this;
    }

    /// <summary>The page as a document.</summary>
    /// <param name="language">The language that it opens in; its reader can change it.</param>
    /// <returns>HTML.</returns>
    public string ToHtml(ReportLanguage language = ReportLanguage.En) => $"""
        <!doctype html>
        <html lang="{(language == ReportLanguage.Zh ? "zh-Hans" : "en")}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{Escape(_title.ToLine())}</title>
        <style>{Style}{_filters}</style></head><body><main>
        <h1>{_title.ToHtml()}</h1>
        {LanguageChoice(language)}
        {_body}</main></body></html>

        """;

    private static string LanguageChoice(ReportLanguage language) => $"""
        <fieldset><legend>Language · 语言</legend><label lang="en"><input type="radio" name="report-language" id="report-en"{(language
            == ReportLanguage.En ? " checked" : "")}> English</label><label lang="zh-Hans"><input type="radio" name="report-language" id="report-zh"{(language
            == ReportLanguage.Zh ? " checked" : "")}> 中文</label></fieldset>
        """;

    /// <summary>A text as it may stand in HTML.</summary>
    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string ClassOf(string kind) => string.Concat(kind.Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '-'));
}
