using System.Globalization;
using System.Text;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>Looks through an ONNX graph before ONNX Runtime reads it: what it announces must be there, and inside the folder.</summary>
/// <remarks>
/// Fields: https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto. Large fields are skipped, so that the check takes no memory and
/// next to no time. What a graph computes is not looked at, but for loops and constants of a size that it states itself.
/// </remarks>
internal sealed partial class GraphCheck
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
}
