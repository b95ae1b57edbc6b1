using k8s;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Tests.Deployment;

/// <summary>A folder of manifests in deploy/k8s, with what its kustomization makes of them.</summary>
internal sealed class Kustomization
{
    private readonly YamlMappingNode _root;

    private Kustomization(string folder)
    {
        Folder = folder;
        _root = Read(Path.Combine(folder, "kustomization.yaml"));
    }

    public string Folder { get; }

    /// <summary>The files and folders that it takes.</summary>
    public string[] Resources => Texts("resources");

    /// <summary>The files that it changes others by.</summary>
    public string[] Patches => [.. List("patches").Select(patch => ((YamlScalarNode)patch["path"]).Value!)];

    /// <summary>Options by name, as its generators put them into the config map.</summary>
    public IReadOnlyDictionary<string, string> Options => List("configMapGenerator")
        .SelectMany(generator => (YamlSequenceNode)generator["literals"]).Select(literal => ((YamlScalarNode)literal).Value!.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    public static Kustomization Base => new(Repository.PathOf("deploy", "k8s", "base"));

    public static Kustomization Overlay(string name) => new(Repository.PathOf("deploy", "k8s", "overlays", name));

    /// <summary>A manifest, every field of which Kubernetes knows.</summary>
    public T Manifest<T>(string file) => KubernetesYaml.Deserialize<T>(File.ReadAllText(Path.Combine(Folder, file)), strict: true);

    /// <summary>The names of what a generator makes.</summary>
    public string[] Generated(string generator) => [.. List(generator).Select(one => ((YamlScalarNode)one["name"]).Value!)];

    public static YamlMappingNode Read(string path)
    {
        using StreamReader reader = File.OpenText(path);
        YamlStream stream = [];
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private string[] Texts(string key) => [.. List(key).Select(item => ((YamlScalarNode)item).Value!)];

    private IEnumerable<YamlNode> List(string key) =>
        _root.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? list) ? (YamlSequenceNode)list : [];
}
