using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Lets a request pass that asks for a version that is spoken here.</summary>
/// <param name="spoken">The versions.</param>
internal sealed class ApiVersion(params string[] spoken) : IEndpointFilter
{
    private const string Parameter = "api-version";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        string found = context.HttpContext.Request.Query[Parameter].ToString();
        if (spoken.Contains(found))
        {
            return next(context);
        }

        RequestFaults faults = new();
        faults.Add(Parameter, $"Found {(found.Length == 0 ? "none" : "another one")}, expected {string.Join(" or ", spoken)}.");
        throw faults.ToException();
    }
}
