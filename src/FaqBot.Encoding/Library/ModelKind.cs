namespace FaqBot.Encoding.Library;

/// <summary>What the files of a model are.</summary>
public enum ModelKind
{
    /// <summary>A complete encoder: <c>model.onnx</c>, <c>tokenizer.json</c> and <c>config.json</c>, usable as it is.</summary>
    Encoder,

    /// <summary>Safetensors weights, from which an encoder is built.</summary>
    Checkpoint,

    /// <summary>A graph in ONNX that lies elsewhere or needs another form before it is an encoder.</summary>
    Graph,
}
