using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

public sealed class HubOptionsTests
{
    [Fact]
    public void Options_without_variables_are_those_of_the_public_hubs()
    {
        HubOptions huggingFace = HubOptions.HuggingFace(_ => null), modelScope = HubOptions.ModelScope(_ => " ");
        Assert.Equal(("https://huggingface.co/", null, false), (huggingFace.Endpoint.ToString(), huggingFace.Token, huggingFace.Offline));
        Assert.Equal(("https://modelscope.cn/", null, false), (modelScope.Endpoint.ToString(), modelScope.Token, modelScope.Offline));
    }

    [Fact]
    public void Options_of_variables_are_taken()
    {
        Dictionary<string, string?> variables =
            new() { ["HF_ENDPOINT"] = "https://mirror.example/hf/", ["HF_TOKEN"] = "hf_1\n", ["HF_HUB_OFFLINE"] = "True" };
        HubOptions options = HubOptions.HuggingFace(variables.GetValueOrDefault);
        Assert.Equal(("https://mirror.example/hf/", "hf_1", true), (options.Endpoint.ToString(), options.Token, options.Offline));
    }

    [Theory]
    [InlineData("huggingface.co")]
    [InlineData("ftp://huggingface.co")]
    [InlineData("https://user:word@huggingface.co")]
    [InlineData("https://huggingface.co/?token=word")]
    public void Endpoint_that_is_no_address_of_a_hub_is_refused_unshown(string endpoint)
    {
        HubException refused = Assert.Throws<HubException>(() => HubOptions.HuggingFace(name => name == "HF_ENDPOINT" ? endpoint : null));
        Assert.Equal(
            "HF_ENDPOINT is no address of a hub, expected for example https://huggingface.co; correct it or unset it.", refused.Message);
    }

    [Fact]
    public void Token_that_would_break_a_header_is_refused_unshown()
    {
        HubException refused =
            Assert.Throws<HubException>(() => HubOptions.HuggingFace(name => name == "HF_TOKEN" ? "hf_1\r\nHost: evil" : null));
        Assert.Equal("HF_TOKEN has characters that no token has; set it again.", refused.Message);
    }
}
