using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FaqBot.Encoding.Vectors;

/// <summary>Unit vectors as bytes in memory, a quarter of the size, with the exact numbers in a file beside.</summary>
/// <remarks>
/// The bytes say within which bounds a cosine lies: what cannot be among the nearest is never read, and what can be is compared by its
/// exact numbers, so that a search finds the same as without bytes. The file has no name once it is open and ends with the process.
/// Immutable and thread-safe.
/// </remarks>
internal sealed class QuantizedRows
{
    // What sums of floating-point numbers may be off by.
    private const float Rounding = 1e-5f;

    private const int RowsAtOnce = 1_024;

    private readonly int _dimensions;
    private readonly sbyte[] _codes;
    private readonly float[] _scales;
    private readonly float[] _errors;
    private readonly SafeFileHandle _file;

    /// <summary>Makes bytes of vectors.</summary>
    /// <param name="components">Row-major [rows × <paramref name="dimensions"/>].</param>
    /// <param name="dimensions">Components of a vector.</param>
    /// <param name="folder">An existing folder for the file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public QuantizedRows(float[] components, int dimensions, string folder)
    {
        _dimensions = dimensions;
        int rows = components.Length / dimensions;
        _codes = GC.AllocateUninitializedArray<sbyte>(components.Length);
        _scales = new float[rows];
        _errors = new float[rows];
        Parallel.For(0, rows, row => (_scales[row], _errors[row]) = Quantize(
            components.AsSpan(row * dimensions, dimensions), _codes.AsSpan(row * dimensions, dimensions)));
        _file = Write(components, folder);
    }

    /// <summary>Number of vectors.</summary>
    public int Rows => _scales.Length;

    /// <summary>Memory in bytes.</summary>
    public long Bytes => _codes.LongLength + (8L * _scales.Length);

    /// <summary>Reads the exact numbers of neighbouring rows.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="components">Receives them, [rows × dimensions].</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read(int firstRow, Span<float> components)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(components);
        long start = (long)firstRow * _dimensions * sizeof(float);
        while (!bytes.IsEmpty)
        {
            int read = RandomAccess.Read(_file, bytes, start);
            if (read == 0)
            {
                throw new EndOfStreamException("The file with the exact vectors was cut off.");
            }

            bytes = bytes[read..];
            start += read;
        }
    }

    /// <summary>Finds what cosines of neighbouring rows with a query are not above.</summary>
    /// <param name="query">The query.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="bounds">Receives a bound a row.</param>
    public void UpperBounds(QuantizedQuery query, int firstRow, Span<float> bounds)
    {
        for (int i = 0; i < bounds.Length; i++)
        {
            int row = firstRow + i;
            int product = Product(query.Components, _codes.AsSpan(row * _dimensions, _dimensions));

            // By the triangle inequality: the query is off by its error, and the row, of length 1 + its error at most, by its own.
            bounds[i] = (product * query.Scale * _scales[row]) + _errors[row] + (query.Error * (1 + _errors[row])) + Rounding;
        }
    }

    /// <summary>The dot product of bytes.</summary>
    /// <param name="wide">The one, [length], −127…127.</param>
    /// <param name="code">The other, [length].</param>
    internal static int Product(ReadOnlySpan<short> wide, ReadOnlySpan<sbyte> code)
    {
        int lanes = Vector<sbyte>.Count, half = Vector<short>.Count, i = 0;
        ref sbyte c = ref MemoryMarshal.GetReference(code);
        ref short w = ref MemoryMarshal.GetReference(wide);
        Vector<int> sum = default;
        for (; i + lanes <= code.Length; i += lanes)
        {
            Vector.Widen(Vector.LoadUnsafe(ref c, (nuint)i), out Vector<short> lower, out Vector<short> upper);

            // Two products of bytes fit into a short: 2 × 127² is less than 2¹⁵.
            Vector<short> products = (lower * Vector.LoadUnsafe(ref w, (nuint)i)) + (upper * Vector.LoadUnsafe(ref w, (nuint)(i + half)));
            Vector.Widen(products, out Vector<int> first, out Vector<int> second);
            sum += first + second;
        }

        int product = Vector.Sum(sum);
        for (; i < code.Length; i++)
        {
            product += Unsafe.Add(ref c, i) * Unsafe.Add(ref w, i);
        }

        return product;
    }

    /// <summary>Rounds a vector to bytes.</summary>
    /// <returns>What a byte stands for, and the length of what is lost.</returns>
    internal static (float Scale, float Error) Quantize(ReadOnlySpan<float> vector, Span<sbyte> code)
    {
        float most = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        float scale = most > 0 ? most / sbyte.MaxValue : 1, lost = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            code[i] = (sbyte)MathF.Round(vector[i] / scale);
            float off = vector[i] - (code[i] * scale);
            lost += off * off;
        }

        return (scale, MathF.Sqrt(lost));
    }

    private SafeFileHandle Write(float[] components, string folder)
    {
        string path = Path.Combine(folder, $"vectors-{Guid.NewGuid():N}");
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        try
        {
            // Without a name nothing is left behind, however the process ends.
            File.Delete(path);
            for (int row = 0; row < Rows; row += RowsAtOnce)
            {
                int count = Math.Min(RowsAtOnce, Rows - row) * _dimensions;
                RandomAccess.Write(
                    file, MemoryMarshal.AsBytes(components.AsSpan(row * _dimensions, count)), (long)row * _dimensions * sizeof(float));
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
