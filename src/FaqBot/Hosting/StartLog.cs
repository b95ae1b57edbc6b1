namespace FaqBot.Hosting;

/// <summary>Keeps the host quiet while it starts: what makes it fail is told in one line, without the host's stack trace.</summary>
internal static class StartLog
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    private static volatile bool _hasStarted;

    public static void AddStartLog(this ILoggingBuilder logging) =>
        logging.AddFilter(Host, level => level >= LogLevel.Information && _hasStarted);

    public static void HasStarted() => _hasStarted = true;
}
