using FaqBot.Encoding.Remote;

namespace FaqBot.Encoding.Tests.Remote;

public sealed class RedactionTests
{
    private const string Key = "sk-proj-AbCdEf0123456789";

    [Theory]
    [InlineData("batch size is invalid, it should not be larger than 10.: input.contents",
        "batch size is invalid, it should not be larger than 10.: input.contents")]
    [InlineData("Incorrect API key provided: sk-proj-AbCdEf0123456789. Find yours at", "Incorrect API key provided: …. Find yours at")]
    [InlineData("Incorrect API key provided: sk-proj-****6789. Find", "Incorrect API key provided: … Find")]
    [InlineData("key Bearer SK-PROJ-ABCDEF is unknown", "key Bearer … is unknown")]
    [InlineData("cannot tokenize 'Where is my parcel 4711 for Ms Li' today", "cannot tokenize '…' today")]
    [InlineData("input_value='Where is my parcel...'", "input_value='…...'")]
    [InlineData("内容 我的身份证号码 不合规", "内容 … 不合规")]
    [InlineData("input \\u6211\\u7684 refused", "input … refused")]
    [InlineData("text 'order 7' refused", "text '…' refused")]
    [InlineData("border 77 refused", "border 77 refused")]
    [InlineData("a\r\nb\u0000c", "a  b c")]
    public void Redaction_masks_key_and_texts_alone(string message, string expected) =>
        Assert.Equal(expected, new Redaction(Key, ["Where is my parcel 4711 for Ms Li?", "请问我的身份证号码在哪里改", "order 7"]).Of(message));

    [Fact]
    public void Redaction_cuts_long_messages() =>
        Assert.Equal(301, new Redaction(null, []).Of(new string('x', 10_000)).Length);
}
