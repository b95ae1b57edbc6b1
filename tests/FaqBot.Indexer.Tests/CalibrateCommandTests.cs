using System.Security.Cryptography;
using System.Text.Json;
using FaqBot.Core.Matching;

namespace FaqBot.Indexer.Tests;

public sealed class CalibrateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _faq;
    private readonly string _queries;
    private readonly string _foreign;
    private readonly string _output;

    public CalibrateCommandTests()
    {
        _faq = _folder.Write(
            "faq.tsv", "entry\tquestion\norder\t怎么下单\norder\thow do I order\ninvoice\t怎么开发票\nrefund\t多久能退款\nreturn\t怎么退货\n");
        _queries = _folder.Write(
            "queries.tsv",
            "question\tentry\tlang\n我想买东西要怎么操作\torder\tzh\n如何下订单\torder\tzh\n能给我开张发票吗\tinvoice\tzh\n钱什么时候退回来\trefund\tzh\n"
            + "不想要了怎么退\treturn\tzh\nplacing an order\torder\ten\n怎么退货\treturn\tzh\n发票寄错了退款吗\tinvoice\tzh\n");
        _foreign = _folder.Write("foreign.tsv", "question\n今天天气怎么样\n给我讲个笑话\n谁是总统\n");
        _output = _folder.File("confidence.json");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Calibrate_small_files_gives_the_same_bytes_every_time()
    {
        IndexerProcess.Result first = await CalibrateAsync();
        byte[] bytes = await File.ReadAllBytesAsync(_output, TestContext.Current.CancellationToken);
        IndexerProcess.Result second = await CalibrateAsync();

        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_output, TestContext.Current.CancellationToken));
        Assert.Equal(first.Output, second.Output);
        Assert.Matches(
            @"^\d+ questions, [\d.]+ ?% right, log loss [\d.]+, calibration error [\d.]+; cosines of unrelated questions [\d.]+, of reworded ones [\d.]+$",
            Assert.Single(first.Lines));
        ConfidenceModel model = JsonSerializer.Deserialize<ConfidenceModel>(bytes, JsonSerializerOptions.Web)!;
        Assert.Equal(["faq.tsv", "queries.tsv", "foreign.tsv"], model.Fit!.Data);
        Assert.Equal(14, model.Fit.Questions);
        Assert.Equal(HashOf(_faq, _queries, _foreign), model.Fit.DataHash);
        Assert.InRange(model.UnrelatedCosine, -1, 1);
        Assert.True(model.Fit.Right > 0.5, $"{model.Fit.Right} right");
        Assert.Equal(
            JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.BundledModel, ConfidenceModel.FileName)))
                .RootElement.GetProperty("modelFingerprint").GetString(),
            model.ModelFingerprint);
        Assert.False(File.Exists(_output + ".new"));
    }

    [Fact]
    public async Task Calibrate_faulty_lines_of_all_files_are_named_and_nothing_is_written()
    {
        File.AppendAllText(_faq, "no tab\n");
        File.AppendAllText(_queries, "question\t\nquestion\tnobody\n");
        IndexerProcess.Result result = await CalibrateAsync();
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(
            $"{_faq}: line 7: found 1 columns, expected at least 2 that are not empty\n{_queries}: line 10: found 2 columns, expected at "
            + $"least 2 that are not empty\n"
            + $"{_queries}: found entry 'nobody', which {_faq} does not have; expected the id of an entry, or '-' where none answers\n",
            result.Errors);
        Assert.False(File.Exists(_output));
    }

    [Fact]
    public async Task Calibrate_question_of_an_unknown_entry_is_named()
    {
        File.AppendAllText(_queries, "question\tnobody\n");
        IndexerProcess.Result result = await CalibrateAsync();
        Assert.Equal(
            (3, $"{_queries}: found entry 'nobody', which {_faq} does not have; expected the id of an entry, or '-' where none answers\n"),
            (result.ExitCode, result.Errors));
    }

    [Theory]
    [InlineData(
        "entry\tquestion\norder\t怎么下单\n", "question\tentry\n我想买\torder\n", "question\n天气\n", "found 1 entries, expected at least 3")]
    [InlineData("entry\tquestion\na\tA\nb\tB\n", "question\tentry\nAA\ta\n", "question\n天气\n", "found 2 entries, expected at least 3")]
    [InlineData("entry\tquestion\na\tA\nb\tB\nc\tC\n", "question\tentry\n", "question\n天气\n", "found no question, expected at least 1")]
    [InlineData("entry\tquestion\na\tA\nb\tB\nc\tC\n", "question\tentry\nAA\ta\n", "question\n", "found no question, expected at least 1")]
    [InlineData("", "", "", "found 0 entries, expected at least 3")]
    public async Task Calibrate_too_little_to_fit_on_is_refused(string faq, string queries, string foreign, string expected)
    {
        File.WriteAllText(_faq, faq);
        File.WriteAllText(_queries, queries);
        File.WriteAllText(_foreign, foreign);
        IndexerProcess.Result result = await CalibrateAsync();
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_questions_that_are_all_stored_ones_are_refused()
    {
        // An exact match has no confidence to fit.
        File.WriteAllText(_queries, "question\tentry\n怎么下单\torder\n怎么退货？\treturn\n");
        IndexerProcess.Result result = await CalibrateAsync();
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(
            "Found no question that is answered right without being a stored one, expected at least 1 to fit the confidence on.\n",
                result.Errors);
        Assert.False(File.Exists(_output));
    }

    [Fact]
    public async Task Calibrate_absent_file_exits_with_3() =>
        Assert.Equal(3,
            (await IndexerProcess.RunAsync(
                "calibrate", "--faq", _folder.File("absent"), "--queries", _queries, "--foreign", _foreign, "-o", _output)).ExitCode);

    [Fact]
    public async Task Calibrate_output_that_cannot_be_written_is_a_message()
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync(
            "calibrate", "--faq", _faq, "--queries", _queries, "--foreign", _foreign, "-o", _folder.File("absent/confidence.json"));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("absent", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    private Task<IndexerProcess.Result> CalibrateAsync() =>
        IndexerProcess.RunAsync("calibrate", "--faq", _faq, "--queries", _queries, "--foreign", _foreign, "--output", _output);

    private static string HashOf(params string[] files) =>
        Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(file => SHA256.HashData(File.ReadAllBytes(file)))]));
}
