using System.Globalization;
using System.Text;

namespace FaqBot.Core.Reporting;

/// <summary>Curves over the unit square, as inline SVG.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Summary">The same in a sentence, with the figures that matter, for those who do not see it.</param>
/// <param name="Across">Name of the horizontal axis.</param>
/// <param name="Up">Name of the vertical axis.</param>
/// <param name="Series">The curves, at most four: name, and points from 0 to 1.</param>
/// <param name="Diagonal">Whether to draw the line on which both axes are equal.</param>
/// <param name="Dots">Whether to mark the points.</param>
public sealed record LineChart(
    ReportText Title,
    ReportText Summary,
    ReportText Across,
    ReportText Up,
    IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Series,
    bool Diagonal = false,
    bool Dots = false)
{
    private const int Size = 300, Left = 50, Top = 12, Width = 370, Height = 360;

    /// <summary>The chart as a figure.</summary>
    /// <returns>HTML.</returns>
    public string ToFigure()
    {
        StringBuilder svg = new();
        string id = new([.. Title.English.Where(char.IsAsciiLetter)]);
        svg.Append(CultureInfo.InvariantCulture,
            $"<figure><svg viewBox=\"0 0 {Width} {Height + (18 * Series.Count)}\" width=\"{Width}\" role=\"img\" aria-labelledby=\"{id}t "
            + $"{id}d\">")
            .Append(CultureInfo.InvariantCulture,
                $"<title id=\"{id}t\">{HtmlPage.Escape(Title.ToLine())}</title><desc "
                + $"id=\"{id}d\">{HtmlPage.Escape(Summary.ToLine())}</desc>\n");
        for (int tick = 0; tick <= 5; tick++)
        {
            double part = tick / 5.0;
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{X(part)} {Y(0)}V{Y(1)}M{X(0)} {Y(part)}H{X(1)}\"/>")
                .Append(CultureInfo.InvariantCulture,
                    $"<text class=\"soft\" x=\"{X(part)}\" y=\"{Y(0) + 16}\" text-anchor=\"middle\">{part:0.0}</text>")
                .Append(CultureInfo.InvariantCulture,
                    $"<text class=\"soft\" x=\"{Left - 6}\" y=\"{Y(part) + 4}\" text-anchor=\"end\">{part:0.0}</text>\n");
        }

        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{X(0.5)}\" y=\"{Y(0) + 34}\" text-anchor=\"middle\">{HtmlPage.Escape(Across.ToLine())}</text>")
            .Append(CultureInfo.InvariantCulture,
                $"<text transform=\"translate(14 {Y(0.5)}) rotate(-90)\" text-anchor=\"middle\">{HtmlPage.Escape(Up.ToLine())}</text>\n");
        if (Diagonal)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"even\" d=\"M{X(0)} {Y(0)}L{X(1)} {Y(1)}\"/>\n");
        }

        foreach ((int i, (string name, IReadOnlyList<(double X, double Y)> points)) in Series.Index())
        {
            AppendSeries(svg, i, points);
            int legend = Height + (18 * i);
            svg.Append(CultureInfo.InvariantCulture,
                $"<path class=\"s s{i}\" d=\"M{Left} {legend}H{Left + 30}\"/><text x=\"{Left + 38}\" "
                + $"y=\"{legend + 4}\">{HtmlPage.Escape(name)}</text>\n");
        }

        ReportText said = new($"{Title.English}. {Summary.English}", $"{Title.Chinese}。{Summary.Chinese}");
        return svg.Append("</svg><figcaption>").Append(said.ToHtml()).Append("</figcaption></figure>\n").ToString();
    }

    private void AppendSeries(StringBuilder svg, int i, IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count == 0)
        {
            return;
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"s s{i}\" d=\"M")
            .AppendJoin('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X)} {Y(point.Y)}")))
                .Append("\"/>\n");
        foreach ((double x, double y) in Dots ? points : [])
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<circle class=\"d{i}\" cx=\"{X(x)}\" cy=\"{Y(y)}\" r=\"4\"><title>{x:0.00}, {y:0.00}</title></circle>");
        }
    }

    private static double X(double part) => Math.Round(Left + (part * Size), 1);

    private static double Y(double part) => Math.Round(Top + ((1 - part) * Size), 1);
}
