using System.Globalization;
using System.Text;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>Looks through an ONNX graph before ONNX Runtime reads it: what it announces must be there, and inside the folder.</summary>
/// <remarks>
/// Fields: https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto. Large fields are skipped, so that the check takes no memory and
/// next to no time. What a graph computes is not looked at, but for loops and constants of a size that it states itself.
/// </remarks>
internal sealed class GraphCheck
{
    private const int MostDepth = 8, MostNodes = 1_000_000, MostTensors = 1_000_000, MostAxes = 16, MostFaults = 20, LongestName = 4_096;

    /// <summary>Most numbers of a tensor that is not stored, but made of its shape alone.</summary>
    private const long MostMade = 1 << 28;

    private const string Remedy = "take it again from where the model was published, or take another model";

    /// <summary>Operators that run a graph again and again, as often as numbers say; none belongs to an encoder.</summary>
    private static readonly string[] Loops = ["Loop", "BeamSearch", "WhisperBeamSearch", "GreedySearch", "Sampling"];

    private readonly string _file;
    private readonly string _folder;
    private readonly GraphStream _stream;
    private readonly ICollection<string> _faults;
    private readonly Dictionary<string, long> _beside = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _shapes = new(StringComparer.Ordinal);
    private int _nodes, _tensors, _found;

    private GraphCheck(string folder, string file, Stream stream, ICollection<string> faults)
    {
        _file = file;
        _folder = Path.GetDirectoryName(Path.Combine(folder, file))!;
        _stream = new GraphStream(stream);
        _faults = faults;
    }

    /// <summary>Checks a graph.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="file">The ONNX file below it.</param>
    /// <exception cref="ModelException">It must not be opened; all faults are reported together.</exception>
    public static void Require(string folder, string file)
    {
        List<string> faults = [];
        try
        {
            string path = Path.Combine(folder, file);
            FileLimits.Require(path, FileLimits.Graph);
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            Check(folder, file, stream, faults);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"'{file}' cannot be read: {exception.Message.TrimEnd('.')}; {Remedy}");
        }

        if (faults.Count > 0)
        {
            throw new ModelException(folder, faults);
        }
    }

    /// <summary>Checks a graph.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="file">The name of the graph below it.</param>
    /// <param name="stream">The graph, at its start; can seek.</param>
    /// <param name="faults">Receives what is wrong.</param>
    internal static void Check(string folder, string file, Stream stream, ICollection<string> faults)
    {
        GraphCheck check = new(folder, file, stream, faults);
        try
        {
            check.Model();
        }
        catch (FormatException exception)
        {
            faults.Add($"'{file}' cannot be used: {exception.Message}; {Remedy}");
        }
        catch (EndOfStreamException)
        {
            faults.Add($"'{file}' ended while it was read; {Remedy}");
        }
    }

    private void Model()
    {
        bool hasGraph = false;
        while (_stream.TryReadTag(out int field))
        {
            switch (field)
            {
                case 7:
                    hasGraph = true;
                    Graph(1);
                    break;
                case 25:
                    Function();
                    break;
                default:
                    _stream.Skip();
                    break;
            }
        }

        if (!hasGraph)
        {
            throw new FormatException("it is no ONNX graph: it holds none");
        }
    }

    private void Function()
    {
        long outer = _stream.Enter();
        while (_stream.TryReadTag(out int field))
        {
            if (field == 7)
            {
                Node(1);
            }
            else
            {
                _stream.Skip();
            }
        }

        _stream.Leave(outer);
    }

    private void Graph(int depth)
    {
        if (depth > MostDepth)
        {
            throw new FormatException($"graphs stand in graphs more than {MostDepth} deep");
        }

        long outer = _stream.Enter();
        while (_stream.TryReadTag(out int field))
        {
            switch (field)
            {
                case 1:
                    Node(depth);
                    break;
                case 5:
                    Tensor(null);
                    break;
                case 15:
                    Sparse();
                    break;
                default:
                    _stream.Skip();
                    break;
            }
        }

        _stream.Leave(outer);
    }

    private void Node(int depth)
    {
        if (++_nodes > MostNodes)
        {
            throw new FormatException($"it has more than {MostNodes} nodes");
        }

        string type = "", output = "";
        List<string> inputs = [];
        long outer = _stream.Enter();
        while (_stream.TryReadTag(out int field))
        {
            switch (field)
            {
                case 1 when inputs.Count < 3:
                    inputs.Add(_stream.ReadText(LongestName));
                    break;
                case 2:
                    output = _stream.ReadText(LongestName);
                    break;
                case 4:
                    type = _stream.ReadText(LongestName);
                    break;
                case 5:
                    Attribute(depth, output);
                    break;
                default:
                    _stream.Skip();
                    break;
            }
        }

        _stream.Leave(outer);
        if (Loops.Contains(type))
        {
            Fault($"has a node of the type {type}, which may run without end, expected an encoder's graph");
        }

        if ((type == "ConstantOfShape" && Made(inputs, 0) > MostMade) || (type == "Expand" && Made(inputs, 1) > MostMade))
        {
            Fault($"makes a tensor of more than {MostMade} numbers by a node of the type {type}, expected fewer");
        }
    }

    private long Made(List<string> inputs, int shape) => inputs.Count > shape ? _shapes.GetValueOrDefault(inputs[shape]) : 0;

    private void Attribute(int depth, string output)
    {
        long outer = _stream.Enter();
        while (_stream.TryReadTag(out int field))
        {
            switch (field)
            {
                case 5 or 10:
                    Tensor(output);
                    break;
                case 6 or 11:
                    Graph(depth + 1);
                    break;
                case 22 or 23:
                    Sparse();
                    break;
                default:
                    _stream.Skip();
                    break;
            }
        }

        _stream.Leave(outer);
    }

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
