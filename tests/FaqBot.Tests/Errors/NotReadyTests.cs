using System.Net;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Errors;

public sealed class NotReadyTests
{
    [Fact]
    public async Task Service_that_still_indexes_lives_and_asks_for_patience()
    {
        // An empty database: the service has a thousand questions to encode before it is ready.
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartAsync(("Storage:Path", folder.File("faq.db")));
        using HttpResponseMessage asked = await service.Client.PostAskAsync(new { question = "你好" });
        await Problem.ReadAsync(asked, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(1), asked.Headers.RetryAfter?.Delta);
        foreach (string path in new[] { "readyz", "api/v1/kbs", "api/v1/kbs/shop" })
        {
            using HttpResponseMessage early = await GetAsync(service, path);
            await Problem.ReadAsync(early, HttpStatusCode.ServiceUnavailable);
            Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter?.Delta);
        }

        using HttpResponseMessage alive = await GetAsync(service, "healthz");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        using HttpResponseMessage page = await GetAsync(service, "");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        // Whoever watches asks often: waiting is no line of the log.
        Assert.DoesNotContain("Health check", service.Log, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> GetAsync(ServiceProcess service, string path) =>
        service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
