using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace FaqBot.Reference;

/// <summary>Leaves out of the description what routes that write their replies themselves are said to return: nothing, which is no
/// type.</summary>
internal sealed class ReplyWithoutBody : IApiDescriptionProvider
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
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }
}
