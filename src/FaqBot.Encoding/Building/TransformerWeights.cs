using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>A linear layer: weight [out × in] and bias [out].</summary>
internal sealed record LinearWeights(CheckpointTensor Weight, CheckpointTensor? Bias);

/// <summary>A layer normalisation: scale and shift, [hidden] each.</summary>
internal sealed record NormWeights(CheckpointTensor Scale, CheckpointTensor Shift);

/// <summary>One layer of the encoder.</summary>
internal sealed record LayerWeights(
    LinearWeights Query, LinearWeights Key, LinearWeights Value, LinearWeights Attended, NormWeights AttendedNorm,
    LinearWeights Inner, LinearWeights Output, NormWeights OutputNorm);

/// <summary>The tables that a token's vector is the sum of.</summary>
/// <param name="Words">[vocabulary × hidden].</param>
/// <param name="Positions">[positions × hidden].</param>
/// <param name="Types">[token types × hidden]; null for a model without.</param>
/// <param name="Norm">What follows the sum.</param>
internal sealed record EmbeddingWeights(CheckpointTensor Words, CheckpointTensor Positions, CheckpointTensor? Types, NormWeights Norm);

/// <summary>All weights that the graph of a BERT or RoBERTa needs.</summary>
/// <param name="Embeddings">The tables.</param>
/// <param name="Layers">The layers, from the tokens on.</param>
/// <param name="Dense">Linear layers over the pooled vector.</param>
/// <param name="Head">The two linear layers of a sequence classifier; empty for a sentence encoder.</param>
internal sealed record TransformerWeights(
    EmbeddingWeights Embeddings, IReadOnlyList<LayerWeights> Layers, IReadOnlyList<LinearWeights> Dense, IReadOnlyList<LinearWeights> Head);
