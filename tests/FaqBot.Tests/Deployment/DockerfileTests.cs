using System.Text.RegularExpressions;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Deployment;

public sealed partial class DockerfileTests
{
    private readonly Dockerfile _file = Dockerfile.Read();

    [Fact]
    public void Image_builds_service_and_indexer_with_the_locked_packages()
    {
        string[] publishes = [.. _file.All("RUN").Where(run => run.StartsWith("dotnet publish ", StringComparison.Ordinal))];
        Assert.Equal(["src/FaqBot", "src/FaqBot.Indexer"], publishes.Select(publish => publish.Split(' ')[2]));
        Assert.All(publishes, publish => Assert.Contains("--configuration Release", publish, StringComparison.Ordinal));
        Assert.All(publishes.Select(publish => publish.Split(' ')[2]), project =>
            Assert.True(File.Exists(Repository.PathOf(project, Path.GetFileName(project) + ".csproj")), project));
        Assert.Equal("true", _file.Variables()["CI"]);
        Assert.Equal($"[\"/app/{Assert.Single(_file.CopiedIntoImage)}\"]", _file.Last("ENTRYPOINT"));
    }

    [Fact]
    public void Image_is_built_without_packages_of_the_system() => Assert.All(
        _file.All("RUN"), run =>
            Assert.True(run.StartsWith("dotnet publish ", StringComparison.Ordinal)
                || run.StartsWith("install ", StringComparison.Ordinal), run));

    [Fact]
    public void Image_is_of_the_framework_that_the_projects_target()
    {
        string framework = TargetFramework().Match(File.ReadAllText(Repository.PathOf("Directory.Build.props"))).Groups["version"].Value;
        Assert.Equal(
            [$"mcr.microsoft.com/dotnet/sdk:{framework}", $"mcr.microsoft.com/dotnet/aspnet:{framework}"],
            _file.All("FROM").Select(from => from.Split(' ')[0]));
    }

    [Fact]
    public void Copied_files_exist_and_are_not_ignored()
    {
        string[] sources = [.. _file.CopiedFromRepository()];
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.NotEmpty(Directory.EnumerateFileSystemEntries(
            Repository.Root, source.TrimEnd('/'), new EnumerationOptions { AttributesToSkip = 0 })));

        // The context starts from nothing; each source is let in again.
        string[] ignored = File.ReadAllLines(Repository.PathOf(".dockerignore"));
        Assert.Equal("**", ignored[0]);
        Assert.All(sources, source => Assert.Contains("!" + source.TrimEnd('/'), ignored));
    }

    [Fact]
    public void Image_holds_the_projects_that_its_programs_are_built_of()
    {
        string[] folders = [.. new[] { "FaqBot", "FaqBot.Indexer" }.SelectMany(NeededBy).Distinct().Select(project => $"src/{project}/")];
        Assert.Contains("src/FaqBot.Encoding/", folders);
        Assert.All(folders.Append("models/").Append("data/"), folder => Assert.Contains(folder, _file.CopiedFromRepository()));
    }

    [Fact]
    public void Image_runs_as_nobody_special_and_writes_below_its_volume()
    {
        Assert.False(_file.Last("USER") is "root" or "0");
        string volume = _file.Last("VOLUME");
        Assert.Contains(_file.All("RUN"), run => run.StartsWith("install ", StringComparison.Ordinal)
            && run.Contains($"--owner={_file.Last("USER")}", StringComparison.Ordinal) && run.EndsWith(volume, StringComparison.Ordinal));
        Assert.StartsWith(volume + "/", _file.Environment()["FaqBot__Storage__Path"], StringComparison.Ordinal);
        Assert.Equal(volume, _file.Environment()["TMPDIR"]);
        Assert.Equal(volume, _file.Environment()["HOME"]);
        Assert.Equal((volume + "/models", volume + "/models"),
            (_file.Environment()["FaqBot__Models__Folder"], _file.Environment()["FAQBOT_MODELS"]));
        Assert.Equal("0", _file.Environment()["DOTNET_EnableDiagnostics"]);
        Assert.Equal("1", _file.Environment()["ORT_DISABLE_TELEMETRY"]);
    }

    [Fact]
    public void Variables_are_options_of_the_service() =>
        Assert.All(OptionNames.Of(_file.Environment().Keys), name => Assert.True(OptionNames.IsOption(name), name));

    [Fact]
    public async Task Exposed_port_is_the_one_that_is_listened_on_and_probed()
    {
        string port = _file.Environment()["ASPNETCORE_HTTP_PORTS"];
        Assert.Equal(port, _file.Last("EXPOSE"));
        string[] probe = [.. Quoted().Matches(_file.Last("HEALTHCHECK")).Select(match => match.Groups["text"].Value)];
        Assert.Equal(["dotnet", "FaqBot.dll", "--health", $"http://127.0.0.1:{port}/readyz"], probe);

        // The variable is heeded by the service itself.
        using TemporaryFolder folder = new();
        int free = FreePort.Find();
        await using ChildProcess service = ChildProcess.Start(
            "dotnet", [Repository.Service], [("ASPNETCORE_HTTP_PORTS", $"{free}"), ("FaqBot__Storage__Path", folder.File("faq.db"))]);
        await Eventually.TrueAsync("the service listens on all addresses", TimeSpan.FromSeconds(20), () =>
            service.Output.Contains($"Now listening on: http://[::]:{free}", StringComparison.Ordinal));
    }

    private static IEnumerable<string> NeededBy(string project) => ProjectReference()
        .Matches(File.ReadAllText(Repository.PathOf("src", project, project + ".csproj")))
        .SelectMany(reference => NeededBy(reference.Groups["name"].Value)).Prepend(project);

    [GeneratedRegex("<TargetFramework>net(?<version>[0-9.]+)<")]
    private static partial Regex TargetFramework();

    [GeneratedRegex("<ProjectReference Include=\"../(?<name>[^/\"]+)/")]
    private static partial Regex ProjectReference();

    [GeneratedRegex("\"(?<text>[^\"]*)\"")]
    private static partial Regex Quoted();
}
