namespace FaqBot.Http.Limits;

/// <summary>Sets the server up.</summary>
internal static class ConnectionLimits
{
    /// <summary>Bounds what requests and connections take; the server does not say what it is.</summary>
    public static void LimitConnections(this ConfigureWebHostBuilder server, HttpOptions http, ConnectionOptions connections) =>
        server.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.MaxBodyBytes;
            connections.Apply(kestrel.Limits);
        });
}
