using System.Text.Json.Nodes;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>The build before answers beside this one, on one database and behind one proxy, while questions come; forward and
/// back.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class PreviousBuildTests(SharedServer shared)
{
    /// <summary>The commit of the build before: the last one that was released, or an earlier one with the same promises.</summary>
    private const string Commit = "0975358ecfaefb061d45883683594c9dc0d57362";

    private static readonly TimeSpan Build = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Rolling_forward_and_back_fails_no_question_and_mixes_no_reply()
    {
        using TemporaryFolder folder = new();
        string previous = await BuildAsync(folder);
        string connection = await shared.SampleAsync();
        await using ThreeReplicas three = await ThreeReplicas.StartAsync(
            connection, ("program", previous), ("Limits:Enabled", "false"),

            // A reply that was given without the judge, because the machine is busy, is neither build's usual one.
            ("Judge:Patience", "00:00:30"));

        // Builds may differ in what a reply says: each reply is wholly that of one of them.
        Dictionary<string, HashSet<string>> expected = Questions.ToDictionary(question => question, _ => new HashSet<string>());
        await NoteAsync(three.Client, expected);
        await using (ServiceProcess current = await ServiceProcess.StartReadyAsync(three.OptionsOf(Repository.Service)))
        {
            await NoteAsync(current.Client, expected);
        }

        using CancellationTokenSource done = new();
        Task<int>[] asking = [.. Enumerable.Range(0, 3).Select(_ => AskUntilAsync(three.Client, expected, done.Token))];

        // Forward, one after the other, each stopped as a roll-out stops it; then back.
        foreach (string program in new[] { Repository.Service, previous })
        {
            for (int i = 0; i < three.Replicas.Length; i++)
            {
                ServiceProcess former = three.Replicas[i];
                Assert.Equal(0, await former.StopAsync());
                three.Replicas[i] = await three.StartAgainAsync(former, program);
                await former.DisposeAsync();
            }
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(asking), count => Assert.True(count > 0));
    }

    private static string[] Questions => ["怎么申请退货？", "可以开发票吗", "how do i return a thing", "what is the meaning of life?", "運費多少"];

    private static async Task NoteAsync(HttpClient client, Dictionary<string, HashSet<string>> expected)
    {
        foreach (string question in Questions)
        {
            expected[question].Add(await EssenceAsync(client, question));
        }
    }

    /// <summary>A reply of any build, without what may differ between two replies to one question.</summary>
    private static async Task<string> EssenceAsync(HttpClient client, string question)
    {
        using HttpResponseMessage response = await client.PostAskAsync(new { question });
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        JsonObject reply = JsonNode.Parse(text)!.AsObject();
        Assert.True(reply.Remove("cached") && reply.Remove("elapsedMs"), text);
        Assert.NotNull(reply["decision"]);
        return reply.ToJsonString();
    }

    private static async Task<int> AskUntilAsync(
        HttpClient client, Dictionary<string, HashSet<string>> expected, CancellationToken done)
    {
        int asked = 0;
        for (; !done.IsCancellationRequested; asked++)
        {
            string question = Questions[asked % Questions.Length];
            Assert.Contains(await EssenceAsync(client, question), expected[question]);
        }

        return asked;
    }

    /// <summary>Builds the service of the commit, out of this clone's own history.</summary>
    /// <returns>Its program.</returns>
    private static async Task<string> BuildAsync(TemporaryFolder folder)
    {
        string clone = folder.File("previous");
        foreach (string command in new[]
        {
            $"git clone --quiet --no-checkout '{Repository.Root}' '{clone}'",
            $"cd '{clone}' && git checkout --quiet {Commit}",
            $"cd '{clone}' && dotnet build src/FaqBot -c Release -v q -p:RunAnalyzers=false",
        })
        {
            await using ChildProcess shell = ChildProcess.Start("bash", ["-c", command]);
            Assert.True(await shell.EndAsync(Build) == 0, shell.Output);
        }

        return Path.Combine(clone, "artifacts", "bin", "FaqBot", "release", "FaqBot.dll");
    }
}
