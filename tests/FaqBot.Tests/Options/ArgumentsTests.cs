using FaqBot.Tests.Running;

namespace FaqBot.Tests.Options;

/// <summary>The command line of the service, and addresses that cannot be listened on: one line and a fitting exit code.</summary>
public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_is_shown_and_nothing_started(string argument)
    {
        (int code, string output) = await RunAsync([argument]);
        Assert.Equal(0, code);
        Assert.StartsWith("FaqBot: answers customers' questions", output, StringComparison.Ordinal);
        Assert.All(["--urls", "--health", "--version", "--FaqBot:SECTION:NAME", "Exit codes"], word =>
            Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_is_shown_and_nothing_started()
    {
        (int code, string output) = await RunAsync(["--version"]);
        Assert.Equal(0, code);
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+\n$", output);
    }

    [Theory]
    [InlineData("Cannot start: --database is unknown", "--database", "faq.db")]
    [InlineData("Cannot start: --url is unknown; is it --urls?", "--url", "http://127.0.0.1:0")]
    [InlineData("Cannot start: --Storage:Path is unknown; is it --FaqBot:Storage:Path?", "--Storage:Path=faq.db")]
    [InlineData("Cannot start: found 'index', expected an option", "index")]
    [InlineData("Cannot start: --urls lacks its value", "--urls")]
    [InlineData("Cannot start: --x is unknown; --y is unknown", "--x=1", "--y=2")]
    public async Task Unknown_option_ends_with_one_line(string line, params string[] arguments) =>
        await AssertEndsAsync(2, line, arguments);

    [Theory]
    [InlineData("127.0.0.1:7555", "urls: found '127.0.0.1:7555', expected an address without a path")]
    [InlineData("http://127.0.0.1:0/faq", "urls: found 'http://127.0.0.1:0/faq', expected an address without a path")]
    [InlineData("ftp://127.0.0.1:0", "urls: found 'ftp://127.0.0.1:0', expected an address without a path")]
    [InlineData("http://127.0.0.1:99999", "urls: found 'http://127.0.0.1:99999', expected an address without a path")]
    public async Task Urls_that_cannot_be_read_end_with_one_line(string urls, string fault) =>
        await AssertEndsAsync(2, "The options have 1 fault (see appsettings.json for all of them): " + fault, ["--urls", urls]);

    [Fact]
    public async Task Unknown_log_level_ends_with_one_line() => await AssertEndsAsync(
        2,
        "The options have 1 fault (see appsettings.json for all of them): Logging:LogLevel:Default: found 'Loud', expected Trace, Debug,",
        ["--Logging:LogLevel:Default", "Loud"]);

    [Fact]
    public async Task Ports_that_are_no_numbers_end_with_one_line() => await AssertEndsAsync(
        2, "The options have 1 fault (see appsettings.json for all of them): http_ports: found 'abc', expected a port, 0 to 65535",
            [], ("ASPNETCORE_HTTP_PORTS", "abc"));

    [Theory]
    [InlineData("http://192.0.2.7:5999", "no address of this machine is among http://192.0.2.7:5999")]
    [InlineData("https://127.0.0.1:0", "https://127.0.0.1:0 asks for HTTPS without a certificate")]
    public async Task Address_that_cannot_be_listened_on_ends_with_one_line(string urls, string reason)
    {
        using TemporaryFolder folder = new();
        string output = await AssertEndsAsync(1, null, ["--urls", urls], ("FaqBot__Storage__Path", folder.File("faq.db")));
        string line = Assert.Single(output.Split('\n'), line => line.StartsWith("Cannot start: ", StringComparison.Ordinal));
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output, StringComparison.Ordinal);
    }

    /// <summary>The tests' user may be root, who may listen anywhere, so another one tries.</summary>
    [Fact]
    public async Task Privileged_port_ends_with_one_line()
    {
        using TemporaryFolder folder = new();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        (string, string)[] environment = [("FaqBot__Storage__Path", folder.File("faq.db")), ("HOME", folder.Path)];
        await using ChildProcess service = Environment.IsPrivilegedProcess
            ? ChildProcess.Start(
                "setpriv",
                [
                    "--bounding-set=-net_bind_service", "--inh-caps=-net_bind_service", "dotnet", Repository.Service, "--urls",
                    "http://127.0.0.1:81",
                ],
                environment)
            : ChildProcess.Start("dotnet", [Repository.Service, "--urls", "http://127.0.0.1:81"], environment);
        Assert.Equal(1, await service.EndAsync());
        string line = Assert.Single(service.Output.Split('\n'), line => line.StartsWith("Cannot start: ", StringComparison.Ordinal));
        Assert.Contains("this user may not listen at http://127.0.0.1:81", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Output, StringComparison.Ordinal);
    }

    private static async Task<string> AssertEndsAsync(
        int code, string? line, string[] arguments, params (string Name, string Value)[] environment)
    {
        (int found, string output) = await RunAsync(arguments, environment);
        Assert.True(code == found, $"{found}: {output}");
        if (line is not null)
        {
            Assert.StartsWith(line, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }

        return output;
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string[] arguments, params (string Name, string Value)[] environment)
    {
        await using ChildProcess service = ChildProcess.Start("dotnet", [Repository.Service, .. arguments], environment);
        return (await service.EndAsync(), service.Output);
    }
}
