using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.OpenAi;

/// <summary>The paths and the key of Azure OpenAI, and what clients cannot ask for.</summary>
public sealed class AzureTests(SampleDatabase sample)
{
    private const string Key = "0123456789abcdef";
    private const string Route = "openai/deployments/any-name/embeddings?api-version=2024-10-21";

    private static readonly string Long = string.Concat(Enumerable.Repeat("发票 ", 600));

    [Fact]
    public async Task Deployment_is_the_loaded_model_and_the_key_comes_in_its_own_header()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Http:ApiKey", Key), ("Http:TruncateEmbeddingTexts", "true"));
        foreach (string? wrong in new[] { null, "", Key + "0" })
        {
            (HttpStatusCode refused, JsonElement error) = await SendAsync(service, Route, new { input = "a" }, wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, refused);
            Assert.Equal("invalid_api_key", error.GetProperty("error").GetProperty("code").GetString());
        }

        foreach (string route in new[] { Route, "openai/v1/embeddings", "v1/embeddings" })
        {
            (HttpStatusCode status, JsonElement found) = await SendAsync(service, route, new { input = "a", model = "any-name" }, Key);
            Assert.True(status == HttpStatusCode.OK, found.ToString());
            Assert.Equal(384, found.GetProperty("data")[0].GetProperty("embedding").GetArrayLength());

            // As the options say, unless the request says otherwise itself.
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(service, route, new { input = Long }, Key)).Status);
            (HttpStatusCode tooLong, JsonElement json) = await SendAsync(service, route, new { input = Long, truncate = false }, Key);
            Assert.Equal(HttpStatusCode.BadRequest, tooLong);
            Assert.Equal("context_length_exceeded", json.GetProperty("error").GetProperty("code").GetString());
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(
        ServiceProcess service, string route, object body, string? key)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, route)
        {
            Content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("api-key", key);
        }

        using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
