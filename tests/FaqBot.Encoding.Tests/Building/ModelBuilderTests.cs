using FaqBot.Encoding.Building;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Tests.Building;

public sealed class ModelBuilderTests : IDisposable
{
    private static readonly int[] Ids = [2, 17, 18, 19, 3];

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(WeightFormat.Fp32)]
    [InlineData(WeightFormat.Referenced)]
    [InlineData(WeightFormat.Int8)]
    public void Build_twice_gives_the_same_bytes(WeightFormat format)
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        Build(checkpoint, "one", format);
        Build(checkpoint, "two", format);
        string[] files = [.. Directory.EnumerateFiles(_temporary.File("one")).Select(path => Path.GetFileName(path))];
        Assert.Equal(format == WeightFormat.Referenced ? 4 : 3, files.Length);
        Assert.All(files, file =>
            Assert.Equal(File.ReadAllBytes(_temporary.File($"one/{file}")), File.ReadAllBytes(_temporary.File($"two/{file}"))));
    }

    [Fact]
    public void Build_progress_ends_with_all_bytes()
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        Seen seen = new();
        ModelBuilder.Build(checkpoint, _temporary.File("out"), new BuildOptions(), seen, TestContext.Current.CancellationToken);
        long bytes = new FileInfo(_temporary.File("out/model.onnx")).Length;
        Assert.Equal(new BuildProgress(bytes, bytes), seen.All[^1]);
        Assert.Equal(seen.All.Order(Comparer<BuildProgress>.Create((a, b) => a.Written.CompareTo(b.Written))), seen.All);
    }

    [Fact]
    public void Build_cancelled_in_the_middle_leaves_nothing()
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        using CancellationTokenSource stop = new();
        Seen seen = new() { Then = progress => progress.Written > progress.Total / 2 ? stop.CancelAsync() : Task.CompletedTask };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ModelBuilder.Build(checkpoint, _temporary.File("out"), new BuildOptions(), seen, stop.Token));
        Assert.True(seen.All.Count > 3);
        Assert.Equal([checkpoint], Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public void Build_without_room_is_refused_before_it_writes()
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        string output = _temporary.File("deep/er/out");
        List<string> asked = [];
        long Free(string folder)
        {
            asked.Add(folder);
            return 12_345;
        }

        string message = Assert.Throws<ModelException>(() => ModelBuilder.Build(
            checkpoint, output, new BuildOptions { Weights = WeightFormat.Fp32 }, Free, null, TestContext.Current.CancellationToken))
                .Message;
        Assert.EndsWith($"the disk of '{output}' has 0 MB free, expected 1 MB for the built model; make room or name another folder",
            message, StringComparison.Ordinal);
        Assert.Equal([_temporary.Path], asked);
        Assert.Equal([checkpoint], Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public void Build_into_a_folder_with_files_is_refused()
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        Directory.CreateDirectory(_temporary.File("out"));
        _temporary.Write("out/mine.txt", "mine");
        Assert.EndsWith(
            $"the folder to build, '{_temporary.File("out")}', exists and is not empty; name another or remove it",
            Assert.Throws<ModelException>(() => Build(checkpoint, "out", WeightFormat.Int8)).Message,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_temporary.File("out/mine.txt")));
    }

    [Fact]
    public void Build_over_an_empty_folder_and_what_a_killed_build_left_works()
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        Directory.CreateDirectory(_temporary.File("out"));
        Directory.CreateDirectory(_temporary.File(".out.building"));
        _temporary.Write(".out.building/model.onnx", "half");
        Build(checkpoint, "out/", WeightFormat.Int8);
        Assert.Equal([_temporary.File("in"), _temporary.File("out")],
            Directory.EnumerateFileSystemEntries(_temporary.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Build_in_place_adds_the_graph_alone()
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        Assert.Contains("the folder to build is the checkpoint's own",
            Assert.Throws<ModelException>(() => Build(checkpoint, "in", WeightFormat.Int8)).Message, StringComparison.Ordinal);
        Build(checkpoint, "in", WeightFormat.Referenced);
        Assert.Equal(
            ["SHA256SUMS", "config.json", "model.onnx", "model.safetensors"],
            Directory.EnumerateFileSystemEntries(checkpoint).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.True(new FileInfo(Path.Combine(checkpoint, "model.onnx")).Length < 20_000);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(checkpoint, "SHA256SUMS")).Length);

        Build(checkpoint, "out", WeightFormat.Fp32);
        using BuiltModel referenced = new(Path.Combine(checkpoint, "model.onnx"));
        using BuiltModel whole = new(_temporary.File("out/model.onnx"));
        Assert.Equal(whole.Run([Ids])[0], referenced.Run([Ids])[0], (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Contains("already has 'model.onnx'",
            Assert.Throws<ModelException>(() => Build(checkpoint, "in", WeightFormat.Referenced)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_licence_goes_with_the_model()
    {
        string checkpoint = new CheckpointDraft().Write(_temporary.File("in"));
        File.WriteAllText(Path.Combine(checkpoint, "LICENSE.txt"), "free");
        File.WriteAllText(Path.Combine(checkpoint, "optimizer.pt"), "large");
        Build(checkpoint, "out", WeightFormat.Int8);
        Assert.Equal("free", File.ReadAllText(_temporary.File("out/LICENSE.txt")));
        Assert.False(File.Exists(_temporary.File("out/optimizer.pt")));
        Assert.DoesNotContain("LICENSE", File.ReadAllText(_temporary.File("out/SHA256SUMS")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert.")]
    [InlineData("model.")]
    [InlineData("0.auto_model.")]
    public void Build_names_behind_a_prefix_are_found(string prefix)
    {
        CheckpointDraft draft = new();
        float[] expected = Vector(draft, "plain");
        foreach ((string name, (string, long[]) tensor) in draft.Tensors.ToArray())
        {
            draft.Tensors.Remove(name);
            draft.Tensors.Add(prefix + name, tensor);
        }

        Assert.Equal(expected, Vector(draft, "prefixed"));
    }

    [Fact]
    public void Build_old_names_of_normalisations_are_found()
    {
        CheckpointDraft draft =
            new() { Value = (name, random) => name.Contains("LayerNorm", StringComparison.Ordinal) ? 0.75f : name.Length * 0.001f };
        float[] expected = Vector(draft, "plain");
        foreach ((string name, (string, long[]) tensor) in draft.Tensors.Where(tensor =>
            tensor.Key.Contains("LayerNorm", StringComparison.Ordinal)).ToArray())
        {
            draft.Tensors.Remove(name);
            draft.Tensors.Add(
                name.Replace("weight", "gamma", StringComparison.Ordinal).Replace("bias", "beta", StringComparison.Ordinal), tensor);
        }

        draft.Value = (name, random) => name.Contains("LayerNorm", StringComparison.Ordinal)
            ? 0.75f
            : name.Length * 0.001f;
        Assert.Equal(expected, Vector(draft, "old"));
    }

    [Fact]
    public void Build_int8_row_of_zeros_gives_numbers()
    {
        // Without scale and shift a layer normalisation gives zeros, whose greatest magnitude is no scale.
        CheckpointDraft draft =
            new() { Value = (name, random) => name.StartsWith("embeddings.LayerNorm", StringComparison.Ordinal) ? 0 : random };
        draft.Write(_temporary.File("in"));
        using BuiltModel whole = BuiltModel.Build(_temporary, _temporary.File("in"), WeightFormat.Fp32);
        using BuiltModel int8 = BuiltModel.Build(_temporary, _temporary.File("in"), WeightFormat.Int8);
        Assert.Equal(whole.Run([Ids])[0], int8.Run([Ids])[0], (a, b) => MathF.Abs(a - b) < 0.02f);
    }

    [Theory]
    [InlineData("gelu_new")]
    [InlineData("gelu_pytorch_tanh")]
    [InlineData("relu")]
    public void Build_other_activation_gives_another_vector(string activation)
    {
        CheckpointDraft draft = new() { Value = (_, random) => random };
        float[] gelu = Vector(draft, "gelu");
        draft.Config["hidden_act"] = activation;
        float[] found = Vector(draft, activation);
        float difference = gelu.Zip(found, (a, b) => MathF.Abs(a - b)).Max();
        Assert.InRange(difference, 1e-6f, activation == "relu" ? 1 : 0.01f);
    }

    private float[] Vector(CheckpointDraft draft, string name)
    {
        using BuiltModel model = BuiltModel.Build(_temporary, draft.Write(_temporary.File(name)), WeightFormat.Fp32);
        return model.Run([Ids])[0];
    }

    private void Build(string checkpoint, string output, WeightFormat format) => ModelBuilder.Build(
        checkpoint, _temporary.File(output), new BuildOptions { Weights = format },
            cancellationToken: TestContext.Current.CancellationToken);

    private sealed class Seen : IProgress<BuildProgress>
    {
        public List<BuildProgress> All { get; } = [];

        public Func<BuildProgress, Task> Then { get; init; } = _ => Task.CompletedTask;

        public void Report(BuildProgress value)
        {
            All.Add(value);
            _ = Then(value);
        }
    }
}
