using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Similarity;

public sealed class JudgedSimilarityTests(SampleDatabase sample)
{
    private static readonly (string A, string B)[] Untouched =
    [
        ("今天天气真不错", "外面阳光明媚"), ("我今天心情很好", "我感到非常愉快"), ("人工智能改变世界", "AI 正在重塑未来"),
        ("我喜欢吃水果", "苹果香蕉都很美味"), ("我喜欢吃水果", "天气晴朗适合出游"), ("你们的产品能开发票吗", "是否支持开具发票"),
    ];

    private static readonly (string A, string B)[] Lowered = [("从北京到上海", "从上海到北京"), ("从北京寄到上海要几天", "从上海寄到北京要几天")];

    [Fact]
    public async Task Judge_lowers_what_differs_in_what_decides_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path);
        double[] judged = await CompareAsync(database, []), bare = await CompareAsync(database, [("Judge:Folder", "")]);
        Assert.Equal(bare[..Untouched.Length], judged[..Untouched.Length]);
        Assert.True(judged[4] < 0.3, $"{judged[4]}");
        foreach ((double with, double without) in judged[Untouched.Length..].Zip(bare[Untouched.Length..]))
        {
            Assert.True(with < 0.5 && with < without, $"{with}, {without} without the judge");
        }
    }

    private static async Task<double[]> CompareAsync(string database, (string, string)[] options)
    {
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            [("Storage:Path", database), ("Knowledge:IndexAtStart", "false"), .. options]);
        JsonElement reply = await service.Client.PostOkAsync(
            "similarity", new { pairs = Untouched.Concat(Lowered).Select(pair => new { sentence_a = pair.A, sentence_b = pair.B }) });
        return [.. reply.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("similarity").GetDouble())];
    }
}
