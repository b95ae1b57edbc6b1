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
            await app.RunAsync();
        }
        catch (IOException exception)
        {
            // The address is taken or not this machine's.
            await Console.Error.WriteLineAsync($"Cannot start: {exception.Message}");

            // A process that ends while the native library still loads dies by a segmentation fault.
            await Task.WhenAny(encoder.Ending ?? Task.CompletedTask);
            return 1;
        }

        return loader.Failed ? 1 : 0;
    }
}
