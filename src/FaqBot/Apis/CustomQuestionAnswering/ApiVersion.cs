using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Lets a request pass that asks for the version that is spoken here.</summary>
internal sealed class ApiVersion : IEndpointFilter
{
    private const string Parameter = "api-version";
    private const string Spoken = "2021-10-01";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        string found = context.HttpContext.Request.Query[Parameter].ToString();
        if (found == Spoken)
        {
            return next(context);
        }

        RequestFaults faults = new();
        faults.Add(Parameter, $"Found {(found.Length == 0 ? "none" : "another one")}, expected {Spoken}.");
        throw faults.ToException();
    }
}
