using System.Globalization;
using System.Text;

namespace FaqBot.Encoding.ModelFiles;

/// <content>Looks at what is stored: tensors, in the graph and beside it.</content>
internal sealed partial class GraphCheck
{
    /// <summary>A sparse tensor becomes a dense one when it is read.</summary>
    private void Sparse()
    {
        List<long> axes = [];
        long outer = _stream.Enter();
        while (_stream.TryReadTag(out int field))
        {
            switch (field)
            {
                case 1 or 2:
                    Tensor(null);
                    break;
                case 3:
                    _stream.ReadNumbers(axes, MostAxes);
                    break;
                default:
                    _stream.Skip();
                    break;
            }
        }

        _stream.Leave(outer);
        if (Product(axes) is not <= MostMade)
        {
            Fault($"holds a sparse tensor [{string.Join(", ", axes)}], expected at most {MostMade} numbers when it is filled up");
        }
    }

    /// <param name="output">What the tensor is called elsewhere: the output of the node that holds it; null: by its own name.</param>
    private void Tensor(string? output)
    {
        if (++_tensors > MostTensors)
        {
            throw new FormatException($"it has more than {MostTensors} tensors");
        }

        List<long> axes = [], values = [];
        Dictionary<string, string> external = new(StringComparer.Ordinal);
        string name = "";
        long type = 0, stored = 0, raw = -1;
        bool isExternal = false;
        long outer = _stream.Enter();
        while (_stream.TryReadTag(out int field))
        {
            switch (field)
            {
                case 1:
                    _stream.ReadNumbers(axes, MostAxes);
                    break;
                case 2:
                    type = _stream.ReadNumber();
                    break;
                case 8:
                    name = _stream.ReadText(LongestName);
                    break;
                case 13:
                    Entry(external);
                    break;
                case 14:
                    isExternal = _stream.ReadNumber() == 1;
                    break;
                case 7 when !_stream.HasLength || _stream.Length <= MostAxes:
                    stored += Math.Max(1, _stream.Length);
                    _stream.ReadNumbers(values, MostAxes);
                    break;
                case 9:
                    raw = _stream.HasLength ? _stream.Length : throw new FormatException("the bytes of a tensor are none");
                    Raw(values);
                    break;
                case 4 or 5 or 6 or 7 or 10 or 11:
                    stored += Math.Max(1, _stream.Length);
                    _stream.Skip();
                    break;
                default:
                    _stream.Skip();
                    break;
            }
        }

        _stream.Leave(outer);
        name = output ?? name;
        if (Product(axes) is not { } count)
        {
            Fault($"holds '{Shown(name)}' [{string.Join(", ", axes)}], which is no shape of a tensor");
            return;
        }

        if (isExternal)
        {
            External(name, axes, count, type, external);
        }
        else if (raw >= 0 && Bytes(type, count) is { } bytes && bytes != raw)
        {
            Fault($"holds '{Shown(name)}' [{string.Join(", ", axes)}] in {raw} bytes, expected {bytes}");
        }
        else if (raw < 0 && count > 8 * stored)
        {
            Fault($"holds '{Shown(name)}' [{string.Join(", ", axes)}] in {stored} bytes, which cannot be {count} numbers");
        }

        const int Int64 = 7;
        if (type == Int64 && !isExternal && values.Count == count && count <= MostAxes)
        {
            _shapes[name] = Product(values) ?? 0;
        }
    }

    /// <summary>Reads a few numbers, which may be the shape of another tensor.</summary>
    private void Raw(List<long> values)
    {
        if (!_stream.HasLength || _stream.Length > MostAxes * sizeof(long) || _stream.Length % sizeof(long) != 0)
        {
            _stream.Skip();
            return;
        }

        values.AddRange(_stream.ReadLongs());
    }

