using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Writes a graph as an ONNX model file, tensor by tensor: no more than one tensor is in memory.</summary>
internal sealed class OnnxFile
{
    /// <summary>The program that the file names as its writer.</summary>
    public const string Producer = "FaqBot";

    /// <summary>Name of the graph's file.</summary>
    public const string FileName = "model.onnx";

    /// <summary>Name of the file for tensors that do not fit into the graph's.</summary>
    public const string DataFileName = "model.onnx_data";

    /// <summary>Operator set of ONNX that the nodes belong to, and the version of the file format that came with it.</summary>
    private const int OperatorSet = 18;
    private const int FormatVersion = 8;

    /// <summary>A protocol buffers message must stay below 2 GiB.</summary>
    private const long LargestFile = 1_900_000_000;

    /// <summary>Shorter tensors stay in the graph's file: shapes and the like are needed when it is loaded.</summary>
    private const long ShortestOutside = 1_024;

    /// <summary>Places in the data file are multiples of a page, so that it can be mapped into memory.</summary>
    private const long PageLength = 4_096;

    private readonly List<(byte[] Head, TensorContent? Inside)> _tensors = [];
    private readonly List<(long Offset, TensorContent Content)> _outside = [];
    private readonly byte[] _head;
    private readonly byte[] _fields;
    private long _outsideLength;

    /// <summary>Plans the files of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="largestFile">Most bytes of the graph's own file.</param>
    public OnnxFile(OnnxGraph graph, long largestFile = LargestFile)
    {
        long inside = graph.Tensors.Where(tensor => tensor.Content.Stored is null).Sum(tensor => tensor.Content.Length);
        bool isSplit = inside > largestFile;
        foreach ((string name, TensorContent content) in graph.Tensors)
        {
            Add(name, content, isSplit);
        }

        _fields = graph.Fields();
        long length = _fields.Length + _tensors.Sum(tensor => tensor.Head.Length + (tensor.Inside?.Length ?? 0));
        _head = new ProtobufBuffer()
            .Number(1, FormatVersion)
            .Text(2, Producer)
            .Message(8, new ProtobufBuffer().Text(1, "").Number(2, OperatorSet))
            .Message(8, new ProtobufBuffer().Text(1, OnnxGraph.Contributed).Number(2, 1))
            .Header(7, length)
            .Written.ToArray();
        Length = _head.Length + length + _outsideLength;
    }

    /// <summary>Bytes of all files together.</summary>
    public long Length { get; }

    /// <summary>Names of the files that are written.</summary>
    public IReadOnlyList<string> FileNames => _outside.Count == 0 ? [FileName] : [FileName, DataFileName];

    /// <summary>Writes the files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="written">Told the number of bytes after each piece.</param>
    /// <param name="cancellationToken">Stops between two pieces; what is written stays.</param>
    public void Write(string folder, Action<int>? written, CancellationToken cancellationToken)
    {
        using (FileStream file = Create(folder, FileName))
        {
            TensorSink sink = new(file, written, cancellationToken);
            sink.Write(_head);
            sink.Write(_fields);
            foreach ((byte[] head, TensorContent? inside) in _tensors)
            {
                sink.Write(head);
                inside?.WriteTo(sink);
            }
        }

        if (_outside.Count == 0)
        {
            return;
        }

        using FileStream data = Create(folder, DataFileName);
        TensorSink dataSink = new(data, written, cancellationToken);
        foreach ((long offset, TensorContent content) in _outside)
        {
            dataSink.Write(new byte[offset - data.Position]);
            content.WriteTo(dataSink);
        }
    }

    /// <summary>A tensor without its numbers.</summary>
    internal static ProtobufBuffer Described(string name, TensorContent content)
    {
        ProtobufBuffer tensor = new();
        foreach (long size in content.Shape)
        {
            tensor.Number(1, size);
        }

        return tensor.Number(2, (int)content.Type).Text(8, name);
    }

    /// <summary>Adds to a tensor where its numbers lie.</summary>
    internal static ProtobufBuffer Placed(ProtobufBuffer tensor, StoredRange range)
    {
        foreach ((string key, string value) in (
            ReadOnlySpan<(string, string)>)[("location", range.File), ("offset", $"{range.Offset}"), ("length", $"{range.Length}")])
        {
            tensor.Message(13, new ProtobufBuffer().Text(1, key).Text(2, value));
        }

        return tensor.Number(14, 1);
    }

    private static FileStream Create(string folder, string name) =>
        new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);

    private void Add(string name, TensorContent content, bool isSplit)
    {
        StoredRange? range = content.Stored;
        if (range is null && isSplit && content.Length >= ShortestOutside)
        {
            long offset = (_outsideLength + PageLength - 1) / PageLength * PageLength;
            range = new StoredRange(DataFileName, offset, content.Length);
            _outside.Add((offset, content));
            _outsideLength = offset + content.Length;
        }

        ProtobufBuffer tensor = Described(name, content);
        if (range is not null)
        {
            Placed(tensor, range);
            _tensors.Add((new ProtobufBuffer().Message(5, tensor).Written.ToArray(), null));
            return;
        }

        tensor.Header(9, content.Length);
        byte[] fields = tensor.Written.ToArray();
        _tensors.Add(([.. new ProtobufBuffer().Header(5, fields.Length + content.Length).Written, .. fields], content));
    }
}
