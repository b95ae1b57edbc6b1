using FaqBot.Http;

namespace FaqBot.Api.Access;

/// <summary>There is no such key, secret or member here.</summary>
internal sealed class UnknownHereException(string message) : ServiceFaultException(message)
{
    public override int Status => StatusCodes.Status404NotFound;

    public override string Title => "There is no such thing.";
}

/// <summary>What is asked does not fit what is there.</summary>
internal sealed class DoesNotFitException(string message) : ServiceFaultException(message)
{
    public override int Status => StatusCodes.Status409Conflict;

    public override string Title => "That does not fit what is there.";
}
