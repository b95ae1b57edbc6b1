using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Xml.Linq;
using FaqBot.Encoding.Running;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Deployment;

/// <summary>The packages, used as their users do.</summary>
[Collection(DeployablesCollection.Name)]
public sealed class PackageTests(Deployables deployables) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_the_library_and_the_tool_are_packages() => Assert.Equal(
        ["FaqBot.Encoding", "FaqBot.Indexer"],
        Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => File.ReadAllText(project).Contains("<IsPackable>true<", StringComparison.Ordinal))
            .Select(project => Path.GetFileNameWithoutExtension(project)).Order());

    [Theory]
    [InlineData("FaqBot.Encoding")]
    [InlineData("FaqBot.Indexer")]
    public async Task Package_says_what_it_is(string id)
    {
        using ZipArchive package = await OpenAsync(id, "nupkg");
        using Stream stream = package.GetEntry(id + ".nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().First(element => element.Name.LocalName == "metadata");
        string Text(string name) => metadata.Elements().First(element => element.Name.LocalName == name).Value;
        Assert.Equal(("MIT", "README.md", "The FaqBot authors"), (Text("license"), Text("readme"), Text("authors")));
        Assert.True(Text("description").Length > 100, Text("description"));
        Assert.True(Text("tags").Split(' ').Length >= 5, Text("tags"));
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry("LICENSE"));
    }

    [Fact]
    public async Task Library_brings_its_documentation_and_symbols()
    {
        using ZipArchive package = await OpenAsync("FaqBot.Encoding", "nupkg");
        Assert.NotNull(package.GetEntry("lib/net10.0/FaqBot.Encoding.dll"));
        Assert.NotNull(package.GetEntry("lib/net10.0/FaqBot.Encoding.xml"));
        using ZipArchive symbols = await OpenAsync("FaqBot.Encoding", "snupkg");
        Assert.NotNull(symbols.GetEntry("lib/net10.0/FaqBot.Encoding.pdb"));
    }

    [Fact]
    public async Task Tool_works_at_once_in_an_empty_folder()
    {
        string feed = await deployables.Packages, tools = _folder.File("tools");
        string configuration = _folder.Write(
            "nuget.config", $"""<configuration><packageSources><clear /><add key="fresh" value="{feed}" /></packageSources></configuration>""");
        await DotnetTool.RunAsync(
            $"dotnet tool install FaqBot.Indexer --version {Deployables.PackageVersion} "
            + $"--tool-path '{tools}' --configfile '{configuration}'",
            _folder.Path,
            ("NUGET_PACKAGES", _folder.File("cache")));
        string input = _folder.Write(
            "shop.json", await File.ReadAllTextAsync(Repository.PathOf("data", "faq.json"), TestContext.Current.CancellationToken));
        await using ChildProcess ask = ChildProcess.Start(
            Path.Combine(tools, "faqbot"), ["ask", "发票抬头写错了", "--input", input, "--json"], [("FAQBOT_MODELS", "")], _folder.Path);
        Assert.True(await ask.EndAsync() == 0, ask.Output);
        Assert.Contains("invoice-title-wrong", ask.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_tokenizes_and_encodes_with_the_packed_library()
    {
        string output = await RunSampleAsync(Repository.BundledModel);
        using TextEncoder encoder = TextEncoder.Load(Repository.BundledModel, new EncoderOptions());
        float[] first = await encoder.EncodeAsync("发票抬头写错了怎么办", CancellationToken.None),
            second = await encoder.EncodeAsync("wrong title on my invoice", CancellationToken.None);
        Assert.Contains("tokens: "
            + string.Join(' ', encoder.Tokenizer.EncodeToTokens("发票抬头写错了怎么办", out _).Select(token => $"{token.Value}={token.Id}")), output,
                StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"cosine: {TensorPrimitives.Dot(first, second):0.0000}\n"), output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_builds_an_encoder_out_of_safetensors()
    {
        string built = _folder.File("built");
        string output = await RunSampleAsync(Repository.BundledModel, Repository.SharedFolder("fixtures", "models", "tiny-bert-zh"), built);
        Assert.Contains("built: model.onnx\ncosine of the built one: ", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(built, "model.onnx")));
    }

    private async Task<string> RunSampleAsync(params IEnumerable<string> arguments)
    {
        string samples = _folder.File("samples");
        CopySamples(samples);
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        // Beside the sources of this machine; what its cache holds is not fetched again.
        await File.WriteAllTextAsync(Path.Combine(samples, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="fresh" value="{await deployables.Packages}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
        await DotnetTool.RunAsync(
            $"dotnet build Encoding -v quiet -warnaserror -p:FaqBotEncodingVersion={Deployables.PackageVersion} --output "
            + $"'{_folder.File("sample")}'",
            samples,
            ("NUGET_PACKAGES", _folder.File("cache")));
        await using ChildProcess sample =
            ChildProcess.Start("dotnet", [Path.Combine(_folder.Path, "sample", "Encoding.dll"), .. arguments], [], _folder.Path);
        Assert.True(await sample.EndAsync() == 0, sample.Output);
        return sample.Output;
    }

    private static void CopySamples(string target)
    {
        foreach (string file in Directory.GetFiles(Repository.PathOf("samples"), "*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(Repository.PathOf("samples"), file);
            if (!path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, path))!);
                File.Copy(file, Path.Combine(target, path));
            }
        }
    }

    private async Task<ZipArchive> OpenAsync(string id, string ending) =>
        await ZipFile.OpenReadAsync(
            Path.Combine(await deployables.Packages, $"{id}.{Deployables.PackageVersion}.{ending}"), TestContext.Current.CancellationToken);
}
