using FaqBot.Http;

namespace FaqBot.Channels.DirectLine;

/// <summary>A Direct Line request that is refused.</summary>
/// <param name="status">HTTP status; clients take 403 for an expired token and 404 for an ended conversation.</param>
/// <param name="code">One of <see cref="DirectLineCode"/>.</param>
/// <param name="message">What was found and expected; holds no text of the user.</param>
internal sealed class DirectLineException(int status, string code, string message) : ServiceFaultException(message)
{
    private TimeSpan? _retryAfter;

    public override int Status => status;

    public override string Title => "The request is refused.";

    /// <summary>One of <see cref="DirectLineCode"/>.</summary>
    public override string Code => code;

    public override TimeSpan? RetryAfter => _retryAfter;

    public static DirectLineException BadArgument(string message) =>
        new(StatusCodes.Status400BadRequest, DirectLineCode.BadArgument, message);

    public static DirectLineException Unauthorized(string message) =>
        new(StatusCodes.Status401Unauthorized, DirectLineCode.Unauthorized, message);

    public static DirectLineException UnknownConversation() =>
        new(StatusCodes.Status404NotFound, DirectLineCode.UnknownConversation,
            "The conversation does not exist, or was not used for too long; start another one.");

    public static DirectLineException TooMany(string message, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, DirectLineCode.TooManyRequests, message) { _retryAfter = retryAfter };
}
