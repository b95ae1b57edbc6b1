using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

public sealed class ModelIdTests
{
    [Theory]
    [InlineData("BAAI/bge-small-zh-v1.5", "BAAI--bge-small-zh-v1.5")]
    [InlineData("faqbot-e5-small-zh-en", "faqbot-e5-small-zh-en")]
    [InlineData("a/b", "a--b")]
    [InlineData("_a/b_", "_a--b_")]
    public void Id_and_folder_name_are_turned_into_each_other(string text, string folder)
    {
        Assert.True(ModelId.TryParse(text, out ModelId? id));
        Assert.True(ModelId.TryParse(folder, out ModelId? same));
        Assert.Equal((text, folder, id), (id.Text, id.FolderName, same));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a/b/c")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/..")]
    [InlineData("a..b")]
    [InlineData("a--b--c")]
    [InlineData("a/b--c")]
    [InlineData(".downloads")]
    [InlineData("-a")]
    [InlineData("a.")]
    [InlineData("a.git")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\\b")]
    [InlineData("a@b")]
    [InlineData("模型/甲")]
    public void Text_that_is_no_id_is_refused(string? text) => Assert.False(ModelId.TryParse(text, out _));

    [Fact]
    public void Parts_of_more_than_96_characters_are_refused()
    {
        Assert.True(ModelId.TryParse($"{new string('a', 96)}/{new string('b', 96)}", out _));
        Assert.False(ModelId.TryParse(new string('a', 97), out _));
    }

    [Theory]
    [InlineData("a/b", null)]
    [InlineData("a/b@main", "main")]
    [InlineData("a/b@refs/pr/3", "refs/pr/3")]
    [InlineData("a/b@v1.0", "v1.0")]
    public void Reference_is_id_and_revision(string text, string? revision)
    {
        Assert.True(ModelReference.TryParse(text, out ModelReference? reference, out _));
        Assert.Equal(("a/b", revision, text), (reference.Id.Text, reference.Revision, reference.ToString()));
    }

    [Theory]
    [InlineData("a/b@")]
    [InlineData("a/b@../main")]
    [InlineData("a/b@a b")]
    [InlineData("@main")]
    [InlineData("a/b@x@y")]
    public void Text_that_is_no_reference_is_refused_with_an_example(string text)
    {
        Assert.False(ModelReference.TryParse(text, out _, out string? fault));
        Assert.Contains("expected", fault, StringComparison.Ordinal);
    }
}
