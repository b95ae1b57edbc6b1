using System.Globalization;
using FaqBot.Encoding.Json;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>The shape of a transformer, as its <c>config.json</c> states it. Immutable.</summary>
/// <remarks>
/// Only <see cref="HiddenSize"/> must be stated: the file of a graph that others exported may leave out the rest. What is left
/// out has the default of Hugging Face's
/// <see href="https://huggingface.co/docs/transformers/model_doc/bert#transformers.BertConfig">BertConfig</see>; sizes are null.
/// </remarks>
public sealed record TransformerConfig
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "config.json";

    private const int LargestSize = 1 << 24;

    /// <summary>Families whose positions start behind the padding id, because padding has a position of its own.</summary>
    private static readonly string[] OffsetFamilies = ["roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet", "longformer"];

    /// <summary>The family: <c>bert</c>, <c>xlm-roberta</c>, …; empty when not stated.</summary>
    public required string ModelType { get; init; }

    /// <summary>The classes that the checkpoint was saved from.</summary>
    public required IReadOnlyList<string> Architectures { get; init; }

    /// <summary>Components of a token's vector.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of layers.</summary>
    public int? Layers { get; init; }

    /// <summary>Attention heads of a layer.</summary>
    public int? Heads { get; init; }

    /// <summary>Width of the feed-forward part of a layer.</summary>
    public int? IntermediateSize { get; init; }

    /// <summary>Number of token ids.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Rows of the position table; see <see cref="PositionOffset"/>.</summary>
    public int? Positions { get; init; }

    /// <summary>Rows of the token type table.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>Activation of the feed-forward part, as <c>hidden_act</c> names it.</summary>
    public string Activation { get; init; } = "gelu";

    /// <summary>Added to the variance in a layer normalisation.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Id of the padding token.</summary>
    public int PaddingId { get; init; }

    /// <summary>How positions enter: <c>absolute</c>, or a relative kind.</summary>
    public string PositionEmbedding { get; init; } = "absolute";

    /// <summary>Whether tokens see only those before them.</summary>
    public bool IsDecoder { get; init; }

    /// <summary>Numbers that a sequence classifier gives.</summary>
    public int Labels { get; init; } = 2;

    /// <summary>Whether the checkpoint was saved with the head of a sequence classifier.</summary>
    public bool IsSequenceClassifier => Architectures.Any(name => name.EndsWith("ForSequenceClassification", StringComparison.Ordinal));

    /// <summary>Position of the first token: padding id + 1 in the RoBERTa families, else 0.</summary>
    public int PositionOffset => OffsetFamilies.Contains(ModelType) ? PaddingId + 1 : 0;

    /// <summary>Most tokens that have a position; null when not stated.</summary>
    public int? MaxTokens => Positions - PositionOffset;

    /// <summary>Reads the file.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <returns>What it states.</returns>
    /// <exception cref="ModelException">The file is missing, broken or states something impossible; all faults are reported
    /// together.</exception>
    public static TransformerConfig Read(string folder)
    {
        List<string> faults = [];
        return Read(folder, faults) is { } config && faults.Count == 0 ? config : throw new ModelException(folder, faults);
    }

    /// <summary>Reads the file and adds its faults to those of others; null when nothing can be said about it.</summary>
    internal static TransformerConfig? Read(string folder, ICollection<string> faults)
    {
        if (!File.Exists(Path.Combine(folder, FileName)))
        {
            faults.Add(
                $"found no file '{FileName}', expected the shape of the transformer; take the folder again from where the model was "
                + $"published");
            return null;
        }

        if (ModelJson.Read(folder, FileName, faults) is not { } stated)
        {
            return null;
        }

        string modelType = stated.Text("model_type") ?? "";
        int before = faults.Count;
        int? hidden = stated.Integer("hidden_size", 1, LargestSize);
        if (hidden is null && faults.Count == before)
        {
            faults.Add($"'{FileName}' does not state hidden_size, expected the components of a token's vector");
        }

        TransformerConfig config = new()
        {
            ModelType = modelType,
            Architectures = stated.Texts("architectures"),
            HiddenSize = hidden ?? 0,
            Layers = stated.Integer("num_hidden_layers", 1, 1_000),
            Heads = stated.Integer("num_attention_heads", 1, 10_000),
            IntermediateSize = stated.Integer("intermediate_size", 1, LargestSize),
            VocabularySize = stated.Integer("vocab_size", 1, LargestSize),
            Positions = stated.Integer("max_position_embeddings", 1, LargestSize),
            TokenTypes = stated.Integer("type_vocab_size", 0, 1_000) ?? 2,
            Activation = stated.Text("hidden_act") ?? "gelu",
            LayerNormEpsilon = ReadEpsilon(stated),
            PaddingId = stated.Integer("pad_token_id", 0, LargestSize) ?? (OffsetFamilies.Contains(modelType) ? 1 : 0),
            PositionEmbedding = stated.Text("position_embedding_type") ?? "absolute",
            IsDecoder = stated.Flag("is_decoder") ?? false,
            Labels = stated.Object("id2label")?.All.Count() ?? stated.Integer("num_labels", 1, 100_000) ?? 2,
        };
        if (config.MaxTokens is { } most && most < ModelFolder.FewestTokens)
        {
            faults.Add(
                $"'{FileName}' states max_position_embeddings {config.Positions}, which leaves {most} tokens, expected at least "
                + $"{ModelFolder.FewestTokens}");
        }

        return hidden is null ? null : config;
    }

    private static double ReadEpsilon(JsonMembers stated)
    {
        double epsilon = stated.Number("layer_norm_eps") ?? 1e-12;
        if (epsilon is not (>= 0 and < 1))
        {
            stated.Report(
                "layer_norm_eps", string.Create(CultureInfo.InvariantCulture, $"{epsilon}, expected a small number that is not negative"));
        }

        return epsilon;
    }
}
