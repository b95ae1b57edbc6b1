using FaqBot.Encoding.Building;

namespace FaqBot.Encoding.Tests.Building;

/// <summary>A graph of fewer steps gives the very same numbers.</summary>
public sealed class EncoderGraphTests : IDisposable
{
    private static readonly int[][] Texts =
        [[0, 5, 6, 2], [0, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 2], [0, 2], [0, .. Enumerable.Range(20, 40), 2]];

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Bundled_encoder_gives_the_same_bits_in_a_quarter_of_the_steps()
    {
        string path = _temporary.File(OnnxFile.FileName);
        File.Copy(Path.Combine(Repository.BundledModel, OnnxFile.FileName), path);
        using BuiltModel stored = new(path), fused = new(Fuse(path, out int before, out int after));
        Assert.True(after * 4 < before, $"{after} steps instead of {before}");
        AssertEqual(stored, fused, padding: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Built_encoder_gives_the_same_bits_in_fewer_steps(bool hasLargeWeights)
    {
        CheckpointDraft draft = new();
        if (hasLargeWeights)
        {
            draft.Value = (_, random) => random < 0 ? -1 : 1;
        }

        string path = Build(draft, WeightFormat.Int8);
        using BuiltModel stored = new(path), fused = new(Fuse(path, out int before, out int after));
        Assert.True(after < before, $"{after} steps instead of {before}");
        AssertEqual(stored, fused, padding: 0);
    }

    [Fact]
    public void Graph_without_bytes_stays_as_it_is()
    {
        string path = Build(new CheckpointDraft(), WeightFormat.Fp32);
        Assert.Null(EncoderGraph.Fuse(File.ReadAllBytes(path), OnnxFile.FileName));
    }

    [Fact]
    public void Long_weights_stay_in_their_file()
    {
        string path = Path.Combine(Repository.BundledModel, OnnxFile.FileName);
        using MappedFile stored = new(path);
        long length = new FileInfo(path).Length, fused = EncoderGraph.Fuse(stored.Memory, OnnxFile.FileName)!.Length;
        Assert.True(fused * 10 < length, $"{fused} of {length} bytes");
        Assert.True(EncoderGraph.Fuse(File.ReadAllBytes(path), OnnxFile.FileName)!.Length > length * 0.9, "nothing to read them from");
    }

    [Fact]
    public void Damaged_file_is_refused()
    {
        byte[] stored = File.ReadAllBytes(Path.Combine(Repository.BundledModel, OnnxFile.FileName));
        Assert.Throws<FormatException>(() => EncoderGraph.Fuse(stored.AsMemory()[..^1], OnnxFile.FileName));
        Assert.Throws<FormatException>(() => EncoderGraph.Fuse(ReadOnlyMemory<byte>.Empty, OnnxFile.FileName));
    }

    private static void AssertEqual(BuiltModel stored, BuiltModel fused, int padding)
    {
        Assert.Equal(stored.Run(Texts, padding), fused.Run(Texts, padding));
        foreach (int[] text in Texts)
        {
            Assert.Equal(stored.Run([text], padding), fused.Run([text], padding));
        }
    }

    private string Build(CheckpointDraft draft, WeightFormat weights)
    {
        string folder = _temporary.File("out");
        ModelBuilder.Build(
            draft.Write(_temporary.File("in")), folder, new BuildOptions { Weights = weights },
            cancellationToken: TestContext.Current.CancellationToken);
        return Path.Combine(folder, OnnxFile.FileName);
    }

    private static string Fuse(string path, out int before, out int after)
    {
        using MappedFile stored = new(path);
        byte[] fused = EncoderGraph.Fuse(stored.Memory, Path.GetFileName(path))!;
        before = StoredGraph.Read(stored.Memory).Nodes.Count;
        after = StoredGraph.Read(fused).Nodes.Count;
        string written = Path.Combine(Path.GetDirectoryName(path)!, "fused.onnx");
        File.WriteAllBytes(written, fused);
        return written;
    }
}
