using System.Globalization;
using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>
/// What stands around the transformer of a Sentence Transformers folder: <c>modules.json</c> with the modules' own files,
/// <c>sentence_bert_config.json</c> and <c>config_sentence_transformers.json</c>. Immutable.
/// </summary>
/// <remarks>
/// All of these files may be absent: then pooling is the mean, without dense layers. The chain that is understood is
/// Transformer, Pooling, Dense …, Normalize; see
/// <see href="https://sbert.net/docs/package_reference/sentence_transformer/models.html">the modules' description</see>.
/// </remarks>
public sealed record SentenceModules
{
    /// <summary>Name of the file that lists the modules.</summary>
    public const string FileName = "modules.json";

    /// <summary>Name of the file with prompts and similarity.</summary>
    public const string PromptsFileName = "config_sentence_transformers.json";

    /// <summary>Names of the file with the length limit; the first is written today.</summary>
    public static readonly IReadOnlyList<string> LimitFileNames =
    [
        "sentence_bert_config.json", "sentence_roberta_config.json", "sentence_distilbert_config.json", "sentence_camembert_config.json",
        "sentence_albert_config.json", "sentence_xlm-roberta_config.json", "sentence_xlnet_config.json",
    ];

    private const int MostModules = 32, MostPrompts = 128, LongestPrompt = 4_096;

    /// <summary>How token vectors become one.</summary>
    public PoolingModule Pooling { get; init; } = PoolingModule.Assumed;

    /// <summary>The linear layers behind it, in order.</summary>
    public IReadOnlyList<DenseModule> Dense { get; init; } = [];

    /// <summary>Whether the vector is brought to unit length. FaqBot compares unit vectors in any case.</summary>
    public bool Normalize { get; init; }

    /// <summary>Folders of the modules that have one, below the model's.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Most tokens of a text, special ones included; null when no file of these states it.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether texts are put into lower case before the tokenizer sees them.</summary>
    public bool LowerCase { get; init; }

    /// <summary>Texts to put before a text, by the name of its role.</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the prompt to use when none is asked for, a key of <see cref="Prompts"/>; null for none.</summary>
    public string? DefaultPromptName { get; init; }

    /// <summary>Similarity the model was made for: <c>cosine</c>, <c>dot</c>, …; null when not stated.</summary>
    public string? Similarity { get; init; }

    /// <summary>Components of a sentence's vector.</summary>
    /// <param name="hiddenSize">Components of a token's vector.</param>
    /// <returns>The number.</returns>
    public int Dimensions(int hiddenSize) => Dense.Count > 0 ? Dense[^1].OutputSize : hiddenSize;

    /// <summary>Reads the files.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <returns>What they state.</returns>
    /// <exception cref="ModelException">A file is broken or names a module that is not understood; all faults are reported
    /// together.</exception>
    public static SentenceModules Read(string folder)
    {
        List<string> faults = [];
        SentenceModules modules = Read(folder, faults);
        return faults.Count == 0 ? modules : throw new ModelException(folder, faults);
    }

    /// <summary>Reads the files and adds their faults to those of others.</summary>
    internal static SentenceModules Read(string folder, ICollection<string> faults)
    {
        SentenceModules modules = ReadChain(folder, faults);
        if (LimitFileNames.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } limits
            && ModelJson.Read(folder, limits, faults) is { } limit)
        {
            modules = modules with
            {
                MaxTokens = limit.Integer("max_seq_length", ModelFolder.FewestTokens, int.MaxValue),
                LowerCase = limit.Flag("do_lower_case") ?? false,
            };
        }

        return ModelJson.Read(folder, PromptsFileName, faults) is { } prompts ? ReadPrompts(modules, prompts) : modules;
    }

    private static SentenceModules ReadChain(string folder, ICollection<string> faults)
    {
        if (ModelJson.ReadRoot(folder, FileName, JsonValueKind.Array, faults) is not { } list)
        {
            return new SentenceModules();
        }

        if (list.GetArrayLength() > MostModules)
        {
            faults.Add($"'{FileName}' lists {list.GetArrayLength()} modules, expected at most {MostModules}; take another model");
            return new SentenceModules();
        }

        List<(string Kind, string Path)> chain = [.. list.EnumerateArray().Select((module, index) => ReadModule(module, index, faults))];

        // Identity once the model is trained.
        chain.RemoveAll(module => module.Kind == "Dropout");
        if (chain is [{ Kind: "Transformer", Path: "" }])
        {
            return new SentenceModules();
        }

        string found = string.Join(", ", chain.Select(module => module.Kind));
        int normalize = chain.Count > 2 && chain[^1].Kind == "Normalize" ? 1 : 0;
        if (chain.Count < 2 || chain[0].Kind != "Transformer" || chain[1].Kind != "Pooling"
            || chain[2..^normalize].Exists(module => module.Kind != "Dense"))
        {
            faults.Add(
                $"'{FileName}' lists the modules [{found}], expected Transformer, Pooling, any number of Dense, and perhaps Normalize; "
                + $"take another model");
            return new SentenceModules();
        }

        if (chain[0].Path.Length > 0)
        {
            faults.Add(
                $"'{FileName}' places the Transformer in '{chain[0].Path}', expected the folder itself; move the files of "
                + $"'{chain[0].Path}' up and empty its path");
        }

        DenseModule?[] dense = [.. chain[2..^normalize].Select(module => DenseModule.Read(folder, module.Path, faults))];
        for (int i = 1; i < dense.Length; i++)
        {
            if (dense[i - 1] is { } before && dense[i] is { } after && before.OutputSize != after.InputSize)
            {
                faults.Add(
                    $"'{after.Path}/{TransformerConfig.FileName}' states in_features {after.InputSize}, expected {before.OutputSize}, the "
                    + $"out_features of '{before.Path}'");
            }
        }

        return new SentenceModules
        {
            Pooling = PoolingModule.Read(folder, chain[1].Path, faults) ?? PoolingModule.Assumed,
            Dense = [.. dense.OfType<DenseModule>()],
            Normalize = normalize == 1,
            Paths = [.. chain.Select(module => module.Path).Where(path => path.Length > 0)],
        };
    }

    private static (string Kind, string Path) ReadModule(JsonElement module, int index, ICollection<string> faults)
    {
        string at = string.Create(CultureInfo.InvariantCulture, $"{FileName}[{index}]");
        if (module.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"'{at}' is a JSON {module.ValueKind}, expected an object with type and path");
            return ("?", "");
        }

        JsonMembers stated = ModelJson.Members(at, module, faults);
        string kind = stated.Text("type")?.Split('.')[^1] ?? "?";
        string path = stated.Text("path") ?? "";
        if (ModelFolder.IsOutside(path))
        {
            stated.Report("path", $"{path}, expected a folder below the model's");
            path = "";
        }

        return (kind, path);
    }

    private static SentenceModules ReadPrompts(SentenceModules modules, JsonMembers stated)
    {
        Dictionary<string, string> prompts = new(StringComparer.Ordinal);
        if (stated.Object("prompts") is { } roles)
        {
            foreach (string role in roles.All.Take(MostPrompts).Select(member => member.Name))
            {
                if (roles.Text(role, LongestPrompt) is { } text)
                {
                    prompts[role] = text;
                }
            }
        }

        string? name = stated.Text("default_prompt_name");
        if (name is not null && !prompts.ContainsKey(name))
        {
            stated.Report("default_prompt_name", $"'{name}', expected one of its prompts [{string.Join(", ", prompts.Keys)}]");
        }

        return modules with { Prompts = prompts, DefaultPromptName = name, Similarity = stated.Text("similarity_fn_name") };
    }
}
