using System.Text.Json;
using FaqBot.Tests.Running;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Tests.Monitoring;

/// <summary>The dashboard and the rules in deploy/ ask for what the service shows.</summary>
public sealed class DashboardTests(MonitoredService service) : IClassFixture<MonitoredService>
{
    private static readonly string Dashboard = Repository.PathOf("deploy", "grafana", "faqbot.json");
    private static readonly string Folder = Repository.PathOf("deploy", "prometheus");

    [Fact]
    public async Task Every_metric_label_and_value_that_is_asked_for_is_shown()
    {
        (string Where, string Expression)[] asked = [.. OfDashboard(), .. OfRules()];
        Assert.True(asked.Length > 30, $"{asked.Length} expressions");
        Dictionary<string, List<Dictionary<string, string>>> series = await service.SeriesAsync();
        List<string> faults = [];
        foreach ((string where, string expression) in asked)
        {
            Promql query = Promql.Of(expression);
            Dictionary<string, string>[] found = [.. query.Metrics.SelectMany(metric => series.GetValueOrDefault(metric) ?? [])];
            faults.AddRange(query.Metrics.Where(metric => !series.ContainsKey(metric)).Select(metric => $"{where}: no metric {metric}"));
            faults.AddRange(query.Labels.Where(label => query.Metrics.Length > 0 && !found.Any(labels => labels.ContainsKey(label)))
                .Select(label => $"{where}: no label {label} in {expression}"));
            faults.AddRange(query.Values
                .Where(pair => query.Metrics.Length > 0 && !found.Any(labels => labels.GetValueOrDefault(pair.Label) == pair.Value))
                .Select(pair => $"{where}: no {pair.Label}=\"{pair.Value}\" in {expression}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Computed_metrics_that_are_asked_for_are_computed()
    {
        string[] computed = [.. Rules().Select(rule => Text(rule, "record")).OfType<string>()];
        Assert.NotEmpty(computed);
        Assert.All(
            OfRules().Concat(OfDashboard()).SelectMany(one => System.Text.RegularExpressions.Regex.Matches(one.Expression, @"\bfaqbot:[\w:]+"))
                .Select(match => match.Value),
            name => Assert.Contains(name, computed));
    }

    [Fact]
    public void Panels_have_a_place_a_unit_and_a_title_of_their_own()
    {
        JsonElement[] panels = [.. Panels()];
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("title").GetString()).Distinct().Count());
        HashSet<(int, int)> taken = [];
        foreach (JsonElement place in panels.Select(panel => panel.GetProperty("gridPos")))
        {
            (int x, int y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
            Assert.InRange(x + place.GetProperty("w").GetInt32(), 1, 24);
            Assert.All(
                from column in Enumerable.Range(x, place.GetProperty("w").GetInt32())
                from row in Enumerable.Range(y, place.GetProperty("h").GetInt32())
                select (column, row),
                cell => Assert.True(taken.Add(cell), $"{cell} is taken twice"));
        }

        Assert.All(panels.Where(panel => panel.GetProperty("type").GetString() != "row"), panel =>
            Assert.NotEqual("", panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()));
    }

    [Fact]
    public async Task Rules_are_valid_and_pass_their_own_tests()
    {
        foreach (string[] arguments in new[] { new[] { "check", "rules", "faqbot.rules.yml" }, ["test", "rules", "faqbot.tests.yml"] })
        {
            await using ChildProcess promtool = ChildProcess.Start("promtool", arguments, folder: Folder);
            Assert.True(await promtool.EndAsync() == 0, promtool.Output);
            Assert.Contains("SUCCESS", promtool.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_alarm_says_what_to_do_and_is_tested()
    {
        string tests = File.ReadAllText(Path.Combine(Folder, "faqbot.tests.yml"));
        YamlMappingNode[] alarms = [.. Rules().Where(rule => Text(rule, "alert") is not null)];
        Assert.True(alarms.Length >= 10, $"{alarms.Length} alarms");
        Assert.All(alarms, alarm =>
        {
            YamlMappingNode annotations = (YamlMappingNode)alarm.Children["annotations"];
            Assert.False(string.IsNullOrEmpty(Text(annotations, "summary")) || string.IsNullOrEmpty(Text(annotations, "action")));
            Assert.Contains($"alertname: {Text(alarm, "alert")}\n", tests, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<(string Where, string Expression)> OfDashboard() => Panels()
        .SelectMany(panel => panel.TryGetProperty("targets", out JsonElement targets) ? targets.EnumerateArray() : [],
            (panel, target) => (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!))
        .Concat(Read().GetProperty("templating").GetProperty("list").EnumerateArray()
            .Where(variable => variable.GetProperty("type").GetString() == "query")
            .Select(variable => (variable.GetProperty("name").GetString()!, variable.GetProperty("query").GetString()!)));

    private static IEnumerable<(string Where, string Expression)> OfRules() =>
        Rules().Select(rule => (Text(rule, "record") ?? Text(rule, "alert")!, Text(rule, "expr")!));

    private static JsonElement Read() => JsonElement.Parse(File.ReadAllText(Dashboard));

    private static JsonElement.ArrayEnumerator Panels() => Read().GetProperty("panels").EnumerateArray();

    private static IEnumerable<YamlMappingNode> Rules()
    {
        using StreamReader reader = File.OpenText(Path.Combine(Folder, "faqbot.rules.yml"));
        YamlStream stream = [];
        stream.Load(reader);
        return ((YamlSequenceNode)stream.Documents.Single().RootNode["groups"]).SelectMany(group =>
            (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>();
    }

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? ((YamlScalarNode)value).Value : null;
}
