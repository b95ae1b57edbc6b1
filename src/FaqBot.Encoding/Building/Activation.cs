namespace FaqBot.Encoding.Building;

/// <summary>An activation of the feed-forward part, with the operator that computes exactly it.</summary>
internal sealed class Activation
{
    private static readonly Dictionary<string, Activation> ByName = new(StringComparer.Ordinal)
    {
        // x · Φ(x) with the error function.
        ["gelu"] = new(Gelu),
        ["gelu_python"] = new(Gelu),

        // Its approximation by tanh.
        ["gelu_new"] = new(FastGelu),
        ["gelu_pytorch_tanh"] = new(FastGelu),
        ["relu"] = new((graph, value, bias) => graph.Add("Relu", [graph.Add("Add", [value, bias])])),
    };

    private readonly Func<OnnxGraph, string, string, string> _apply;

    private Activation(Func<OnnxGraph, string, string, string> apply)
    {
        _apply = apply;
    }

    /// <summary>Names that <c>hidden_act</c> may have.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The activation of a name; null for one that is not known.</summary>
    public static Activation? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Adds the bias to the value and applies the activation.</summary>
    public string Apply(OnnxGraph graph, string value, string bias) => _apply(graph, value, bias);

    private static string Gelu(OnnxGraph graph, string value, string bias) => graph.AddContributed("BiasGelu", [value, bias]);

    private static string FastGelu(OnnxGraph graph, string value, string bias) => graph.AddContributed("FastGelu", [value, bias]);
}
