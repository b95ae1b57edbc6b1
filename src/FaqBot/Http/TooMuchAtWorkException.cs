namespace FaqBot.Http;

/// <summary>As much work of a kind is being done as may be; asking again a little later helps.</summary>
internal sealed class TooMuchAtWorkException(string message, TimeSpan retryAfter) : ServiceFaultException(message)
{
    public override int Status => StatusCodes.Status503ServiceUnavailable;

    public override string Title => "The service is busy.";

    public override string Code => FaultCode.Busy;

    public override TimeSpan? RetryAfter => retryAfter;
}
