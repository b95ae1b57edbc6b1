namespace FaqBot.Http;

/// <summary>Gives each request an id, by which reply, problem and log lines are found together.</summary>
internal static class RequestIds
{
    /// <summary>The header, in requests and replies.</summary>
    public const string Header = "X-Request-Id";

    private const int MostCharacters = 64;

    // The server's own scope, which is open by now, names the id that it made up.
    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("RequestId:{RequestId}");

    public static void UseRequestIds(this WebApplication app) => app.Use(async (context, next) =>
    {
        string stated = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = IsWellFormed(stated) ? stated : Guid.NewGuid().ToString("N");

        // At the last moment: an error takes back all headers that were set before it.
        context.Response.OnStarting(Add, context);
        using IDisposable? scope = Scope(app.Logger, context.TraceIdentifier);
        await next(context);
    });

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
