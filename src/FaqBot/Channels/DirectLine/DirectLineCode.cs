namespace FaqBot.Channels.DirectLine;

/// <summary>Names of failures that Direct Line clients know.</summary>
/// <remarks>Source:
/// <see href="https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference"/>.</remarks>
internal static class DirectLineCode
{
    public const string BadArgument = "BadArgument";
    public const string BadSyntax = "BadSyntax";
    public const string MissingProperty = "MissingProperty";
    public const string MessageTooBig = "MessageSizeTooBig";
    public const string NotSupported = "NotSupported";
    public const string Unauthorized = "Unauthorized";
    public const string TokenExpired = "TokenExpired";
    public const string UnknownConversation = "ConversationNotFound";
    public const string TooManyRequests = "TooManyRequests";
    public const string Unavailable = "ServiceUnavailable";
    public const string BotRejected = "BotRejectedActivity";
    public const string Failed = "ServiceError";
}
