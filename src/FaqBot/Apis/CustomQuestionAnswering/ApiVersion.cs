using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Lets a request pass that asks for a version that is spoken here.</summary>
internal sealed class ApiVersion : IEndpointFilter
{
    private const string Parameter = "api-version";

    // The second differs from the first in what is not answered here, such as analysing conversations.
    private static readonly string[] Spoken = ["2021-10-01", "2023-04-01"];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        string found = context.HttpContext.Request.Query[Parameter].ToString();
        if (Spoken.Contains(found))
        {
            return next(context);
        }

        RequestFaults faults = new();
        faults.Add(Parameter, $"Found {(found.Length == 0 ? "none" : "another one")}, expected {string.Join(" or ", Spoken)}.");
        throw faults.ToException();
    }
}
