using FaqBot.Core.Similarity;

namespace FaqBot.Core.Tests.Similarity;

public sealed class LineListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\n\n b \n", null, "1:a 3:b")]
    [InlineData("id\ttext\n1\ta\n2\tb\n", "text", "2:a 3:b")]
    [InlineData("1\ta\n2\tb\n", "2", "1:a 2:b")]
    public void Read_gives_lines_with_their_numbers(string content, string? column, string expected) => Assert.Equal(
        expected, string.Join(' ', LineList.Read(_folder.Write("list.txt", content), column).Select(line => $"{line.Line}:{line.Text}")));

    [Theory]
    [InlineData("id\ttext\n", "other", "found columns id, text, expected 'other' among them")]
    [InlineData("1\ta\n2\n3\n", "2", "line 2: found 1 columns, expected at least 2\n{0}: line 3: found 1 columns, expected at least 2")]
    [InlineData("\n \n", null, "found no line, expected at least 1")]
    public void Read_faults_are_named_together(string content, string? column, string expected)
    {
        string file = _folder.Write("list.txt", content);
        Assert.Equal($"{file}: {expected.Replace("{0}", file, StringComparison.Ordinal)}",
            Assert.Throws<InvalidDataException>(() => LineList.Read(file, column)).Message);
    }
}
