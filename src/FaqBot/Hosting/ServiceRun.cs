using System.Net.Sockets;
using System.Security.Cryptography;
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
        try
        {
            await app.StartAsync();
            StartLog.HasStarted();
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException or FormatException
            or UnauthorizedAccessException or CryptographicException or NotSupportedException)
        {
            // The address is taken, not this machine's or not this user's, or its certificate is missing or wrong.
            string reason = InOneLine(exception, app.Configuration["urls"]);
            await Console.Error.WriteLineAsync($"Cannot start: {reason}");

            // A process that ends while the native library still loads dies by a segmentation fault.
            await Task.WhenAny(encoder.Ending ?? Task.CompletedTask);
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

    private static string InOneLine(Exception exception, string? urls)
    {
        string reason = string.Join(' ', exception.Message.Split(
            ['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return exception.GetBaseException() is SocketException socket ? socket.SocketErrorCode switch
        {
            SocketError.AccessDenied => $"{reason} ({urls}): this user may not listen there; take a port above 1023.",
            SocketError.AddressNotAvailable =>
                $"{reason} ({urls}): the address is not this machine's; name one that it has, or 0.0.0.0 for all.",
            _ => reason,
        } : reason;
    }
}
