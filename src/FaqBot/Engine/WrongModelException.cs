using FaqBot.Http;

namespace FaqBot.Engine;

/// <summary>The loaded model cannot do what was asked; the message says which could.</summary>
internal sealed class WrongModelException(string message) : ServiceFaultException(message)
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;

    public override string Title => "The loaded model cannot do this.";

    public override string Code => FaultCode.WrongModel;
}
