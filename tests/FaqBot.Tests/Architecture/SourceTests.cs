using System.Text.RegularExpressions;

namespace FaqBot.Tests.Architecture;

public sealed partial class SourceTests
{
    private const int MostLines = 300, MostColumns = 140;

    private const string RawQuotes = "\"\"\"";

    private static readonly string[] EmptyNames =
        ["Common", "Shared", "Helpers", "Helper", "Utils", "Utilities", "Util", "Services", "Interfaces", "Managers", "Misc"];

    private static readonly string Source = Path.Combine(Repository.Root, "src");

    [Fact]
    public void Projects_are_known() => Assert.Equal(
        Rooms.Projects.Keys.Order(StringComparer.Ordinal),
        Directory.GetDirectories(Source).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Fact]
    public void Namespace_is_the_folder()
    {
        string[] files = [.. Files("*.cs")];
        Assert.True(files.Length > 80, $"{files.Length} files");
        string[] elsewhere = [.. files.Where(file => NamespaceOf(file) is { } found && found != Expected(file)).Select(Relative)];
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void File_without_namespace_is_a_program_only() =>
        Assert.Equal(["FaqBot.Indexer/Program.cs", "FaqBot/Program.cs"],
            Files("*.cs").Where(file => NamespaceOf(file) is null).Select(Relative).Order(StringComparer.Ordinal));

    [Fact]
    public void Folder_says_what_it_holds() => Assert.DoesNotContain(
        Directory.GetDirectories(Source, "*", SearchOption.AllDirectories)
            .Where(folder => !BuildOutput().IsMatch(folder.Replace('\\', '/'))).Select(folder => Path.GetFileName(folder)),
        folder => EmptyNames.Contains(folder, StringComparer.OrdinalIgnoreCase));

    [Theory]
    [InlineData("*.cs")]
    [InlineData("*.js")]
    [InlineData("*.css")]
    [InlineData("*.html")]
    public void File_says_one_thing_in_at_most_three_hundred_lines(string pattern) => Assert.DoesNotContain(
        Files(pattern).Select(file => (File: Relative(file), Lines: File.ReadLines(file).Count())), file => file.Lines > MostLines);

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("bench")]
    public void Line_has_at_most_a_hundred_and_forty_columns(string folder) => Assert.Empty(
        Directory.GetFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !BuildOutput().IsMatch(file.Replace('\\', '/')))
            .SelectMany(file => Wide(File.ReadAllLines(file)).Select(line => $"{Path.GetFileName(file)}: {line}")));

    [Fact]
    public void Wide_lines_are_found_but_for_data_that_cannot_be_broken()
    {
        string wide = new('x', MostColumns + 1);
        Assert.Equal(
            [wide], Wide([wide, wide[1..], $"A({RawQuotes}{wide}{RawQuotes})", $"@\"{wide}\"", $"A({RawQuotes}", wide, $"{RawQuotes})"]));
    }

    /// <summary>The lines that are too long, texts of raw and verbatim strings apart.</summary>
    private static IEnumerable<string> Wide(IEnumerable<string> lines)
    {
        bool isData = false;
        foreach (string line in lines)
        {
            int quotes = line.Split(RawQuotes).Length - 1;
            if (line.Length > MostColumns && !isData && quotes == 0 && !line.Contains("@\"", StringComparison.Ordinal))
            {
                yield return line;
            }

            isData ^= quotes % 2 == 1;
        }
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory.GetFiles(Source, pattern, SearchOption.AllDirectories).Where(file => !BuildOutput().IsMatch(Relative(file)));

    private static string Relative(string file) => Path.GetRelativePath(Source, file).Replace('\\', '/');

    /// <summary>A project's name is its root namespace.</summary>
    private static string Expected(string file) => string.Join('.', Relative(file).Split('/')[..^1]);

    private static string? NamespaceOf(string file) =>
        File.ReadLines(file).Select(line => Declaration().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    [GeneratedRegex(@"^namespace ([\w.]+)")]
    private static partial Regex Declaration();

    [GeneratedRegex("(^|/)(bin|obj|node_modules)/")]
    private static partial Regex BuildOutput();
}
