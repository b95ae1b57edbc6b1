using Microsoft.Extensions.Logging;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Shows warnings and errors of the library as plain lines.</summary>
/// <param name="notes">Receives them.</param>
internal sealed class WarningLog(TextWriter notes) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Lines go to one place.");

    IDisposable ILogger.BeginScope<TState>(TState state) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            notes.WriteLine(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
