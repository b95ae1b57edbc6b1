using System.Numerics.Tensors;

namespace FaqBot.Encoding.Weights;

/// <summary>A tensor of a checkpoint that has the type and shape that are needed.</summary>
/// <param name="File">The file that holds it.</param>
/// <param name="Stored">Its entry there.</param>
internal sealed record CheckpointTensor(SafetensorsFile File, StoredTensor Stored)
{
    /// <summary>Size of the first axis.</summary>
    public int Rows => checked((int)Stored.Shape[0]);

    /// <summary>Elements of one row; 1 for a vector.</summary>
    public int Columns => checked((int)(Stored.Count / Math.Max(1, Rows)));

    /// <summary>Reads rows as float32.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="values">Receives them, row-major [rows × <see cref="Columns"/>].</param>
    /// <exception cref="InvalidDataException">A number is not finite.</exception>
    public void Read(int firstRow, Span<float> values)
    {
        File.Read(Stored, (long)firstRow * Columns, values);
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude<float>(values)))
        {
            throw new InvalidDataException(
                $"'{File.Name}' holds a number in '{Stored.Name}' that is not finite, expected weights; take it again from where the model "
                + $"was published");
        }
    }
}
