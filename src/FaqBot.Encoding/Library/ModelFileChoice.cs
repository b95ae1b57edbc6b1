using System.Text.RegularExpressions;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Library;

/// <summary>Chooses the files of a repository that an encoder is made of.</summary>
/// <remarks>
/// Weights are safetensors where there are any, else one ONNX graph. Pickle files are never taken: loading one can run code.
/// </remarks>
internal static partial class ModelFileChoice
{
    private static readonly string[] Companions =
    [
        "config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.txt", "vocab.json",
        "merges.txt", "sentencepiece.bpe.model", "tokenizer.model", "spiece.model", "modules.json", "sentence_bert_config.json",
        "config_sentence_transformers.json",
    ];

    private static readonly string[] Texts = ["README.md", "LICENSE", "LICENSE.txt", "LICENSE.md"];
    private static readonly string[] Tokenizers =
        ["tokenizer.json", "vocab.txt", "sentencepiece.bpe.model", "spiece.model", "tokenizer.model"];
    private static readonly string[] UsualGraphs = ["model.onnx", "onnx/model.onnx"];
    private static readonly string[] Pickles = [".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib"];

    /// <summary>Whether a file is one for people, which decides no vector.</summary>
    /// <param name="path">Its name.</param>
    /// <returns>True for the card, the licence and what is written beside a model.</returns>
    public static bool IsBeside(string path) => Texts.Contains(path) || path is ModelSource.FileName or "confidence.json" or "SHA256SUMS";

    /// <summary>Chooses.</summary>
    /// <param name="listed">Names of all files of the repository.</param>
    /// <param name="named">Weights that were asked for by name; empty: chosen by the rules.</param>
    /// <param name="known">What the catalog says of the model, or null.</param>
    /// <param name="faults">Takes one line for each reason why nothing can be chosen.</param>
    /// <param name="notes">Takes one line for each file that is left out on purpose.</param>
    /// <returns>The names, each below the folder.</returns>
    public static IReadOnlyList<string> Choose(
        IReadOnlyCollection<string> listed, IReadOnlyList<string> named, CatalogModel? known, ICollection<string> faults,
            ICollection<string> notes)
    {
        ArgumentNullException.ThrowIfNull(listed);
        ArgumentNullException.ThrowIfNull(named);
        ArgumentNullException.ThrowIfNull(faults);
        ArgumentNullException.ThrowIfNull(notes);
        string[] unsafeNames = [.. listed.Where(path => !RelativePath.IsSafe(path))];
        if (unsafeNames.Length > 0)
        {
            faults.Add(
                $"found the file name '{RelativePath.Shown(unsafeNames[0])}'"
                + $"{(unsafeNames.Length == 1 ? "" : $" and {unsafeNames.Length - 1} like it")}, "
                + "expected names below the folder; nothing of such a repository is taken");
            return [];
        }

        foreach (string pickle in listed.Where(path => IsPickle(path) && !path.Contains('/', StringComparison.Ordinal)))
        {
            notes.Add($"'{pickle}' is not taken: loading a pickle file can run code");
        }

        string[] weights = named.Count > 0 ? Named(listed, named, faults)
            : known is not null && known.Files.All(listed.Contains) ? [.. known.Files]
            : ByRule(listed, faults);
        CheckCompanions(listed, faults);
        return
        [
            .. listed.Where(path => Companions.Contains(path) || Texts.Contains(path) || Module().IsMatch(path)),
            .. weights.Concat(weights.SelectMany(path => ExternalData(path, listed))).Distinct(),
        ];
    }

    /// <summary>Whether a file may be a Python pickle.</summary>
    /// <param name="path">Its name.</param>
    /// <returns>True for the usual endings of one.</returns>
    public static bool IsPickle(string path) => Pickles.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string[] Named(IReadOnlyCollection<string> listed, IReadOnlyList<string> named, ICollection<string> faults)
    {
        foreach (string path in named.Where(path => !listed.Contains(path)))
        {
            faults.Add($"the model has no file '{RelativePath.Shown(path)}'; it has {Shown(listed.Where(IsWeights))}");
        }

        foreach (string path in named.Where(IsPickle))
        {
            faults.Add($"'{RelativePath.Shown(path)}' is not taken: loading a pickle file can run code; name a .safetensors or .onnx file");
        }

        return [.. named.Where(path => listed.Contains(path) && !IsPickle(path))];
    }

    private static string[] ByRule(IReadOnlyCollection<string> listed, ICollection<string> faults)
    {
        string[] safetensors = listed.Contains("model.safetensors")
            ? ["model.safetensors"]
            : listed.Contains("model.safetensors.index.json")
                ? ["model.safetensors.index.json", .. listed.Where(path => Shard().IsMatch(path))] : [];
        if (safetensors.Length > 0)
        {
            return safetensors;
        }

        string[] graphs = [.. listed.Where(path => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))];
        string? graph = graphs.Length == 1 ? graphs[0] : UsualGraphs.FirstOrDefault(graphs.Contains);
        if (graph is not null)
        {
            return [graph];
        }

        faults.Add(graphs.Length > 0
            ? $"found {graphs.Length} graphs, expected one; name it with --file: {Shown(graphs)}"
            : $"found no weights in safetensors or ONNX, only {Shown(listed.Where(IsPickle))}; take another repository of the model, "
                + $"'models list' names some");
        return [];
    }

    private static void CheckCompanions(IReadOnlyCollection<string> listed, ICollection<string> faults)
    {
        if (!listed.Contains("config.json"))
        {
            faults.Add("found no 'config.json', expected the model's sizes in it; this is no repository of an encoder");
        }

        if (!listed.Any(Tokenizers.Contains))
        {
            faults.Add($"found no tokenizer, expected one of {string.Join(", ", Tokenizers)}");
        }
    }

    /// <summary>Graphs of more than 2 GB keep their weights in files beside them, which are usually named after them.</summary>
    private static IEnumerable<string> ExternalData(string path, IReadOnlyCollection<string> listed) =>
        path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)
            ? listed.Where(other =>
                other.StartsWith(path, StringComparison.Ordinal) && other[path.Length..] is "_data" or ".data" or ".onnx_data")
            : [];

    private static bool IsWeights(string path) =>
        path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    private static string Shown(IEnumerable<string> paths)
    {
        string[] shown = [.. paths.Order(StringComparer.Ordinal).Take(13).Select(RelativePath.Shown)];
        return shown.Length switch
        {
            0 => "none",
            <= 12 => string.Join(", ", shown),
            _ => string.Join(", ", shown[..12]) + ", …",
        };
    }

    /// <summary>A module of sentence-transformers, such as <c>1_Pooling/config.json</c> or <c>2_Dense/model.safetensors</c>.</summary>
    [GeneratedRegex(@"^\d+_[A-Za-z]+/(config\.json|model\.safetensors)\z")]
    private static partial Regex Module();

    [GeneratedRegex(@"^model-\d{5}-of-\d{5}\.safetensors\z")]
    private static partial Regex Shard();
}
