using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FaqBot.Encoding.Weights;

/// <summary>A safetensors file that is read in pieces.</summary>
/// <remarks>Thread-safe; never holds more of the file than is asked for.</remarks>
internal sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private SafetensorsFile(string name, SafeFileHandle handle, IReadOnlyDictionary<string, StoredTensor> tensors)
    {
        Name = name;
        _handle = handle;
        Tensors = tensors;
    }

    /// <summary>Name of the file, relative to the model's folder.</summary>
    public string Name { get; }

    /// <summary>The tensors by their names.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>Opens a file.</summary>
    /// <returns>The file; null, with a fault, when it cannot be read at all.</returns>
    public static SafetensorsFile? Open(string folder, string name, ICollection<string> faults)
    {
        string path = Path.Combine(folder, name);
        try
        {
            using FileStream stream = File.OpenRead(path);
            IReadOnlyDictionary<string, StoredTensor> tensors = SafetensorsHeader.Read(stream, name, faults);
            return new SafetensorsFile(name, File.OpenHandle(path, options: FileOptions.SequentialScan), tensors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"'{name}' cannot be read: {exception.Message}");
            return null;
        }
    }

    /// <summary>Reads elements as float32.</summary>
    /// <param name="tensor">A tensor of this file, of one of <see cref="StoredTensor.WeightTypes"/>.</param>
    /// <param name="first">Number of the first element.</param>
    /// <param name="values">Receives the elements.</param>
    public void Read(StoredTensor tensor, long first, Span<float> values)
    {
        if (tensor.Type == TensorType.Float32)
        {
            ReadBytes(tensor.Offset + (first * sizeof(float)), MemoryMarshal.AsBytes(values));
            return;
        }

        // The upper half of the result is filled with the halves, then widened from the front: each is read before it is overwritten.
        Span<ushort> halves = MemoryMarshal.Cast<float, ushort>(values)[values.Length..];
        ReadBytes(tensor.Offset + (first * sizeof(ushort)), MemoryMarshal.AsBytes(halves));
        const int Block = 512;
        Span<ushort> block = stackalloc ushort[Block];
        for (int i = 0; i < values.Length; i += Block)
        {
            Span<ushort> part = block[..Math.Min(Block, values.Length - i)];
            halves.Slice(i, part.Length).CopyTo(part);
            Widen(tensor.Type, part, values.Slice(i, part.Length));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _handle.Dispose();

    private static void Widen(TensorType type, ReadOnlySpan<ushort> halves, Span<float> values)
    {
        if (type == TensorType.Float16)
        {
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<ushort, Half>(halves), values);
            return;
        }

        // bfloat16 is the upper half of a float32.
        for (int i = 0; i < halves.Length; i++)
        {
            values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
        }
    }

    private void ReadBytes(long offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_handle, bytes, offset);
            if (read == 0)
            {
                throw new EndOfStreamException($"'{Name}' ended while it was read.");
            }

            offset += read;
            bytes = bytes[read..];
        }
    }
}
