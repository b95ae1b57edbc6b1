using System.Runtime.InteropServices;
using FaqBot.Bench;

namespace FaqBot.Bench.Tests;

public sealed class HistoryTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void Run_FirstOfItsClass_IsRecordedWithProcessorAndFigures()
    {
        Assert.Equal(0, Conclude([Rate("http: cached", 0.8)]));

        RecordedRun run = Assert.Single(Open().Read());
        Assert.Equal(("AVX2 without VNNI", "abc1234", At), (run.Processor, run.Commit, run.At));
        Assert.Equal(new RecordedRow("http: cached", "requests/s", 80, "empty endpoint", 100, 0.8, 0), Assert.Single(run.Rows));
        Assert.EndsWith("avx2-without-vnni.jsonl", Open().File, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfWhatNeverHappened_IsRecorded()
    {
        Assert.Equal(0, Conclude([Rate("load: refused", 0)]));
        Assert.Equal(0, Assert.Single(Assert.Single(Open().Read()).Rows).Spread);
    }

    [Theory]
    [InlineData(0.86, 0)]
    [InlineData(0.84, 1)]
    public void Run_OfARateThatFallsByMoreThanTheTolerance_Fails(double now, int exitCode)
    {
        Conclude([Rate("http: cached", 1)]);
        Assert.Equal(exitCode, Conclude([Rate("http: cached", now)]));
    }

    [Theory]
    [InlineData(1.14, 0)]
    [InlineData(1.16, 1)]
    [InlineData(0.5, 0)]
    public void Run_OfATimeThatGrowsByMoreThanTheTolerance_Fails(double now, int exitCode)
    {
        Conclude([Time("start", 1)]);
        Assert.Equal(exitCode, Conclude([Time("start", now)]));
    }

    [Fact]
    public void Run_Worse_SaysWhatWasFoundAndExpected_AndIsComparedWithTheSameAgain()
    {
        Conclude([Rate("a", 1), Rate("b", 1)]);
        Assert.Equal(1, Conclude([Rate("a", 0.5), Rate("b", 0.9)]));
        Assert.Equal(
            "Worse: a: found a ratio of 0.5, expected 1 as recorded last (AVX2 without VNNI), off by 15 % at most. "
            + "Mend it, measure again, or record it with --accept.\n",
            _errors.ToString().ReplaceLineEndings("\n"));

        // What got worse was not recorded, what did not was.
        Assert.Equal(["a", "b", "b"], Open().Read().SelectMany(run => run.Rows).Select(row => row.Name));
        Assert.Equal(1, Conclude([Rate("a", 0.5)]));
        Assert.Equal(1, Conclude([Rate("b", 0.76)]));
        Assert.Equal(0, Conclude([Rate("b", 0.77)]));
    }

    [Fact]
    public void Run_WorseAndAccepted_IsWhatTheNextIsComparedWith()
    {
        Conclude([Rate("a", 1)]);
        Assert.Equal(0, Conclude([Rate("a", 0.5)], new Arguments([], null, null, Accept: true, Quick: false)));
        Assert.Equal(0, Conclude([Rate("a", 0.45)]));
    }

    [Fact]
    public void Run_IsComparedWithTheLastThatHasTheRow()
    {
        Conclude([Rate("a", 1)]);
        Conclude([Rate("b", 1)]);
        Assert.Equal(1, Conclude([Rate("a", 0.5)]));
    }

    [Fact]
    public void Run_OnAnotherClassOfProcessors_IsNotCompared()
    {
        Conclude([Rate("a", 1)]);
        Assert.Equal(0, Conclude([Rate("a", 0.5)], processor: "AVX-512 with VNNI"));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Run_Quick_IsNeitherComparedNorRecorded()
    {
        Conclude([Rate("a", 1)]);
        Assert.Equal(0, Conclude([Rate("a", 0.1)], new Arguments([], null, null, Accept: false, Quick: true)));
        Assert.Single(Open().Read());
    }

    [Fact]
    public void Run_ThatMissesAGoal_Fails_AndIsRecorded()
    {
        Assert.Equal(1, Conclude([Rate("a", 0.5) with { Goal = Goal.RatioAtLeast(0.75) }]));
        Assert.Single(Open().Read());
    }

    [Fact]
    public void Row_ThatOnlyPutsFiguresBesideEachOther_IsNotWatched()
    {
        Conclude([Rate("a", 1) with { IsWatched = false }]);
        Assert.Equal(0, Conclude([Rate("a", 0.1) with { IsWatched = false }]));
    }

    [Fact]
    public void File_ThatHoldsSomethingElse_IsNamedWithItsLine()
    {
        Conclude([Rate("a", 1)]);
        File.AppendAllText(Open().File, "{\n");
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => Conclude([Rate("a", 1)]));
        Assert.Equal($"{Open().File}, line 2: found no run, expected what bench writes.", fault.Message);
    }

    [Theory]
    [InlineData("avx2 avx512bw avx512_vnni", "AVX-512 with VNNI")]
    [InlineData("avx2 avx512bw", "AVX-512 without VNNI")]
    [InlineData("avx2 avx_vnni", "AVX2 with VNNI")]
    [InlineData("avx2", "AVX2 without VNNI")]
    [InlineData("sse2", "x86_64")]
    public void Class_IsWhatDecidesProductsOfBytes(string flags, string expected) =>
        Assert.Equal(expected, Machine.ClassOf(flags.Split(' '), Architecture.X64));

    [Fact]
    public async Task RecordedFilesOfTheRepository_CanBeRead()
    {
        string folder = Path.Combine(BenchContext.Home, "bench", "history");
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl"))
        {
            string[] classes = [.. (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Select(line =>
                System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("processor").GetString()!).Distinct()];
            History history = new(folder, Assert.Single(classes));
            Assert.Equal(file, history.File);
            Assert.NotEmpty(history.Read());
        }
    }

    private static Measurement Rate(string name, double ratio) =>
        new(name, "requests/s", new Series([ratio * 100]), "empty endpoint", new Series([100]), null);

    private static Measurement Time(string name, double ratio) =>
        new(name, "ms", new Series([ratio * 100]), "bare session", new Series([100]), null);

    private History Open(string processor = "AVX2 without VNNI") => new(_folder.Path, processor);

    private int Conclude(Measurement[] rows, Arguments? arguments = null, string processor = "AVX2 without VNNI") => Conclusion.Draw(
        arguments ?? new Arguments([], null, null, Accept: false, Quick: false), rows, Open(processor), "abc1234", At, _errors);
}
