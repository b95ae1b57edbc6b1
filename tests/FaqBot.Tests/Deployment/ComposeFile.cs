using YamlDotNet.RepresentationModel;

namespace FaqBot.Tests.Deployment;

/// <summary>The repository's docker-compose.yml.</summary>
internal sealed class ComposeFile
{
    private readonly YamlMappingNode _root;

    private ComposeFile(YamlMappingNode root) => _root = root;

    public IEnumerable<string> Services => Keys(_root["services"]);

    public IEnumerable<string> Volumes => Keys(_root["volumes"]);

    public static ComposeFile Read()
    {
        using StreamReader reader = File.OpenText(Repository.PathOf("docker-compose.yml"));
        YamlStream stream = [];
        stream.Load(reader);
        return new ComposeFile((YamlMappingNode)stream.Documents.Single().RootNode);
    }

    /// <summary>A value of a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="path">Keys, from outside in.</param>
    /// <returns>The text, or null when there is none.</returns>
    public string? Text(string service, params ReadOnlySpan<string> path) => (Find(service, path) as YamlScalarNode)?.Value;

    /// <summary>A list of a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="path">Keys, from outside in.</param>
    /// <returns>The texts; none when there is no such list.</returns>
    public string[] List(string service, params ReadOnlySpan<string> path) =>
        Find(service, path) is YamlSequenceNode list ? [.. list.Select(item => ((YamlScalarNode)item).Value!)] : [];

    /// <summary>The environment of a service.</summary>
    /// <param name="service">The service.</param>
    /// <returns>Value by name, before variables are put in.</returns>
    public IReadOnlyDictionary<string, string> Environment(string service) => ((YamlMappingNode)Find(service, ["environment"])!).Children
        .ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!);

    private YamlNode? Find(string service, ReadOnlySpan<string> path)
    {
        YamlNode? node = _root["services"][service];
        foreach (string key in path)
        {
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;
        }

        return node;
    }

    private static IEnumerable<string> Keys(YamlNode node) =>
        ((YamlMappingNode)node).Children.Keys.Select(key => ((YamlScalarNode)key).Value!);
}
