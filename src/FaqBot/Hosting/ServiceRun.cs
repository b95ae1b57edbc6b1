using System.Net.Sockets;
using FaqBot.Engine;

namespace FaqBot.Hosting;

/// <summary>Runs the service until it is told to stop.</summary>
internal static class ServiceRun
{
    /// <summary>Runs the service.</summary>
    /// <param name="app">The service.</param>
    /// <returns>Exit code: 0 when it was told to stop, 1 when it could not start.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        // Taken before: the end of a run disposes of all services.
        EngineLoader loader = app.Services.GetRequiredService<EngineLoader>();
        EncoderLoading encoder = app.Services.GetRequiredService<EncoderLoading>();
        string addresses = app.Configuration["urls"] ?? "the address that is configured";
        try
        {
            await app.StartAsync();
            StartLog.HasStarted();
        }
        catch (Exception exception)
        {
            // The address is taken, not this machine's or another user's, or there is no certificate.
            await Console.Error.WriteLineAsync($"Cannot start: {Reason(exception, addresses)}");

            // A process that ends while the native library still loads dies by a segmentation fault.
            await Task.WhenAny(encoder.Ending ?? Task.CompletedTask);
            await loader.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            return 1;
        }

        try
        {
            await app.WaitForShutdownAsync();
        }
        finally
        {
            await app.DisposeAsync();
        }

        return loader.Failed ? 1 : 0;
    }

    /// <summary>What the server throws names no address, unless it is taken.</summary>
    private static string Reason(Exception exception, string addresses) =>
        string.Join(' ', Told(exception, addresses).Split(
            ['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Told(Exception exception, string addresses)
    {
        // An address that is taken is named by the server itself.
        return (exception is IOException ? exception : exception.GetBaseException()) switch
        {
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                $"this user may not listen at {addresses}; take a port of 1024 or above, or give the right to lower ones",
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
                $"no address of this machine is among {addresses}; take one that is, or 0.0.0.0 for all",
            SocketException => $"{addresses} cannot be listened at: {exception.Message}",
            InvalidOperationException when exception.Message.Contains("HTTPS", StringComparison.OrdinalIgnoreCase) =>
                $"{addresses} asks for HTTPS without a certificate; name one in Kestrel:Certificates:Default:Path, or let a proxy speak it",
            _ => exception.Message,
        };
    }
}
