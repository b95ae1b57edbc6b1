using System.Net;
using System.Text;

namespace FaqBot.Core.Reporting;

/// <summary>A report as one HTML file that needs no other file, no script and no network; light and dark as the reader's system
/// is.</summary>
/// <remarks>All texts are escaped. Not thread-safe.</remarks>
public sealed class HtmlPage
{
    private const string Style = """
        :root{color-scheme:light dark;--text:#1b1f24;--soft:#57606a;--line:#d0d7de;--ground:#fff;--band:#f6f8fa;--s0:#0550ae;--s1:#bc4c00;--s2:#1a7f37;--s3:#8250df;--bad:#a40e26;--warn:#7d4e00}
        @media(prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9da7b3;--line:#3d444d;--ground:#0d1117;--band:#161b22;--s0:#79c0ff;--s1:#ffa657;--s2:#7ee787;--s3:#d2a8ff;--bad:#ff7b72;--warn:#e3b341}}
        body{margin:2rem auto;max-width:84rem;padding:0 1rem;font:16px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:var(--text);background:var(--ground)}
        h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem}p{max-width:50rem}.wide{overflow-x:auto}
        table{border-collapse:collapse;margin:.5rem 0}caption{text-align:left;color:var(--soft);padding:.3rem 0}
        th,td{padding:.3rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}thead th{background:var(--band)}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .charts{display:flex;flex-wrap:wrap;gap:1.5rem}figure{margin:0}figcaption{color:var(--soft);max-width:28rem}svg{max-width:100%;height:auto}
        svg text{fill:var(--text);font:12px system-ui,sans-serif}svg .soft{fill:var(--soft)}svg .grid{stroke:var(--line)}svg .even{stroke:var(--soft);stroke-dasharray:2 4}
        svg .s{fill:none;stroke-width:2}svg .s0{stroke:var(--s0)}svg .s1{stroke:var(--s1);stroke-dasharray:7 3}svg .s2{stroke:var(--s2);stroke-dasharray:2 3}svg .s3{stroke:var(--s3);stroke-dasharray:9 3 2 3}
        svg .d0{fill:var(--s0)}svg .d1{fill:var(--s1)}svg .d2{fill:var(--s2)}svg .d3{fill:var(--s3)}
        .error{color:var(--bad);font-weight:600}.warning{color:var(--warn);font-weight:600}.note{color:var(--soft)}
        """;

    private readonly StringBuilder _body = new();
    private readonly string _title;

    /// <summary>Starts a page.</summary>
    /// <param name="title">Its title and first heading.</param>
    public HtmlPage(string title)
    {
        _title = title;
        _body.Append("<h1>").Append(Escape(title)).Append("</h1>\n");
    }

    /// <summary>Adds a heading.</summary>
    /// <param name="text">The heading.</param>
    /// <returns>The page.</returns>
    public HtmlPage Heading(string text)
    {
        _body.Append("<h2>").Append(Escape(text)).Append("</h2>\n");
        return this;
    }

    /// <summary>Adds a paragraph.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The page.</returns>
    public HtmlPage Paragraph(string text)
    {
        _body.Append("<p>").Append(Escape(text)).Append("</p>\n");
        return this;
    }

    /// <summary>Adds a table.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">Names of its columns; one that begins with <c>#</c> holds numbers.</param>
    /// <param name="rows">A cell a column.</param>
    /// <returns>The page.</returns>
    public HtmlPage Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        bool[] isNumber = [.. columns.Select(column => column.StartsWith('#'))];
        _body.Append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Escape(caption))
            .Append("\"><table><caption>")
            .Append(Escape(caption)).Append("</caption><thead><tr>");
        foreach ((int i, string column) in columns.Index())
        {
            _body.Append(isNumber[i] ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").Append(Escape(column.TrimStart('#')))
                .Append("</th>");
        }

        _body.Append("</tr></thead><tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            _body.Append("<tr>");
            foreach ((int i, string cell) in row.Index())
            {
                _body.Append(isNumber[i]
                    ? "<td class=\"number\">" : cell is "error" or "warning" or "note" ? $"<td class=\"{cell}\">" : "<td>")
                    .Append(Escape(cell)).Append("</td>");
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

    /// <summary>The page as a document.</summary>
    /// <returns>HTML.</returns>
    public string ToHtml() => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{Escape(_title)}</title>
        <style>{Style}</style></head><body><main>
        {_body}</main></body></html>

        """;

    /// <summary>A text as it may stand in HTML.</summary>
    internal static string Escape(string text) => WebUtility.HtmlEncode(text);
}
