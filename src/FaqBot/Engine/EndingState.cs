namespace FaqBot.Engine;

/// <summary>Whether the service has been told to end: it answers still, and sends nobody new to itself.</summary>
internal sealed class EndingState
{
    private volatile bool _isEnding;

    public bool IsEnding => _isEnding;

    public void Begin() => _isEnding = true;

    /// <summary>Tells watchers that the service ends.</summary>
    /// <exception cref="EndingException">It does.</exception>
    public void ThrowIfEnding()
    {
        if (_isEnding)
        {
            throw new EndingException();
        }
    }
}

/// <summary>The service has been told to end.</summary>
internal sealed class EndingException() : Http.ServiceFaultException("The service is ending; send requests to another one.")
{
    public override int Status => StatusCodes.Status503ServiceUnavailable;

    public override string Title => "The service is not ready.";

    public override string Code => Http.FaultCode.NotReady;
}
