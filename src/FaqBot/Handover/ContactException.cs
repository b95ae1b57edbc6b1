using FaqBot.Http;

namespace FaqBot.Handover;

/// <summary>What a visitor wrote was not delivered, and is not kept: whoever sent it has it still.</summary>
internal sealed class ContactException : ServiceFaultException
{
    private ContactException(string message, int status, string title, string code, TimeSpan? retryAfter)
        : base(message) => (Status, Title, Code, RetryAfter) = (status, title, code, retryAfter);

    public override int Status { get; }

    public override string Title { get; }

    public override string Code { get; }

    public override TimeSpan? RetryAfter { get; }

    /// <summary>The target did not take it.</summary>
    public static ContactException Undelivered() => new(
        "The place that messages go to did not take this one; send it again later, or use another way. The log says why.",
        StatusCodes.Status502BadGateway, "The message was not delivered.", "contact_undelivered", retryAfter: null);

    /// <summary>The caller sent as many as one may.</summary>
    public static ContactException TooMany(int most, TimeSpan wait) => new(
        $"Found more than {most} messages of one sender within ten minutes.",
        StatusCodes.Status429TooManyRequests, "Too many messages.", FaultCode.TooManyRequests, wait);

    /// <summary>There is no form.</summary>
    public static ContactException NotOffered() => new(
        "This service takes no messages: FaqBot:Channels:ContactForm:Target names no place for them.",
        StatusCodes.Status404NotFound, "There is no contact form.", FaultCode.Of(StatusCodes.Status404NotFound), retryAfter: null);
}
