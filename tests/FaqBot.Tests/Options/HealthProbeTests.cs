using FaqBot.Tests.Running;

namespace FaqBot.Tests.Options;

public sealed class HealthProbeTests
{
    [Fact]
    public async Task Probe_tells_life_from_readiness()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartAsync(("Storage:Path", folder.File("faq.db")));
        (int code, string output) = await ProbeAsync(new Uri(service.Address, "readyz").ToString());
        Assert.Equal((1, $"{service.Address}readyz answered 503.\n"), (code, output));
        Assert.Equal((0, ""), await ProbeAsync(new Uri(service.Address, "healthz").ToString()));
        await service.ReadyAsync();
        Assert.Equal((0, ""), await ProbeAsync(new Uri(service.Address, "readyz").ToString()));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/readyz")]
    [InlineData("nonsense")]
    public async Task Probe_without_a_service_fails(string address)
    {
        (int code, string output) = await ProbeAsync(address);
        Assert.Equal(1, code);
        Assert.StartsWith($"{address} cannot be asked: ", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> ProbeAsync(string address)
    {
        await using ChildProcess probe = ChildProcess.Start("dotnet", [Repository.Service, "--health", address]);
        return (await probe.EndAsync(), probe.Output);
    }
}
