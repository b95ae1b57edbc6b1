using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>A tensor that stays where it is, in a safetensors file beside the graph.</summary>
internal sealed class ReferencedTensor(CheckpointTensor tensor) : TensorContent(tensor.Stored.Type, tensor.Stored.Shape)
{
    /// <inheritdoc />
    public override StoredRange Stored => new(tensor.File.Name, tensor.Stored.Offset, tensor.Stored.Length);

    /// <inheritdoc />
    public override void WriteTo(TensorSink sink)
    {
        // Nothing to write: the bytes are there.
    }
}
