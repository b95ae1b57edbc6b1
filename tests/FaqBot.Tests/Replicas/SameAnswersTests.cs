using System.Text.Json.Nodes;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>Both engines answer alike, to the last digit.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class SameAnswersTests(SharedServer shared, SampleDatabase sample)
{
    private static readonly string[] Spoken =
    [
        "怎么申请退货？", "how do i return a thing", "運費多少", "可以开发票吗", "Do you ship to Mars?", "没有原包装了怎么办？", "hello", "你是谁",
        "refund please", "七天无理由退货", "我要投诉", "payment methods", "什么时候发货", "改地址", "track my order", "xyzzy", "how much is delivery",
    ];

    [Fact]
    public async Task Same_questions_get_the_same_replies_but_for_times()
    {
        using TemporaryFolder folder = new();
        string connection = await shared.SampleAsync();
        (string, string)[] options = [("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"), ("QuestionLog:Enabled", "false")];
        await using ServiceProcess file = await ServiceProcess.StartReadyAsync(
            [.. options, ("Storage:Path", await sample.CopyToAsync(folder.Path))]);
        await using ServiceProcess server = await ServiceProcess.StartReadyAsync(
            [.. options, ("Storage:ConnectionString", connection), ("Storage:VectorCache", folder.File("faq.vectors"))]);
        string[] stored =
        [
            .. JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("data", "faq.json"), TestContext.Current.CancellationToken))!
                ["entries"]!.AsArray().Select(entry => entry!["question"]!.GetValue<string>()),
        ];
        string[] questions = [.. Spoken, .. stored];
        Assert.True(stored.Length > 10);
        foreach (string question in questions)
        {
            Assert.Equal(await AskAsync(file, question), await AskAsync(server, question));
        }

        foreach (string path in new[] { "api/v1/kbs", "api/v1/kbs/shop", "api/v1/suggest?kb=shop&q=ret" })
        {
            Assert.Equal(await GetAsync(file, path), await GetAsync(server, path));
        }

        // What belongs to PostgreSQL is loaded where it is configured, and nowhere else.
        Assert.DoesNotContain("Npgsql", await MapsAsync(file), StringComparison.Ordinal);
        Assert.Contains("Npgsql", await MapsAsync(server), StringComparison.Ordinal);
    }

    private static Task<string> MapsAsync(ServiceProcess service) =>
        File.ReadAllTextAsync($"/proc/{service.Id}/maps", TestContext.Current.CancellationToken);

    private static async Task<string> AskAsync(ServiceProcess service, string question)
    {
        using HttpResponseMessage response = await service.Client.PostAskAsync(new { question, top = 5 });
        return Timeless(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> GetAsync(ServiceProcess service, string path) =>
        Timeless(await service.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    private static string Timeless(string json)
    {
        JsonNode node = JsonNode.Parse(json)!;
        Strip(node);
        return node.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (string name in members.Select(member => member.Key).ToArray())
            {
                if (name is "elapsedMs" or "builtAt" or "latencyMs" or "traceId" or "requestId" or "publishedAt")
                {
                    members.Remove(name);
                }
                else
                {
                    Strip(members[name]);
                }
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                Strip(item);
            }
        }
    }
}
