using System.Globalization;
using System.Text.RegularExpressions;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>The commands that lead from one process to three replicas, as the document has them.</summary>
[Collection(ReplicaCollection.Name)]
public sealed partial class TenCommandsTests(SharedServer shared, SampleDatabase sample)
{
    [Fact]
    public async Task Commands_of_the_document_lead_to_three_replicas_that_answer()
    {
        string[] commands =
        [
            .. Block().Match(await File.ReadAllTextAsync(Repository.PathOf("docs", "operations.md"), TestContext.Current.CancellationToken))
                .Groups["commands"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        ];
        Assert.Equal(10, commands.Length);
        using TemporaryFolder folder = new();
        await sample.CopyToAsync(folder.Path);
        await using RedisServer redis = await RedisServer.StartAsync();

        // Free ports in place of the usual ones, and the programs that are built already; all else is the document's.
        string configuration = await File.ReadAllTextAsync(
            Repository.PathOf("docs", "replicas.nginx.conf"), TestContext.Current.CancellationToken);
        string script = string.Join('\n', commands);
        foreach (string port in new[] { "5080", "5081", "5082", "5083" })
        {
            string free = FreePort.Find().ToString(CultureInfo.InvariantCulture);
            configuration = configuration.Replace($":{port}", $":{free}", StringComparison.Ordinal);
            script = script.Replace($":{port}", $":{free}", StringComparison.Ordinal);
        }

        Directory.CreateDirectory(folder.File("docs"));
        await File.WriteAllTextAsync(folder.File("docs/replicas.nginx.conf"), configuration, TestContext.Current.CancellationToken);
        script = script.Replace(":6379", $":{redis.Port}", StringComparison.Ordinal)
            .Replace("Host=127.0.0.1;", $"Host=127.0.0.1;Port={shared.Server.Port};", StringComparison.Ordinal);
        await using ChildProcess shell = ChildProcess.Start(
            "bash",
            [
                "-c",
                $$"""
                set -e
                export FaqBot__Storage__VectorCache="$PWD/faq.vectors"
                export PGPORT={{shared.Server.Port}}
                dotnet() {
                  case "$1 $3" in
                    "run src/FaqBot.Indexer") shift 4; command dotnet '{{Repository.Indexer}}' "$@" ;;
                    "run src/FaqBot") shift 4; command dotnet '{{Repository.Service}}' "$@" ;;
                    *) echo "unknown: dotnet $*"; return 1 ;;
                  esac
                }
                {{script}}
                echo; echo ALL-DONE
                wait
                """,
            ],
            folder: folder.Path);
        await Eventually.TrueAsync("the commands are through", TimeSpan.FromMinutes(3), () =>
            shell.HasExited
                ? throw new InvalidOperationException(shell.Output) : shell.Output.Contains("ALL-DONE", StringComparison.Ordinal));
        Assert.Contains("\"entryId\":\"return-apply\"", shell.Output, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(
            async () => await shared.Server.AskAsync("faqbot", "SELECT COUNT(*) FROM faqbot.replicas") == "3", "three replicas are alive");
    }

    [GeneratedRegex("## From one process to three replicas.*?```sh\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