    private void Entry(Dictionary<string, string> external)
    {
        string key = "", value = "";
        long outer = _stream.Enter();
        while (_stream.TryReadTag(out int field))
        {
            switch (field)
            {
                case 1:
                    key = _stream.ReadText(LongestName);
                    break;
                case 2:
                    value = _stream.ReadText(LongestName);
                    break;
                default:
                    _stream.Skip();
                    break;
            }
        }

        _stream.Leave(outer);
        external[key] = external.Count < MostAxes
            ? value : throw new FormatException($"it says more than {MostAxes} things of where a tensor lies");
    }

    private void External(string name, List<long> axes, long count, long type, Dictionary<string, string> external)
    {
        string location = external.GetValueOrDefault("location", "");
        if (location.Length == 0 || ModelFolder.IsOutside(location))
        {
            Fault($"places '{Shown(name)}' in '{Shown(location)}', expected a file beside it or below");
            return;
        }

        if (LengthOf(location) is not { } length)
        {
            Fault($"places '{Shown(name)}' in '{Shown(location)}', which is missing or empty or a link out of the folder");
            return;
        }

        long? offset = Number(external, "offset", 0);
        long? stated = offset is { } start ? Number(external, "length", Bytes(type, count) ?? Math.Max(0, length - start)) : null;
        if (offset is null || stated is null || offset > length || stated > length - offset)
        {
            Fault(
                $"places '{Shown(name)}' in '{Shown(location)}' at '{Shown(external.GetValueOrDefault("offset", "0"))}' with "
                + $"'{Shown(external.GetValueOrDefault("length", "the rest"))}' bytes, expected a part of its {length} bytes");
        }
        else if (Bytes(type, count) is { } bytes && bytes != stated)
        {
            Fault(
                $"places '{Shown(name)}' [{string.Join(", ", axes)}] in {stated} bytes of '{Shown(location)}', expected {bytes} bytes");
        }
    }

    /// <summary>Bytes of a file beside the graph; null when there is none.</summary>
    private long? LengthOf(string location)
    {
        if (!_beside.TryGetValue(location, out long length))
        {
            length = RealPath.Of(Path.Combine(_folder, location)) is { } path && RealPath.IsBelow(_folder, path)
                ? new FileInfo(path) is { Exists: true } file ? file.Length : 0
                : 0;
            _beside[location] = _beside.Count < MostTensors ? length : throw new FormatException("it names too many files");
        }

        return length == 0 ? null : length;
    }

    private static long? Number(Dictionary<string, string> external, string key, long otherwise) =>
        !external.TryGetValue(key, out string? text) || text.Length == 0 ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : null;

    /// <summary>How many numbers a shape has; null when it is none.</summary>
    private static long? Product(List<long> axes)
    {
        UInt128 product = 1;
        bool isEmpty = axes.Contains(0);
        foreach (long axis in axes)
        {
            product = axis < 0 ? UInt128.MaxValue : UInt128.Min(product * (UInt128)axis, ulong.MaxValue);
            if (product > (1UL << 48) && !isEmpty)
            {
                return null;
            }
        }

        return axes.Exists(axis => axis < 0) ? null : (long)product;
    }

    /// <summary>Bytes of so many numbers; null for types of which that cannot be said.</summary>
    private static long? Bytes(long type, long count) => type switch
    {
        1 or 6 or 12 => 4 * count,
        2 or 3 or 9 or (>= 17 and <= 20) or 24 => count,
        4 or 5 or 10 or 16 => 2 * count,
        7 or 11 or 13 or 14 => 8 * count,
        15 => 16 * count,
        (>= 21 and <= 23) => (count + 1) / 2,
        25 or 26 => (count + 3) / 4,
        _ => null,
    };

    private static string Shown(string name)
    {
        StringBuilder shown = new();
        foreach (Rune rune in name.EnumerateRunes().Take(200))
        {
            shown.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        }

        return shown.ToString();
    }

    private void Fault(string fault)
    {
        _faults.Add($"'{_file}' {fault}; {Remedy}");
        if (++_found >= MostFaults)
        {
            throw new FormatException($"it has {MostFaults} faults of this kind and perhaps more");
        }
    }
}
