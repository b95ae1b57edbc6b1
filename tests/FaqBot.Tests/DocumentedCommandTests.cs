using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Tests.Running;

namespace FaqBot.Tests;

/// <summary>The commands of the README and of the documentation, as they are printed, in a folder with the files that they name.</summary>
public sealed partial class DocumentedCommandTests(SampleDatabase sample)
{
    private const string Entries = """{"id": "a", "question": "When are you open?", "answer": "From 9."}""";

    // What leads to PostgreSQL needs a server: Replicas.TenCommandsTests has one of its own and runs these.
    private const string Server = "FaqBot__Storage__ConnectionString";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Pages whose commands of the indexer run here; <see cref="DocumentedModelTests"/> has a hub for those of models.md.
    /// </summary>
    public static TheoryData<string> Pages => ["README.md", "docs/writing-entries.md", "docs/command-line.md", "docs/import-export.md",
        "docs/operations.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Commands_of_the_indexer_do_what_they_say(string page)
    {
        using TemporaryFolder folder = new();
        await PrepareAsync(folder.Path);
        if (page == "docs/import-export.md")
        {
            // Its first command makes this file.
            File.Delete(folder.File("my-faq.json"));
        }

        string[] blocks =
        [
            .. Block().Matches(await File.ReadAllTextAsync(Repository.PathOf(page.Split('/')), Token))
                .Select(block => block.Groups["command"].Value)
                .Where(block => block.Contains("FaqBot.Indexer -- ", StringComparison.Ordinal)
                    || block.StartsWith("faqbot ", StringComparison.Ordinal))
                .Where(block => !block.Contains(Server, StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(blocks);
        foreach (string block in blocks)
        {
            await using ChildProcess shell = ChildProcess.Start(
                "bash", ["-e", "-c", block], [("PATH", $"{folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}")], folder.Path);
            Assert.True(await shell.EndAsync(TimeSpan.FromMinutes(8)) == 0, $"{block}\n{shell.Output}");
        }
    }

    /// <summary>A page that names a command that there is not would be found by nobody else.</summary>
    [Fact]
    public async Task Every_command_of_every_page_is_one_that_there_is()
    {
        string help = await IndexerProcess.RunAsync("--help");
        string[] pages = [Repository.PathOf("README.md"), .. Directory.GetFiles(Repository.PathOf("docs"), "*.md")];
        string[] unknown =
        [
            .. pages.SelectMany(page => Command().Matches(File.ReadAllText(page)).Select(match => match.Groups["name"].Value))
                .Distinct().Where(name => !help.Contains($"  {name} ", StringComparison.Ordinal)),
        ];
        Assert.Empty(unknown);
    }

    private async Task PrepareAsync(string folder)
    {
        string bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        string dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(path => Path.Combine(path, "dotnet"))
            .First(File.Exists);
        Script("dotnet", $"test \"$1 $3\" = \"run src/FaqBot.Indexer\"; shift 4; exec '{dotnet}' '{Repository.Indexer}' \"$@\"");
        Script("faqbot", $"exec '{dotnet}' '{Repository.Indexer}' \"$@\"");
        foreach (string name in (string[])["data", "tests"])
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, name), Repository.PathOf(name));
        }

        await sample.CopyToAsync(folder);
        string knowledge = $$"""
            {"formatVersion": 1, "id": "my-shop", "name": "My shop", "languages": ["en", "zh-Hans"], "defaultAnswer": "Sorry.",
             "entries": [{{Entries}}]}
            """;
        await File.WriteAllTextAsync(Path.Combine(folder, "my-faq.json"), knowledge, Token);
        await IndexerProcess.RunAsync(
            "export", "--input", Path.Combine(folder, "my-faq.json"), "--format", "cqa-xlsx", "--output",
            Path.Combine(folder, "questions.xlsx"));
        await IndexerProcess.RunAsync(
            "export", "--input", Path.Combine(folder, "my-faq.json"), "--format", "cqa-zip", "--output",
            Path.Combine(folder, "KnowledgeBaseReplica.zip"));
        await File.WriteAllTextAsync(Path.Combine(folder, "faq.csv"), "提问,回复,部门\n几点开门,九点。,前台\n", Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "minutes.txt"), "When do you open?\nWhen are you open?\nIt rained.\n", Token);
        string[] labelled = await File.ReadAllLinesAsync(Repository.PathOf("tests", "data", "shop.queries.tsv"), Token);
        await File.WriteAllLinesAsync(Path.Combine(folder, "questions.tsv"), labelled, Token);

        void Script(string name, string text)
        {
            string path = Path.Combine(bin, name);
            File.WriteAllText(path, $"#!/usr/bin/env bash\nset -e\n{text}\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    [GeneratedRegex("^ *```sh\n(?<command>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?:src/FaqBot\.Indexer -- |^ *faqbot )(?<name>[a-z]+)", RegexOptions.Multiline)]
    private static partial Regex Command();
}

/// <summary>The calls of the documentation, as they are printed, to a service that runs.</summary>
public sealed partial class DocumentedCallTests(Feedbacks.FeedbackService service) : IClassFixture<Feedbacks.FeedbackService>
{
    public static TheoryData<string> Pages => ["api.md", "embeddings.md", "visitors.md", "direct-line.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Calls_are_answered(string page)
    {
        string text = await File.ReadAllTextAsync(Repository.PathOf("docs", page), TestContext.Current.CancellationToken);
        string[] calls =
        [
            .. Block().Matches(text).Select(block => block.Groups["command"].Value)
                .Where(block => block.TrimStart().StartsWith("curl", StringComparison.Ordinal)
                    && block.Contains("localhost:5080", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(calls);
        foreach (string call in calls)
        {
            string here = call.Replace("localhost:5080", service.Process.Address.Authority, StringComparison.Ordinal);
            await using ChildProcess shell = ChildProcess.Start(
                "bash", ["-e", "-c", $"curl() {{ command curl -sS --fail-with-body \"$@\"; }}\n{here}"],
                [("FaqBot__Admin__Key", Feedbacks.FeedbackService.Key)]);
            Assert.True(await shell.EndAsync() == 0, $"{here}\n{shell.Output}");
        }
    }

    [GeneratedRegex("^ *```sh\n(?<command>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

/// <summary>The commands of the pages about editing, as they are printed, with a service that runs and the files that they name.</summary>
public sealed partial class DocumentedAuthoringTests(QnaMaker.AuthoredService service) : IClassFixture<QnaMaker.AuthoredService>
{
    private const string Documented = "https://faq.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Address => service.Process.Address.ToString().TrimEnd('/');

    [Fact]
    public async Task Entries_are_edited_tried_and_published()
    {
        string[] blocks = await BlocksAsync("editing-api.md");
        Assert.Equal(2, blocks.Length);
        await SendAsync(HttpMethod.Post, "kbs", """{"id": "shop", "name": "Shop", "languages": ["en"], "defaultAnswer": "Sorry."}""");
        await SendAsync(
            HttpMethod.Post, "kbs/shop/entries", """{"id": "refund", "question": "How long do refunds take?", "answer": "Within 7 days."}""");
        await SendAsync(HttpMethod.Post, "kbs/shop/publish", $"{{\"revision\": {await RevisionAsync()}}}");

        // The page's numbers are examples of what the service replied before.
        string entry = (await SendAsync(HttpMethod.Get, "kbs/shop/entries/refund")).Headers.ETag!.Tag;
        await RunAsync(blocks[0].Replace("\"17\"", entry, StringComparison.Ordinal));
        string variables = blocks[0].Split('\n')[0];
        await RunAsync($"{variables}\n{blocks[1].Replace("18", await RevisionAsync(), StringComparison.Ordinal)}");
        Reply reply = await service.Client.AskAsync(new { question = "May I bring my dog?", kb = "shop" });
        Assert.Equal("Yes.", reply.Answer?.Text);
    }

    [Fact]
    public async Task Tools_of_azure_build_a_knowledge_base()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("faq.en-us.qna"), "# ? When is the kiosk open?\n\n```markdown\nFrom 9.\n```\n", Token);
        string bin = Directory.CreateDirectory(folder.File("bin")).FullName, bf = Path.Combine(bin, "bf");
        await File.WriteAllTextAsync(
            bf, $"#!/usr/bin/env bash\nexec node '{Repository.PathOf("tests", "clients", "bf.mjs")}' \"$@\"\n", Token);
        File.SetUnixFileMode(bf, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (string block in await BlocksAsync("azure-authoring.md"))
        {
            await RunAsync(block, folder.Path, ("PATH", $"{bin}:{Environment.GetEnvironmentVariable("PATH")}"), ("HOME", folder.Path));
        }

        string found = await (await SendAsync(HttpMethod.Get, "drafts")).Content.ReadAsStringAsync(Token);
        Assert.Contains("Shop", found, StringComparison.Ordinal);
    }

    private static async Task<string[]> BlocksAsync(string page)
    {
        string[] blocks =
        [
            .. Block().Matches(await File.ReadAllTextAsync(Repository.PathOf("docs", page), Token))
                .Select(block => block.Groups["command"].Value),
        ];
        Assert.NotEmpty(blocks);
        return blocks;
    }

    private async Task<string> RevisionAsync()
    {
        using HttpResponseMessage reply = await SendAsync(HttpMethod.Get, "kbs/shop/draft");
        using JsonDocument draft = JsonDocument.Parse(await reply.Content.ReadAsStringAsync(Token));
        return draft.RootElement.GetProperty("revision").GetRawText();
    }

    private async Task RunAsync(string block, string folder = "/", params (string, string)[] variables)
    {
        string here = block.Replace(Documented, Address, StringComparison.Ordinal);
        await using ChildProcess shell = ChildProcess.Start(
            "bash", ["-e", "-c", $"curl() {{ command curl -sS --fail-with-body \"$@\"; }}\n{here}"],
            [("KEY", QnaMaker.AuthoredService.Key), .. variables], folder);
        Assert.True(await shell.EndAsync(TimeSpan.FromMinutes(2)) == 0, $"{here}\n{shell.Output}");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using HttpRequestMessage request = new(method, $"api/v1/{path}");
        request.Headers.Authorization = new("Bearer", QnaMaker.AuthoredService.Key);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        HttpResponseMessage response = await service.Client.SendAsync(request, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return response;
    }

    [GeneratedRegex("^ *```sh\n(?<command>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
