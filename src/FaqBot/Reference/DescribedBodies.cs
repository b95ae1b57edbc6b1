using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace FaqBot.Reference;

/// <summary>Sets right what compiled routes are said to take and to return: nothing is no type, and what a route says of its body counts
/// more than what its code shows.</summary>
internal sealed class DescribedBodies : IApiDescriptionProvider
{
    // Behind the framework's own, which describes the routes.
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (ApiDescription route in context.Results)
        {
            foreach (ApiResponseType reply in route.SupportedResponseTypes.Where(reply => reply.Type == typeof(void)))
            {
                reply.ApiResponseFormats.Clear();
            }

            foreach (ApiParameterDescription body in route.ParameterDescriptions.Where(IsNothing).ToArray())
            {
                Describe(route, body);
            }
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    private static bool IsNothing(ApiParameterDescription parameter) =>
        parameter.Source == BindingSource.Body && parameter.Type == typeof(void);

    private static void Describe(ApiDescription route, ApiParameterDescription body)
    {
        if (route.ActionDescriptor.EndpointMetadata.OfType<IAcceptsMetadata>().LastOrDefault(taken => taken.RequestType is not null) is
            { RequestType: { } type })
        {
            (body.Type, body.Name) = (type, type.Name);
            return;
        }

        route.ParameterDescriptions.Remove(body);
        route.SupportedRequestFormats.Clear();
    }
}
