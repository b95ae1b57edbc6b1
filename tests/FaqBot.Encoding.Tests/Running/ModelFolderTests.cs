using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Tests.Running;

public sealed class ModelFolderTests : IDisposable
{
    private const string BadLine = "is not '<64 hexadecimal digits>  <file>' naming a file below the folder once";

    private readonly TemporaryFolder _temporary = new();
    private readonly string _folder;

    public ModelFolderTests() => _folder = TinyModel.Write(_temporary);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Open_whole_folder_states_what_is_in_it()
    {
        ModelFolder folder = ModelFolder.Open(_folder + "/");

        Assert.Equal("tiny", folder.Name);
        Assert.Matches("^[0-9a-f]{64}$", folder.Fingerprint);
        Assert.Equal((_folder, "model.onnx"), (Path.TrimEndingDirectorySeparator(folder.Path), folder.GraphFile));
    }

    [Fact]
    public void Open_fingerprint_depends_on_the_content_and_on_nothing_else()
    {
        string before = ModelFolder.Open(_folder).Fingerprint;

        // Order of the lines, upper case, binary marks and files that are not listed do not decide a vector.
        string[] lines = File.ReadAllLines(InFolder("SHA256SUMS"));
        File.WriteAllLines(InFolder("SHA256SUMS"), lines.Reverse().Select(line => $"{line[..64].ToUpperInvariant()} *{line[66..]}"));
        File.WriteAllText(InFolder("confidence.json"), "{}");
        Assert.Equal(before, ModelFolder.Open(_folder).Fingerprint);

        File.AppendAllText(InFolder("tokenizer.json"), " ");
        TinyModel.WriteSums(_folder);
        Assert.NotEqual(before, ModelFolder.Open(_folder).Fingerprint);
    }

    [Fact]
    public void Open_folder_without_sums_is_known_by_its_files()
    {
        string listed = ModelFolder.Open(_folder).Fingerprint;
        File.Delete(InFolder("SHA256SUMS"));
        File.WriteAllText(InFolder("README.md"), "decides nothing");
        Assert.Equal(listed, ModelFolder.Open(_folder).Fingerprint);

        File.AppendAllText(InFolder("tokenizer.json"), " ");
        Assert.NotEqual(listed, ModelFolder.Open(_folder).Fingerprint);
    }

    [Fact]
    public void Open_other_graph_of_the_folder_is_another_encoder()
    {
        Directory.CreateDirectory(InFolder("onnx"));
        File.Copy(InFolder("model.onnx"), InFolder("onnx/model.onnx"));
        File.Delete(InFolder("SHA256SUMS"));
        ModelFolder first = ModelFolder.Open(_folder), second = ModelFolder.Open(_folder, "onnx/model.onnx");
        Assert.Equal(("model.onnx", "onnx/model.onnx"), (first.GraphFile, second.GraphFile));
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
    }

    [Theory]
    [InlineData("../model.onnx")]
    [InlineData("other.onnx")]
    public void Open_graph_that_is_not_there_is_named(string file) => Assert.Contains(
        $"found no ONNX file '{file}'", Assert.Throws<ModelException>(() => ModelFolder.Open(_folder, file)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Open_weights_without_a_graph_says_how_to_build_one()
    {
        File.Delete(InFolder("SHA256SUMS"));
        File.Move(InFolder("model.onnx"), InFolder("model.safetensors"));
        AssertFaults(
            $"found no ONNX file 'model.onnx', only weights; build one: dotnet run --project src/FaqBot.Indexer -- models build "
            + $"\"{_folder}\"");
    }

    [Fact]
    public void Open_absent_folder_is_refused()
    {
        string absent = _temporary.File("absent");
        ModelException refused = Assert.Throws<ModelException>(() => ModelFolder.Open(absent));
        Assert.StartsWith(
            $"The model in '{absent}' cannot be used:\n  - there is no such folder", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("tokenizer.json")]
    [InlineData("config.json")]
    public void Open_missing_file_is_named(string file)
    {
        File.Delete(InFolder(file));
        AssertFaults($"'{file}' is missing; take the folder again from where it was published");
    }

    [Fact]
    public void Open_flipped_byte_is_found()
    {
        string path = InFolder("model.onnx");
        string expected = TinyModel.Sum(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        AssertFaults(Changed("model.onnx", expected));
    }

    [Fact]
    public void Open_truncated_file_is_found()
    {
        string path = InFolder("tokenizer.json");
        string expected = TinyModel.Sum(path);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        AssertFaults(Changed("tokenizer.json", expected));
    }

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("sub/../../outside.json")]
    [InlineData("sub\\..\\outside.json")]
    [InlineData("/etc/passwd")]
    public void Open_path_that_leaves_the_folder_is_refused_unread(string name)
    {
        File.WriteAllText(_temporary.File("outside.json"), "secret");
        File.AppendAllText(InFolder("SHA256SUMS"), $"{new string('0', 64)}  {name}\n");
        AssertFaults($"'SHA256SUMS' line 4 {BadLine}");
    }

    [Theory]
    [InlineData("no checksum at all")]
    [InlineData("0123abcd  short.json")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000g  file.json")]
    public void Open_bad_line_is_named(string line)
    {
        File.AppendAllText(InFolder("SHA256SUMS"), $"\n{line}\n");
        AssertFaults($"'SHA256SUMS' line 5 {BadLine}");
    }

    [Fact]
    public void Open_file_listed_twice_is_refused()
    {
        File.AppendAllText(InFolder("SHA256SUMS"), File.ReadAllLines(InFolder("SHA256SUMS"))[0] + "\n");
        AssertFaults($"'SHA256SUMS' line 4 {BadLine}");
    }

    [Fact]
    public void Open_needed_file_that_is_not_listed_is_named()
    {
        File.WriteAllLines(InFolder("SHA256SUMS"), File.ReadAllLines(InFolder("SHA256SUMS"))[..1]);
        AssertFaults("'SHA256SUMS' does not list 'config.json'", "'SHA256SUMS' does not list 'tokenizer.json'");
    }

    [Fact]
    public void Open_all_faults_are_reported_together()
    {
        string expected = TinyModel.Sum(InFolder("config.json"));
        File.AppendAllText(InFolder("config.json"), " ");
        File.Delete(InFolder("model.onnx"));
        File.WriteAllLines(
            InFolder("SHA256SUMS"), ["nonsense", .. File.ReadAllLines(InFolder("SHA256SUMS")).Where(line => !line.Contains("tokenizer"))]);
        AssertFaults(
            $"'SHA256SUMS' line 1 {BadLine}",
            "'SHA256SUMS' does not list 'tokenizer.json'",
            "'model.onnx' is missing; take the folder again from where it was published",
            Changed("config.json", expected));
    }

    private string InFolder(string file) => Path.Combine(_folder, file);

    private string Changed(string file, string expected) =>
        $"'{file}' has SHA-256 {TinyModel.Sum(InFolder(file))}, expected {expected} ({new FileInfo(InFolder(file)).Length} bytes found); "
        + "it is cut off or changed: take it again from where it was published";

    private void AssertFaults(params string[] faults)
    {
        string expected = $"The model in '{_folder}' cannot be used:{string.Concat(faults.Select(fault => "\n  - " + fault))}";
        Assert.Equal(expected, Assert.Throws<ModelException>(() => ModelFolder.Open(_folder)).Message);
    }
}
