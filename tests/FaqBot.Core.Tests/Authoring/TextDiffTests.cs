using System.Text.Json;
using CsCheck;
using FaqBot.Core.Authoring;

namespace FaqBot.Core.Tests.Authoring;

public sealed class TextDiffTests
{
    [Theory]
    [InlineData("Two bags.", "Three bags.", "-Two|+Three|= bags.")]
    [InlineData("七天内可以退货。", "十四天内可以退货。", "-七|+十四|=天内可以退货。")]
    [InlineData("请在7天内申请退款", "请在14天内申请退款", "=请在|-7|+14|=天内申请退款")]
    [InlineData("I don't know", "I do know", "=I |-don't|+do|= know")]
    [InlineData("cafe\u0301", "cafe", "-cafe\u0301|+cafe")]
    [InlineData("👩‍👧 ok", "👩‍👦 ok", "-👩‍👧|+👩‍👦|= ok")]
    [InlineData("", "new", "+new")]
    [InlineData("a\nb", "a\nb", "=a\nb")]
    public void Words_differ_in_scripts_with_blanks_and_characters_in_others(string before, string after, string expected)
    {
        Assert.Equal(expected, Show(TextDiff.Of(before, after)));
    }

    [Fact]
    public void Parts_make_both_texts_whatever_they_are() => Gen.String.List[0, 20].Select(Gen.String.List[0, 20]).Sample((first, second) =>
    {
        string before = string.Join(' ', first), after = string.Join(' ', second.Concat(first.Take(first.Count / 2)));
        IReadOnlyList<TextPart> parts = TextDiff.Of(before, after);
        Assert.Equal(before, string.Concat(parts.Where(part => part.Kind != TextPartKind.Added).Select(part => part.Text)));
        Assert.Equal(after, string.Concat(parts.Where(part => part.Kind != TextPartKind.Removed).Select(part => part.Text)));
        Assert.All(parts, part => Assert.NotEmpty(part.Text));
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.NotEqual(pair.First.Kind, pair.Second.Kind));
    }, iter: 300);

    [Fact]
    public void Longest_answers_that_have_nothing_in_common_are_compared_as_wholes()
    {
        string before = new('一', 25_000), after = new('二', 25_000);
        Assert.Equal([TextPartKind.Removed, TextPartKind.Added], TextDiff.Of(before, after).Select(part => part.Kind));
        IReadOnlyList<TextPart> lines = TextDiff.Of(
            string.Concat(Enumerable.Repeat("same line\n", 1_000)) + "old", string.Concat(Enumerable.Repeat("same line\n", 1_000)) + "new");
        Assert.Equal("same line\n".Length * 1_000, lines[0].Text.Length);
    }

    [Theory]
    [InlineData("\"a b\"", "\"a c\"", "[: =a |-b|+c]")]
    [InlineData("{\"en\":\"a\",\"zh\":\"b\"}", "{\"en\":\"a\",\"zh\":\"c\"}", "[zh: -b|+c]")]
    [InlineData("\"a\"", "{\"en\":\"a\"}", "[: -a][en: +a]")]
    [InlineData("[\"x y\",\"z\"]", "[\"x w\",\"z\"]", "[: -x y|+x w|=z]")]
    [InlineData(null, "[\"x\"]", "[: +x]")]
    [InlineData("true", "false", "")]
    [InlineData("[{\"text\":\"a\"}]", "[]", "")]
    public void Members_show_texts_by_language_and_lists_by_item(string? before, string? after, string expected) => Assert.Equal(
        expected,
        string.Concat(TextDiff.Of(Json(before), Json(after)).Select(change => $"[{change.Path}: {Show(change.Parts)}]")));

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);

    private static string Show(IReadOnlyList<TextPart> parts) => string.Join('|', parts.Select(part => part.Kind switch
    {
        TextPartKind.Same => "=",
        TextPartKind.Removed => "-",
        _ => "+",
    } + part.Text));
}
