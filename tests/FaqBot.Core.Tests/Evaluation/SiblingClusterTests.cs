using FaqBot.Core.Evaluation;

namespace FaqBot.Core.Tests.Evaluation;

public sealed class SiblingClusterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_gives_the_clusters_of_each_file()
    {
        _folder.Write("a.jsonl", """
            {"l": "zh-Hans", "c": [["怎么取消订单", "订单不想要了"], ["怎么修改订单", "订单写错了", "我要改单"]], "note": "not read"}
            {"c": [["How do I cancel?", "stop it"], ["How do I pause?", "take a break"]], "l": "en"}
            """);
        _folder.Write("b.jsonl", "");
        IReadOnlyList<IReadOnlyList<SiblingCluster>> files = SiblingCluster.Read([_folder.File("a.jsonl"), _folder.File("b.jsonl")]);
        Assert.Equal([2, 0], files.Select(file => file.Count));
        Assert.Equal(["zh-Hans", "en"], files[0].Select(cluster => cluster.Language));
        Assert.Equal([["怎么取消订单", "订单不想要了"], ["怎么修改订单", "订单写错了", "我要改单"]], files[0][0].Members);
    }

    [Fact]
    public void Read_faults_of_all_files_are_told_together()
    {
        const string Good = """{"l": "en", "c": [["a", "b"], ["c", "d"]]}""";
        _folder.Write("a.jsonl", $"{Good}\nnonsense\n{Good}\n[]");
        _folder.Write("b.jsonl", string.Join(
            '\n', Good, """{"c": [["a", "b"], ["c", "d"]]}""", """{"l": 1, "c": [["a", "b"], ["c", "d"]]}""",
            """{"l": "en", "c": [["a", "b"]]}""", """{"l": "en", "c": [["a", "b"], ["c"]]}""",
            """{"l": "en", "c": [["a", "b"], ["c", " "]]}""", """{"l": "en", "c": [["a", "b"], ["c", 5]]}""",
            """{"l": "en", "c": "a"}"""));
        string[] faults = Assert.Throws<InvalidDataException>(() => SiblingCluster.Read([_folder.File("a.jsonl"), _folder.File("b.jsonl")]))
            .Message.Split('\n');
        Assert.Equal(
            [
                .. new[] { 2, 4 }.Select(line => $"{_folder.File("a.jsonl")}: line {line}"),
                .. Enumerable.Range(2, 7).Select(line => $"{_folder.File("b.jsonl")}: line {line}"),
            ],
            faults.Select(fault => fault[..fault.IndexOf(": expected ", StringComparison.Ordinal)]));
        Assert.EndsWith(
            """: expected {"l": "language", "c": [["text", "text", …], …]} with two members or more of two texts or more""",
            faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_names_no_more_faults_than_can_be_read()
    {
        _folder.Write("a.jsonl", string.Join('\n', Enumerable.Repeat("?", 1_000)));
        string message = Assert.Throws<InvalidDataException>(() => SiblingCluster.Read([_folder.File("a.jsonl")])).Message;
        Assert.Equal(20, message.Split('\n').Length);
    }
}
