using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tests.Running;
using static FaqBot.Encoding.Tests.Tokenizing.ProtobufWriter;

namespace FaqBot.Encoding.Tests.ModelFiles;

public sealed class GraphCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public GraphCheckTests() => File.WriteAllBytes(_folder.File("weights"), new byte[256]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tiny-bert-zh-exports/hidden-state-external.onnx")]
    [InlineData("tiny-bert-zh-exports/hidden-state-f16.onnx")]
    [InlineData("tiny-bert-zh-exports/hidden-state.onnx")]
    [InlineData("tiny-bert-zh-exports/sentence-embedding.onnx")]
    [InlineData("all-MiniLM-L6-v2-f16/model.onnx")]
    public void Genuine_graphs_pass(string file)
    {
        string path = Repository.SharedFile("fixtures", "models", file);
        GraphCheck.Require(Path.GetDirectoryName(path)!, Path.GetFileName(path));
    }

    [Fact]
    public void Own_graphs_pass()
    {
        GraphCheck.Require(Repository.BundledModel, "model.onnx");
        Assert.Empty(Faults(TinyGraph.Write(["input_ids"], "sentence_embedding", 4)));
    }

    [Theory]
    [InlineData("weights", "0", "256", null)]
    [InlineData("weights", null, null, null)]
    [InlineData("weights", "1", "256", "at '1' with '256' bytes, expected a part of its 256 bytes")]
    [InlineData("weights", "9223372036854775807", "256", "expected a part of its 256 bytes")]
    [InlineData("weights", "-1", "256", "expected a part of its 256 bytes")]
    [InlineData("weights", "0", "9223372036854775808", "expected a part of its 256 bytes")]
    [InlineData("weights", "0", "255", "places 'w' [8, 8] in 255 bytes of 'weights', expected 256 bytes")]
    [InlineData("../weights", "0", "256", "places 'w' in '../weights', expected a file beside it or below")]
    [InlineData("/etc/passwd", "0", "256", "places 'w' in '/etc/passwd', expected a file beside it or below")]
    [InlineData("a/../../weights", "0", "256", "expected a file beside it or below")]
    [InlineData("", "0", "256", "expected a file beside it or below")]
    [InlineData("absent", "0", "256", "which is missing or empty or a link out of the folder")]
    [InlineData("link", "0", "256", "which is missing or empty or a link out of the folder")]
    public void External_data_lies_in_the_folder_and_is_whole(string location, string? offset, string? length, string? expected)
    {
        File.CreateSymbolicLink(_folder.File("link"), "/etc/passwd");
        byte[] entries =
        [
            .. Entry("location", location), .. offset is null ? [] : Entry("offset", offset),
            .. length is null ? [] : Entry("length", length), .. Number(14, 1),
        ];
        List<string> faults = Faults(Graph(Tensor(1, [8, 8], entries)));
        Assert.Equal(expected is null ? 0 : 1, faults.Count);
        Assert.Contains(expected ?? "", string.Concat(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_are_as_large_as_their_shapes_say()
    {
        Assert.Empty(Faults(Graph(Tensor(1, [2, 2], Message(9, new byte[16])))));
        Assert.Contains(
            "holds 'w' [2, 2] in 15 bytes, expected 16", Faults(Graph(Tensor(1, [2, 2], Message(9, new byte[15]))))[0],
            StringComparison.Ordinal);
        Assert.Contains(
            "which is no shape of a tensor", Faults(Graph(Tensor(1, [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue], [])))[0],
            StringComparison.Ordinal);
        Assert.Contains(
            "which cannot be 2147483647 numbers", Faults(Graph(Tensor(1, [int.MaxValue], Message(4, new byte[8]))))[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Sparse_tensors_stay_small_when_they_are_filled_up()
    {
        byte[] sparse = [.. Message(1, Tensor(1, [1], Message(9, new byte[4]))), .. Number(3, 1 << 20), .. Number(3, 1 << 10)];
        Assert.Contains(
            "holds a sparse tensor [1048576, 1024], expected at most 268435456 numbers when it is filled up",
            Faults(Message(7, Message(15, sparse)))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_of_a_huge_shape_are_refused()
    {
        byte[] shape = [.. Number(1, 2), .. Number(2, 7), .. Message(8, "w"u8.ToArray()), .. Number(7, 1 << 20), .. Number(7, 1 << 20)];
        Assert.Contains(
            "makes a tensor of more than 268435456 numbers by a node of the type ConstantOfShape",
            Faults(Message(7, [.. Message(5, shape), .. Node("ConstantOfShape")]))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Loop")]
    [InlineData("BeamSearch")]
    public void Loops_are_refused(string type) => Assert.Contains(
        $"has a node of the type {type}, which may run without end", Faults(Message(7, Node(type)))[0], StringComparison.Ordinal);

    [Fact]
    public void Graphs_in_graphs_are_read_to_a_depth()
    {
        byte[] graph = Node("Identity");
        for (int depth = 0; depth < 2_000; depth++)
        {
            graph = Message(1, Message(5, Message(6, graph)));
        }

        Assert.Contains("graphs stand in graphs more than 8 deep", Faults(Message(7, graph))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Many_faults_are_cut_off() => Assert.InRange(
        Faults(Message(7, [.. Enumerable.Range(0, 1_000).SelectMany(_ => Node("Loop"))])).Count, 20, 22);

    [Fact]
    public void Encoder_with_such_a_graph_is_refused()
    {
        string folder = TinyModel.Write(_folder, graph: Graph(Tensor(1, [8, 8], [.. Entry("location", "../../secret"), .. Number(14, 1)])));
        Assert.Contains(
            "'model.onnx' places 'w' in '../../secret', expected a file beside it or below",
            Assert.Throws<ModelException>(() => Encoding.Running.TextEncoder.Load(folder, new())).Message, StringComparison.Ordinal);
    }

    private static byte[] Graph(byte[] tensor) => Message(7, Message(5, tensor));

    private static byte[] Node(string type) => Message(1, [
        .. Message(1, "w"u8.ToArray()), .. Message(2, "y"u8.ToArray()), .. Message(4, System.Text.Encoding.UTF8.GetBytes(type))]);

    private static byte[] Entry(string key, string value) => Message(13, [
        .. Message(1, System.Text.Encoding.UTF8.GetBytes(key)), .. Message(2, System.Text.Encoding.UTF8.GetBytes(value))]);

    private static byte[] Tensor(int type, int[] axes, byte[] rest) =>
        [.. axes.SelectMany(axis => Number(1, axis)), .. Number(2, type), .. Message(8, "w"u8.ToArray()), .. rest];

    private List<string> Faults(byte[] graph)
    {
        List<string> faults = [];
        GraphCheck.Check(_folder.Path, "model.onnx", new MemoryStream(graph), faults);
        return faults;
    }
}
