using System.Buffers.Binary;
using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Encoding.Weights;

/// <summary>Reads and checks the header of a safetensors file; see
/// <see href="https://github.com/huggingface/safetensors#format"/>.</summary>
internal static class SafetensorsHeader
{
    /// <summary>Bytes before the header: its length.</summary>
    private const int PrefixLength = 8;

    /// <summary>Most bytes of a header. The reference implementation reads 100 MB; headers of the largest models have a few.</summary>
    private const long LongestHeader = 16 << 20;

    private const int MostTensors = 100_000, MostAxes = 8, MostFaults = 100;

    private const string Remedy = "take it again from where the model was published";

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The file, at its start.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>The tensors by their names; those without a fault.</returns>
    public static IReadOnlyDictionary<string, StoredTensor> Read(Stream stream, string file, ICollection<string> faults)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        ulong length = stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false) == PrefixLength
            ? BinaryPrimitives.ReadUInt64LittleEndian(prefix)
            : ulong.MaxValue;
        if (length > LongestHeader || (long)length > stream.Length - PrefixLength)
        {
            faults.Add(
                $"'{file}' has {stream.Length} bytes and states a header of {(length == ulong.MaxValue ? "unknown" : length)} bytes, "
                + $"expected a header of at most {LongestHeader} bytes inside the file; {Remedy}");
            return new Dictionary<string, StoredTensor>();
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);
        try
        {
            using JsonDocument document = StrictJson.Parse(header);
            return Read(document.RootElement, PrefixLength + (long)length, stream.Length, file, faults);
        }
        catch (JsonException exception)
        {
            faults.Add($"'{file}' has a header that is not valid JSON ({exception.Message.TrimEnd('.')}); {Remedy}");
            return new Dictionary<string, StoredTensor>();
        }
    }

    private static Dictionary<string, StoredTensor> Read(JsonElement root, long start, long end, string file, ICollection<string> faults)
    {
        Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);
        int entries = root.ValueKind == JsonValueKind.Object ? root.GetPropertyCount() : -1;
        if (entries is < 0 or > MostTensors)
        {
            faults.Add(
                $"'{file}' has a header of {(entries < 0 ? "no object" : $"{entries} tensors")}, expected an object of at most "
                + $"{MostTensors}; {Remedy}");
            return tensors;
        }

        int before = faults.Count;
        foreach (JsonProperty entry in root.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            if (faults.Count - before >= MostFaults)
            {
                return tensors;
            }

            if (ReadEntry(entry, start, out string fault) is not { } tensor)
            {
                faults.Add($"'{file}' describes '{Shown(entry.Name)}' by {fault}; {Remedy}");
            }
            else if (!tensors.TryAdd(entry.Name, tensor))
            {
                faults.Add($"'{file}' holds '{Shown(entry.Name)}' twice; {Remedy}");
            }
        }

        CheckPlaces(tensors.Values, start, end, file, faults);
        return tensors;
    }

    private static StoredTensor? ReadEntry(JsonProperty entry, long start, out string fault)
    {
        fault = "something other than dtype, shape and data_offsets";
        if (entry.Value.ValueKind != JsonValueKind.Object
            || !entry.Value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || Numbers(entry.Value, "shape") is not { } shape || Numbers(entry.Value, "data_offsets") is not [var first, var last])
        {
            return null;
        }

        string typeName = type.GetString()!;
        if (StoredTensor.ElementSize(typeName) is not { } elementSize)
        {
            fault = $"the unknown type {Shown(typeName)}";
            return null;
        }

        UInt128 size = (UInt128)elementSize;
        foreach (long axis in shape)
        {
            // Each factor is below 2^63 and the product is cut at 2^64: it cannot overflow.
            size = UInt128.Min(size * (UInt128)axis, ulong.MaxValue);
        }

        fault = $"{typeName} [{string.Join(", ", shape)}] and data_offsets {first} to {last}, which do not span {size} bytes";
        return first <= last && size == (UInt128)(last - first) && last <= long.MaxValue - start
            ? new StoredTensor(entry.Name, typeName, shape, start + first, last - first)
            : null;
    }

    private static string Shown(string name) => name.Length <= 200 ? name : name[..199] + "…";

    private static long[]? Numbers(JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        if (list.GetArrayLength() > MostAxes)
        {
            return null;
        }

        List<long> numbers = [];
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Tensors lie one after another without overlap or hole, and the file ends where the last one ends.</summary>
    private static void CheckPlaces(IEnumerable<StoredTensor> tensors, long start, long end, string file, ICollection<string> faults)
    {
        long free = start;
        int before = faults.Count;
        foreach (StoredTensor tensor in tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Length))
        {
            if (tensor.Offset != free && faults.Count - before < MostFaults)
            {
                faults.Add(
                    $"'{file}' holds '{tensor.Name}' at {tensor.Offset - start}, expected at {free - start}, where the tensor before it "
                    + $"ends; {Remedy}");
            }

            free = Math.Max(free, tensor.Offset + tensor.Length);
        }

        if (free != end)
        {
            faults.Add($"'{file}' has {end} bytes, expected {free}: it is cut off or changed; {Remedy}");
        }
    }
}
