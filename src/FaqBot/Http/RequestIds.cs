using System.Globalization;
using System.Security.Cryptography;

namespace FaqBot.Http;

/// <summary>Gives each request an id, by which reply, problem and log lines are found together.</summary>
internal static class RequestIds
{
    /// <summary>The header, in requests and replies.</summary>
    public const string Header = "X-Request-Id";

    private const int MostCharacters = 64;

    // Of this process among others, and since the last start.
    private static readonly ulong Process = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private static long _last = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    // The server's own scope, which is open by now, names the id that it made up.
    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("RequestId:{RequestId}");

    public static void UseRequestIds(this WebApplication app) => app.Use(async (context, next) =>
    {
        string stated = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = IsWellFormed(stated) ? stated : Next();

        // At the last moment: an error takes back all headers that were set before it.
        context.Response.OnStarting(Add, context);
        using IDisposable? scope = Scope(app.Logger, context.TraceIdentifier);
        await next(context);
    });

    /// <summary>The next id of this process: ids tell requests apart and guard nothing, so that no random numbers are drawn for
    /// them.</summary>
    private static string Next()
    {
        // Steps of an odd number pass through all values before one comes again.
        ulong count = (ulong)Interlocked.Add(ref _last, unchecked((long)0x9E3779B97F4A7C15));
        return string.Create(CultureInfo.InvariantCulture, stackalloc char[32], $"{Process:x16}{count:x16}");
    }

    /// <summary>Whether an id may stand in logs as it is.</summary>
    private static bool IsWellFormed(string id) =>
        id.Length is > 0 and <= MostCharacters
            && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    private static Task Add(object context)
    {
        HttpContext http = (HttpContext)context;
        http.Response.Headers[Header] = http.TraceIdentifier;
        return Task.CompletedTask;
    }
}
