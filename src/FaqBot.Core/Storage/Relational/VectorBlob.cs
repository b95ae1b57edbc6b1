using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Writes and reads unit vectors as bytes.</summary>
internal static class VectorBlob
{
    private const int ScaleBytes = sizeof(float);

    /// <summary>Bytes of a vector.</summary>
    /// <param name="format">How it is written.</param>
    /// <param name="dimensions">Its components.</param>
    /// <returns>The size.</returns>
    public static int Size(VectorFormat format, int dimensions) =>
        format == VectorFormat.Float32 ? dimensions * sizeof(float) : ScaleBytes + dimensions;

    /// <summary>Writes a vector.</summary>
    /// <param name="vector">The unit vector.</param>
    /// <param name="format">How to write it.</param>
    /// <param name="blob">Receives it, [<see cref="Size"/>].</param>
    public static void Write(ReadOnlySpan<float> vector, VectorFormat format, Span<byte> blob)
    {
        if (format == VectorFormat.Float32)
        {
            for (int i = 0; i < vector.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(blob[(i * sizeof(float))..], vector[i]);
            }

            return;
        }

        float scale = TensorPrimitives.MaxMagnitude(vector) is var most && MathF.Abs(most) > 0 ? MathF.Abs(most) / sbyte.MaxValue : 1;
        BinaryPrimitives.WriteSingleLittleEndian(blob, scale);
        Span<sbyte> components = MemoryMarshal.Cast<byte, sbyte>(blob[ScaleBytes..]);
        for (int i = 0; i < vector.Length; i++)
        {
            components[i] = (sbyte)MathF.Round(vector[i] / scale);
        }
    }

    /// <summary>Reads a vector.</summary>
    /// <param name="blob">Its bytes.</param>
    /// <param name="format">How it was written.</param>
    /// <param name="vector">Receives the unit vector; decides the expected size.</param>
    /// <returns>False when the bytes are not a unit vector of this size.</returns>
    public static bool TryRead(ReadOnlySpan<byte> blob, VectorFormat format, Span<float> vector)
    {
        if (blob.Length != Size(format, vector.Length))
        {
            return false;
        }

        if (format == VectorFormat.Float32)
        {
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] = BinaryPrimitives.ReadSingleLittleEndian(blob[(i * sizeof(float))..]);
            }
        }
        else
        {
            TensorPrimitives.ConvertTruncating<sbyte, float>(MemoryMarshal.Cast<byte, sbyte>(blob[ScaleBytes..]), vector);
        }

        float norm = TensorPrimitives.Norm<float>(vector);
        if (!float.IsFinite(norm) || (format == VectorFormat.Float32 ? MathF.Abs(norm - 1) > 1e-3f : norm < 1))
        {
            return false;
        }

        if (format == VectorFormat.Int8)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }

        return true;
    }
}
