namespace FaqBot.Encoding.ModelFiles;

/// <summary>A <c>Dense</c> module of Sentence Transformers: a linear layer over the pooled vector.</summary>
/// <param name="Path">Its folder below the model's: holds <c>model.safetensors</c> with <c>linear.weight</c> [out × in] and
/// <c>linear.bias</c>.</param>
/// <param name="InputSize">Components that go in.</param>
/// <param name="OutputSize">Components that come out.</param>
/// <param name="HasBias">Whether a bias is added.</param>
/// <param name="Activation">What follows.</param>
public sealed record DenseModule(string Path, int InputSize, int OutputSize, bool HasBias, DenseActivation Activation)
{
    private const int LargestSize = 1 << 14;

    private static readonly Dictionary<string, DenseActivation> Activations = new(StringComparer.Ordinal)
    {
        ["Identity"] = DenseActivation.Identity,
        ["Tanh"] = DenseActivation.Tanh,
        ["ReLU"] = DenseActivation.Relu,
        ["GELU"] = DenseActivation.Gelu,
        ["Sigmoid"] = DenseActivation.Sigmoid,
    };

    /// <summary>Reads <c>config.json</c> of the module.</summary>
    internal static DenseModule? Read(string folder, string path, ICollection<string> faults)
    {
        string file = path + "/" + TransformerConfig.FileName;
        if (!File.Exists(System.IO.Path.Combine(folder, file)))
        {
            faults.Add(
                $"found no file '{file}', expected the size of the dense layer, because '{SentenceModules.FileName}' names it; take the "
                + $"folder again from where the model was published");
            return null;
        }

        if (ModelJson.Read(folder, file, faults) is not { } stated)
        {
            return null;
        }

        int before = faults.Count;
        int? input = stated.Integer("in_features", 1, LargestSize);
        int? output = stated.Integer("out_features", 1, LargestSize);
        if ((input is null || output is null) && faults.Count == before)
        {
            faults.Add($"'{file}' does not state in_features and out_features");
        }

        // Sentence Transformers' default where the file does not say.
        string activation = stated.Text("activation_function")?.Split('.')[^1] ?? "Tanh";
        if (!Activations.TryGetValue(activation, out DenseActivation known))
        {
            stated.Report("activation_function", $"{activation}, expected one of {string.Join(", ", Activations.Keys)}");
        }

        foreach (string name in (string[])["module_input_name", "module_output_name"])
        {
            if (stated.Text(name) is { } vector and not "sentence_embedding")
            {
                stated.Report(name, $"{vector}, expected sentence_embedding: a layer over single tokens is not supported");
            }
        }

        bool hasBias = stated.Flag("bias") ?? true;
        return faults.Count == before ? new DenseModule(path, input!.Value, output!.Value, hasBias, known) : null;
    }
}
