using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FaqBot.Tests.Running;

namespace FaqBot.Tests;

/// <summary>The README's commands, in a fresh clone, as a new user would type them.</summary>
public sealed partial class ReadmeTests
{
    private static readonly TimeSpan FirstStart = TimeSpan.FromMinutes(8);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_command_in_a_fresh_clone_builds_indexes_and_answers_without_node()
    {
        using TemporaryFolder folder = new();
        (string Name, string Value)[] environment = [("PATH", Programs(folder.File("bin")))];
        await using (ChildProcess node =
            ChildProcess.Start("bash", ["-c", "command -v git && ! command -v node && ! command -v npm"], environment))
        {
            Assert.True(await node.EndAsync() == 0, node.Output);
        }

        string clone = folder.File("FaqBot");
        await using (ChildProcess git = ChildProcess.Start("git", ["clone", "--quiet", Repository.Root, clone]))
        {
            Assert.True(await git.EndAsync() == 0, git.Output);
        }

        // On a free port; all else is the README's.
        await using ChildProcess service = ChildProcess.Start(
            "bash", ["-c", $"exec {Commands()[0]} -- --urls http://127.0.0.1:0"], environment, clone);
        await Eventually.TrueAsync("the service listens", FirstStart, () => service.HasExited || Listening().IsMatch(service.Output));
        Assert.False(service.HasExited, service.Output);
        using HttpClient client = new() { BaseAddress = new Uri(Listening().Match(service.Output).Groups["address"].Value) };
        await Eventually.TrueAsync("the service is ready", FirstStart, async () =>
        {
            Assert.False(service.HasExited, service.Output);
            using HttpResponseMessage ready = await client.GetAsync("/readyz", Token);
            return ready.IsSuccessStatusCode;
        });

        Assert.Contains("<title>", await client.GetStringAsync("/", Token), StringComparison.Ordinal);
        foreach (string question in new[] { "发票抬头写错了怎么办", "發票抬頭打錯了", "wrong title on my invoice" })
        {
            Assert.Equal("invoice-title-wrong", (string?)(await AskAsync(client, question))["answer"]?["entryId"]);
        }

        Assert.Null((await AskAsync(client, "埃菲尔铁塔有多高"))["answer"]);
    }

    [Fact]
    public void Readme_is_short()
    {
        int words = Word().Count(File.ReadAllText(Repository.PathOf("README.md")));
        Assert.InRange(words, 500, 700);
    }

    [Fact]
    public async Task Test_script_that_contributors_are_told_of_runs_here()
    {
        string contributing = await File.ReadAllTextAsync(Repository.PathOf("CONTRIBUTING.md"), Token);
        Assert.Contains("\n./test.sh\n", contributing, StringComparison.Ordinal);
        string script = Repository.PathOf("test.sh");
        await using ChildProcess check = ChildProcess.Start("bash", ["-c", $"test -x '{script}' && bash -n '{script}'"]);
        Assert.True(await check.EndAsync() == 0, check.Output);
        Assert.Contains("test.sh", await File.ReadAllTextAsync(Repository.PathOf(".ci", "run"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_lead_to_files_that_exist()
    {
        string[] documents =
        [
            Repository.PathOf("README.md"), Repository.PathOf("CONTRIBUTING.md"), Repository.PathOf("src", "FaqBot.Encoding", "README.md"),
            Repository.PathOf("src", "FaqBot.Indexer", "README.md"), .. Directory.GetFiles(Repository.PathOf("docs"), "*.md"),
        ];
        string[] missing =
        [
            .. documents.SelectMany(document => Link().Matches(File.ReadAllText(document)).Select(link => link.Groups["target"].Value)
                .Where(target => !target.StartsWith("http", StringComparison.Ordinal))
                .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))),
        ];
        Assert.Empty(missing);
    }

    /// <summary>Makes a folder of what the README asks for and of what every machine has.</summary>
    private static string Programs(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string program in (string[])["dotnet", "git", "bash", "sh", "env", "uname", "cat", "ls", "cp", "mkdir", "rm", "chmod"])
        {
            string[] folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
            string found = folders.Select(path => Path.Combine(path, program)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(folder, program), found);
        }

        return folder;
    }

    /// <summary>The first shell blocks of the README, in order.</summary>
    private static string[] Commands() =>
    [
        .. ShellBlock().Matches(File.ReadAllText(Repository.PathOf("README.md"))).Select(block => block.Groups["command"].Value.Trim())
            .Take(2),
    ];

    private static async Task<JsonNode> AskAsync(HttpClient client, string question)
    {
        using HttpResponseMessage reply = await client.PostAsJsonAsync("/api/v1/ask", new { question }, Token);
        reply.EnsureSuccessStatusCode();
        return (await reply.Content.ReadFromJsonAsync<JsonNode>(Token))!;
    }

    [GeneratedRegex("^```sh\n(?<command>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)\)")]
    private static partial Regex Link();
}
