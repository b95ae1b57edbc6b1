using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Building;

/// <summary>Tells which transformers the builder can write a graph for.</summary>
internal static class SupportedArchitecture
{
    /// <summary>Families whose layers are those of BERT.</summary>
    private static readonly string[] Families = ["bert", "roberta", "xlm-roberta", "camembert"];

    /// <summary>Finds what the builder cannot do, and sizes that are not stated.</summary>
    public static void Check(TransformerConfig config, ICollection<string> faults)
    {
        const string File = TransformerConfig.FileName;
        if (!Families.Contains(config.ModelType))
        {
            faults.Add(
                $"'{File}' states model_type '{config.ModelType}', expected one of {string.Join(", ", Families)}; "
                + "take an ONNX export of the model instead, or another model");
        }

        foreach (
            string architecture in config.Architectures.Where(name => name.Contains("For", StringComparison.Ordinal) && !IsUsable(name)))
        {
            faults.Add(
                $"'{File}' states the architecture {architecture}, expected a plain model or one ForSequenceClassification; take the model "
                + $"that it was made from");
        }

        (string Name, int? Size)[] sizes =
        [
            ("num_hidden_layers", config.Layers), ("num_attention_heads", config.Heads), ("intermediate_size", config.IntermediateSize),
            ("vocab_size", config.VocabularySize), ("max_position_embeddings", config.Positions),
        ];
        foreach ((string name, _) in sizes.Where(size => size.Size is null))
        {
            faults.Add($"'{File}' does not state {name}");
        }

        if (config.HiddenSize % (config.Heads ?? 1) != 0)
        {
            faults.Add($"'{File}' states hidden_size {config.HiddenSize}, expected a multiple of num_attention_heads {config.Heads}");
        }

        if (Activation.Named(config.Activation) is null)
        {
            faults.Add(
                $"'{File}' states hidden_act '{config.Activation}', expected one of {string.Join(", ", Activation.Names)}; take another "
                + $"model");
        }

        if (config.PositionEmbedding != "absolute")
        {
            faults.Add($"'{File}' states position_embedding_type '{config.PositionEmbedding}', expected absolute; take another model");
        }

        if (config.IsDecoder)
        {
            faults.Add($"'{File}' states is_decoder true, expected an encoder; take another model");
        }
    }

    /// <summary>The heads for masked words and next sentences are left aside: their encoder is a plain one.</summary>
    private static bool IsUsable(string architecture) =>
        architecture.EndsWith("ForSequenceClassification", StringComparison.Ordinal)
        || architecture.EndsWith("ForMaskedLM", StringComparison.Ordinal)
        || architecture.EndsWith("ForPreTraining", StringComparison.Ordinal);
}
