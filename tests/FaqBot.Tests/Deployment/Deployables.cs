namespace FaqBot.Tests.Deployment;

/// <summary>What is given to people, made once for all tests: the contents of the image, the packages, the indexer alone.</summary>
public sealed class Deployables : IDisposable
{
    /// <summary>A version that no package source has.</summary>
    public const string PackageVersion = "0.1.0-fresh";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _image;
    private readonly Lazy<Task<string>> _packages;
    private readonly Lazy<Task<string>> _indexer;

    public Deployables()
    {
        _image = new Lazy<Task<string>>(BuildImageAsync);
        _packages = new Lazy<Task<string>>(PackAsync);
        _indexer = new Lazy<Task<string>>(PublishIndexerAsync);
    }

    /// <summary>The folder that the image runs: built by the Dockerfile's lines from what it copies, in an empty folder.</summary>
    public Task<string> Image => _image.Value;

    /// <summary>A folder with the packages.</summary>
    public Task<string> Packages => _packages.Value;

    /// <summary>The indexer published alone.</summary>
    public Task<string> Indexer => _indexer.Value;

    public void Dispose() => _folder.Dispose();

    private async Task<string> BuildImageAsync()
    {
        Dockerfile file = Dockerfile.Read();
        BuildContext context = new();
        string app = _folder.File("app");
        foreach ((string name, string arguments) in file.BuildStage)
        {
            if (name == "COPY")
            {
                foreach (string source in arguments.Split(' ')[..^1])
                {
                    context.Copy(source, _folder.File("source"));
                }
            }
            else if (name == "RUN")
            {
                await DotnetTool.RunAsync(
                    arguments.Replace(" /app", $" '{app}'", StringComparison.Ordinal), _folder.File("source"),
                        file.Variables().Select(pair => (pair.Key, pair.Value)));
            }
        }

        foreach (string source in file.CopiedIntoImage)
        {
            context.Copy(source, app);
        }

        return app;
    }

    private async Task<string> PackAsync()
    {
        string packages = _folder.File("packages");
        foreach (string project in new[] { "FaqBot.Encoding", "FaqBot.Indexer" })
        {
            await DotnetTool.RunAsync(
                $"dotnet pack src/{project} -v quiet -p:PackageVersion={PackageVersion} --artifacts-path '{_folder.File("artifacts")}' "
                + $"--output '{packages}'", Repository.Root);
        }

        return packages;
    }

    private async Task<string> PublishIndexerAsync()
    {
        // After the packages, which it shares the build with.
        await Packages;
        string published = _folder.File("indexer");
        await DotnetTool.RunAsync(
            $"dotnet publish src/FaqBot.Indexer -v quiet --artifacts-path '{_folder.File("artifacts")}' --output '{published}'",
                Repository.Root);
        return published;
    }
}

/// <summary>One after the other: each is a build of its own.</summary>
[CollectionDefinition(Name)]
public sealed class DeployablesCollection : ICollectionFixture<Deployables>
{
    public const string Name = "Deployables";
}
