namespace FaqBot.Api.Health;

/// <summary>Asks a running service whether it is well: for containers, whose images hold no other client.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Asks an address of a running service once.</summary>
    /// <param name="address">Address to get, such as <c>http://127.0.0.1:8080/readyz</c>.</param>
    /// <param name="errors">Receives the reason of a failure.</param>
    /// <returns>Exit code: 0 when the reply was a success, 1 otherwise.</returns>
    public static async Task<int> RunAsync(string address, TextWriter errors)
    {
        try
        {
            using HttpClient client = new() { Timeout = Timeout };
            using HttpResponseMessage response = await client.GetAsync(new Uri(address));
            if (response.IsSuccessStatusCode)
            {
                return 0;
            }

            await errors.WriteLineAsync($"{address} answered {(int)response.StatusCode}.");
        }
        catch (Exception exception)
            when (exception is HttpRequestException or OperationCanceledException or UriFormatException or InvalidOperationException
                or NotSupportedException)
        {
            await errors.WriteLineAsync($"{address} cannot be asked: {exception.Message}");
        }

        return 1;
    }
}
