using FaqBot.Core.Files;

namespace FaqBot.Core.Tests.Files;

public sealed class SeparatedRowsTests
{
    [Theory]
    [InlineData("a\tb\n1\t2", "1:a|b;2:1|2")]
    [InlineData("a,b\r\n1,2\r\n", "1:a|b;2:1|2")]
    [InlineData("a\tb,c\n1,2\t3", "1:a|b,c;2:1,2|3")]
    [InlineData("\uFEFF\"a\"\t b \n\n \t \n1\t", "1:a| b ;4:1|")]
    [InlineData("a\tb\n\"x\ny\"\"z\"\tq\nr\ts", "1:a|b;2:x\ny\"z|q;4:r|s")]
    [InlineData("a\tb\n\"x\" and y\tq\n5\" pipe\t\"", "1:a|b;2:\"x\" and y|q;3:5\" pipe|\"")]
    [InlineData("a\tb\n\"never closed\tq\nr\ts", "1:a|b;2:\"never closed|q;3:r|s")]
    [InlineData("one, two\nthree", "1:one| two;2:three")]
    [InlineData("", "")]
    public void Rows_are_read_as_spreadsheets_and_owners_write_them(string text, string expected) => Assert.Equal(
        expected, string.Join(';', SeparatedRows.Of(text).Select(row => $"{row.Line}:{string.Join('|', row.Cells)}")));

    [Fact]
    public void Commas_may_be_text() => Assert.Equal(["one, two"], Assert.Single(SeparatedRows.Of("one, two", onlyTabs: true)).Cells);

    [Theory]
    [InlineData("--htlm", "--html")]
    [InlineData("retrun-apply", "return-apply")]
    [InlineData("RETURN-APPLY", "return-apply")]
    [InlineData("x", null)]
    [InlineData("something", null)]
    public void Nearest_name_is_found(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Of(typed, ["--html", "--json", "return-apply", "invoice"]));

    [Fact]
    public void Faults_of_a_kind_are_counted_after_the_fifth()
    {
        string[] faults = [.. Enumerable.Range(1, 8).Select(i => $"line {i}: found '{i}x'"), "another", "line 9: found 'y'"];
        Assert.Equal(
            "  line 1: found '1x'\n  line 2: found '2x'\n  line 3: found '3x'\n  line 4: found '4x'\n  line 5: found '5x'\n"
            + "  … and 4 more of this kind\n  another", FaultLines.Join(faults, "  "));
        Assert.Equal(6, FaultLines.Join(faults[..6]).Split('\n').Length);
    }
}
