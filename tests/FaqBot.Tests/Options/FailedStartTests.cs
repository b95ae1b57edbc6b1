using System.Net.Sockets;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Options;

/// <summary>What an operator must mend ends the service with exit code 1 and says found, expected, where, what to do.</summary>
public sealed class FailedStartTests
{
    private const int CannotStart = 1;

    [Fact]
    public async Task Corrupted_model_is_reported_with_every_fault()
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.GetFiles(Repository.BundledModel))
        {
            File.CreateSymbolicLink(folder.File(Path.GetFileName(file)), file);
        }

        File.Delete(folder.File("tokenizer_config.json"));
        File.Delete(folder.File("config.json"));
        await File.WriteAllTextAsync(folder.File("config.json"), "{}", TestContext.Current.CancellationToken);
        string output = await FailAsync(("Encoder:Folder", folder.Path), ("Storage:Path", folder.File("faq.db")));
        Assert.Contains($"Cannot start: The model in '{folder.Path}' cannot be used:", output, StringComparison.Ordinal);
        Assert.Contains("'tokenizer_config.json' is missing; take the folder again", output, StringComparison.Ordinal);
        Assert.Contains("'config.json' has SHA-256 44136fa355b3678a", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_cannot_be_written_is_reported()
    {
        string output = await FailAsync(("Storage:Path", "/nonexistent/faq.db"));
        Assert.Contains(
            "Cannot start: The database '/nonexistent/faq.db' cannot be used: the file cannot be opened; check that its folder exists",
            output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_database_is_reported_and_left_alone()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("faq.db");
        string text = string.Concat(Enumerable.Repeat("my diary ", 1000));
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        string output = await FailAsync(("Storage:Path", path));
        Assert.Contains("it is damaged or no SQLite database", output, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Knowledge_file_that_is_missing_is_reported()
    {
        using TemporaryFolder folder = new();
        string output = await FailAsync(("Storage:Path", folder.File("faq.db")), ("Knowledge:Files:0", "/nonexistent/faq.json"));
        Assert.Contains("Cannot start: Could not find", output, StringComparison.Ordinal);
        Assert.Contains("/nonexistent/faq.json", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knowledge_file_with_faults_is_reported_with_its_lines()
    {
        using TemporaryFolder folder = new();
        string file = new KnowledgeDraft("shop", new DraftEntry("Not An Id", "Why?", "So.")).Write(folder.File("faq.json"));
        string output = await FailAsync(("Storage:Path", folder.File("faq.db")), ("Knowledge:Files:0", file));
        Assert.Contains("nothing was changed", output, StringComparison.Ordinal);
        Assert.Contains("line 1, entry 'Not An Id': id 'Not An Id' is not an id", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_is_taken_is_reported()
    {
        using TcpListener other = new(System.Net.IPAddress.Loopback, 0);
        other.Start();
        using TemporaryFolder folder = new();
        await using ChildProcess service = ChildProcess.Start(
            "dotnet", [Repository.Service, "--urls", $"http://{other.LocalEndpoint}"], [("FaqBot__Storage__Path", folder.File("faq.db"))]);
        Assert.Equal(CannotStart, await service.EndAsync());
        Assert.Contains($"Cannot start: Failed to bind to address http://{other.LocalEndpoint}", service.Output, StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(params IEnumerable<(string Path, string Value)> options)
    {
        await using ChildProcess service = ServiceProcess.Launch(options);
        Assert.Equal(CannotStart, await service.EndAsync());
        Assert.DoesNotContain("Unhandled exception", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Output, StringComparison.Ordinal);
        return service.Output;
    }
}
