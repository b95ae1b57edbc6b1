using System.Globalization;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>All that a model folder says about the model itself, its weights and tokenizer aside. Immutable.</summary>
/// <param name="Transformer">The shape of the transformer.</param>
/// <param name="Modules">What stands around it.</param>
/// <param name="MaxTokens">
/// Most tokens of a text, special ones included: the least that positions, <c>max_seq_length</c> and <c>model_max_length</c> allow.
/// The truncation inside <c>tokenizer.json</c> does not count: Sentence Transformers overrides it.
/// </param>
public sealed record ModelDescription(TransformerConfig Transformer, SentenceModules Modules, int MaxTokens)
{
    /// <summary>Name of the file with <c>model_max_length</c>.</summary>
    public const string TokenizerFileName = "tokenizer_config.json";

    /// <summary>Tokens of a text where no file states a limit.</summary>
    private const int UnstatedMaxTokens = 512;

    /// <summary>Components of a sentence's vector.</summary>
    public int Dimensions => Modules.Dimensions(Transformer.HiddenSize);

    /// <summary>Whether the model judges pairs of texts instead of giving vectors.</summary>
    public bool IsCrossEncoder => Transformer.IsSequenceClassifier && !Modules.Pooling.IsStated;

    /// <summary>Reads the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>What they state.</returns>
    /// <exception cref="ModelException">A file is missing, broken or not understood; all faults are reported together.</exception>
    public static ModelDescription Read(string folder)
    {
        List<string> faults = [];
        return Read(folder, faults) is { } description && faults.Count == 0 ? description : throw new ModelException(folder, faults);
    }

    /// <summary>Reads the files and adds their faults to those of others; null when the transformer's own file says nothing.</summary>
    internal static ModelDescription? Read(string folder, ICollection<string> faults)
    {
        TransformerConfig? transformer = TransformerConfig.Read(folder, faults);
        SentenceModules modules = SentenceModules.Read(folder, faults);
        double? tokenizer = ModelJson.Read(folder, TokenizerFileName, faults)?.Number("model_max_length");
        if (tokenizer < ModelFolder.FewestTokens)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                    $"'{TokenizerFileName}' states model_max_length {tokenizer}, expected at least {ModelFolder.FewestTokens}"));
        }

        if (transformer is null)
        {
            return null;
        }

        if (modules.Dense.Count > 0 && modules.Dense[0].InputSize != transformer.HiddenSize)
        {
            faults.Add(
                $"'{modules.Dense[0].Path}/{TransformerConfig.FileName}' states in_features {modules.Dense[0].InputSize}, "
                + $"expected {transformer.HiddenSize}, the hidden_size of '{TransformerConfig.FileName}'");
        }

        // A tokenizer without a limit says 1e30.
        int?[] limits = [transformer.MaxTokens, modules.MaxTokens, tokenizer < int.MaxValue ? (int)tokenizer : null];
        return new ModelDescription(transformer, modules, limits.Min() ?? UnstatedMaxTokens);
    }
}
