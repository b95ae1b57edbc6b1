using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>A job of one replica is seen, kept single and cancelled at each of the others.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class SharedJobTests(SharedServer shared)
{
    [Fact]
    public async Task Job_of_one_replica_is_seen_at_every_other()
    {
        string connection = await shared.SampleAsync();
        await using ThreeReplicas three = await ThreeReplicas.StartAsync(connection, ("Limits:Enabled", "false"));
        HttpClient one = three.Replicas[0].Client, two = three.Replicas[1].Client;

        string model = (await ThreeReplicas.CallAsync(one, HttpMethod.Get, "api/v1/models"))
            .GetProperty("models")[0].GetProperty("id").GetString()!;
        JsonElement job = await ThreeReplicas.CallAsync(one, HttpMethod.Post, $"api/v1/models/{Uri.EscapeDataString(model)}/verify");
        string id = job.GetProperty("id").GetString()!;
        JsonElement found = default;
        await Eventually.IsTrueAsync(
            async () =>
            {
                found = await ThreeReplicas.CallAsync(two, HttpMethod.Get, $"api/v1/models/jobs/{id}");
                return found.GetProperty("state").GetString() != "running";
            },
            "the end of the job is seen at another replica");
        JsonElement own = await ThreeReplicas.CallAsync(one, HttpMethod.Get, $"api/v1/models/jobs/{id}");
        Assert.Equal(own.GetRawText(), found.GetRawText());
        Assert.Contains(
            id, (await ThreeReplicas.CallAsync(three.Client, HttpMethod.Get, "api/v1/models/jobs")).GetRawText(), StringComparison.Ordinal);
    }
}
