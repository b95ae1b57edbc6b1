using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;

namespace Microsoft.Bot.Builder.Integration.AspNet.Core;

/// <summary>Takes activities out of HTTP requests.</summary>
public interface IBotFrameworkHttpAdapter
{
    Task ProcessAsync(HttpRequest httpRequest, HttpResponse httpResponse, IBot bot, CancellationToken cancellationToken = default);
}

/// <summary>Takes activities out of HTTP requests for the channels of a cloud.</summary>
public class CloudAdapter : CloudAdapterBase, IBotFrameworkHttpAdapter
{
    public CloudAdapter(BotFrameworkAuthentication botFrameworkAuthentication, ILogger logger = null)
        : base(botFrameworkAuthentication, logger)
    {
    }

    public async Task ProcessAsync(HttpRequest httpRequest, HttpResponse httpResponse, IBot bot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(httpRequest);
        ArgumentNullException.ThrowIfNull(httpResponse);
        ArgumentNullException.ThrowIfNull(bot);
        try
        {
            if (httpRequest.Method != HttpMethods.Post)
            {
                httpResponse.StatusCode = StatusCodes.Status405MethodNotAllowed;
                return;
            }

            Activity activity = await HttpHelper.ReadRequestAsync<Activity>(httpRequest);
            if (string.IsNullOrEmpty(activity?.Type))
            {
                httpResponse.StatusCode = StatusCodes.Status400BadRequest;
                Logger.LogWarning("BadRequest: Missing activity or activity type.");
                return;
            }

            InvokeResponse result = await ProcessActivityAsync(httpRequest.Headers.Authorization.ToString() is { Length: > 0 } header ? header : null, activity, bot.OnTurnAsync, cancellationToken);
            await HttpHelper.WriteResponseAsync(httpResponse, result);
        }
        catch (UnauthorizedAccessException exception)
        {
            httpResponse.StatusCode = StatusCodes.Status401Unauthorized;
            Logger.LogError(exception.ToString());
        }
    }
}
