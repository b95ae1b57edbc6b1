using FaqBot.Encoding.Remote;

namespace FaqBot.Encoding.Tests.Remote;

public sealed class RemoteEncoderOptionsTests
{
    private const string Key = "sk-very-secret-1234567890";

    [Fact]
    public void Options_default_is_valid_and_uses_no_service()
    {
        RemoteEncoderOptions options = new();
        Assert.Empty(options.Faults());
        Assert.False(options.IsUsed);
    }

    [Theory]
    [InlineData("https://api.openai.com/v1")]
    [InlineData("https://dashscope.aliyuncs.com/compatible-mode/v1/")]
    [InlineData("https://qianfan.baidubce.com/v2")]
    [InlineData("http://localhost:8080/v1")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/v1")]
    [InlineData("http://[fd00::12]/v1")]
    [InlineData("http://10.1.2.3/v1")]
    [InlineData("http://172.31.0.9/v1")]
    [InlineData("http://192.168.1.9/v1")]
    [InlineData("http://embeddings:80/v1")]
    [InlineData("http://tei.models.svc.cluster.local/v1")]
    [InlineData("http://host.docker.internal:8080/v1")]
    public void Endpoint_that_is_safe_is_taken(string endpoint) =>
        Assert.Empty(new RemoteEncoderOptions { Endpoint = endpoint, Model = "m", ApiKey = Key }.Faults());

    [Theory]
    [InlineData("http://api.openai.com/v1", "Endpoint is http://api.openai.com, expected https")]
    [InlineData("http://172.32.0.9/v1", "Endpoint is http://172.32.0.9, expected https")]
    [InlineData("http://169.254.169.254/v1", "Endpoint is http://169.254.169.254, expected https")]
    [InlineData("http://[2001:db8::1]/v1", "expected https")]
    [InlineData("http://evil.example.local.com/v1", "expected https")]
    [InlineData("ftp://localhost/v1", "not an http or https address")]
    [InlineData("api.openai.com/v1", "not an http or https address")]
    [InlineData("https://me:" + Key + "@localhost/v1", "Endpoint holds a user, a query or a fragment")]
    [InlineData("https://localhost/v1?key=" + Key, "Endpoint holds a user, a query or a fragment")]
    public void Endpoint_that_is_not_safe_is_a_fault(string endpoint, string expected)
    {
        string fault = Assert.Single(new RemoteEncoderOptions { Endpoint = endpoint, Model = "m" }.Faults());
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_reported_all_together_without_the_key()
    {
        RemoteEncoderOptions options = new()
        {
            Endpoint = "http://api.example.com",
            Model = " ",
            ApiKey = Key + "\n",
            Dimensions = 1,
            BatchTexts = 0,
            BatchCharacters = 99,
            MaxTextCharacters = 15,
            ConcurrentRequests = 65,
            WaitingTexts = -1,
            Attempts = 11,
            BreakAfter = 0,
            Timeout = TimeSpan.Zero,
            MaxRetryDelay = TimeSpan.FromHours(1),
            BreakDuration = TimeSpan.FromMinutes(1),
        };
        string[] faults = [.. options.Faults()];
        Assert.Equal(
            ["Endpoint", "Model", "ApiKey", "BatchTexts", "BatchCharacters", "MaxTextCharacters", "ConcurrentRequests", "WaitingTexts",
                "Attempts", "BreakAfter", "Dimensions", "Timeout", "MaxRetryDelay", "BreakDuration"],
            faults.Select(fault => fault.Split(' ')[0]));
        Assert.Contains("BatchTexts is 0, expected 1 to 2048", faults);
        Assert.Contains("Timeout is 00:00:00, expected 00:00:00.1000000 to 00:05:00", faults);
        Assert.DoesNotContain(faults, fault => fault.Contains(Key, StringComparison.Ordinal));
    }
}
