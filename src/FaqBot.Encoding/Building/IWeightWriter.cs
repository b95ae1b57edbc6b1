using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Writes the parts of a graph whose form depends on how weights are stored.</summary>
internal interface IWeightWriter
{
    /// <summary>Looks rows of a table up.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Name for the table.</param>
    /// <param name="table">The table.</param>
    /// <param name="ids">Row numbers, any shape.</param>
    /// <returns>The rows, float32 [ids' shape × columns].</returns>
    string Rows(OnnxGraph graph, string name, CheckpointTensor table, string ids);

    /// <summary>The whole of one or several tensors, one behind the other, as float32.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Name for the whole.</param>
    /// <param name="parts">The tensors.</param>
    /// <returns>The whole.</returns>
    string Floats(OnnxGraph graph, string name, params CheckpointTensor[] parts);

    /// <summary>The position table, each row with the first token type's row added.</summary>
    /// <returns>float32, of the table's shape.</returns>
    string Positions(OnnxGraph graph, CheckpointTensor positions, CheckpointTensor? types);

    /// <summary>Multiplies by one or several weights [out × in], one behind the other.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Name for the weights.</param>
    /// <param name="input">What is multiplied.</param>
    /// <param name="weights">The weights.</param>
    /// <returns>float32 [rows × sum of out].</returns>
    string Product(OnnxGraph graph, string name, ProductInput input, params CheckpointTensor[] weights);
}

/// <summary>The input of a product.</summary>
/// <param name="Value">float32 [rows × in].</param>
/// <param name="Rows">A value whose first axis has the same size: one and the same for all inputs of as many rows.</param>
/// <param name="HasOutliers">Whether single components exceed the others of their row by far.</param>
/// <param name="Samples">What the input may be, row-major [samples × in]; costs a run of the model when first asked for.</param>
internal readonly record struct ProductInput(string Value, string Rows, bool HasOutliers, Func<float[]> Samples);
