using System.Net;
using System.Net.Http.Headers;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Microsoft.Bot.Connector;

/// <summary>The calls as HTTP requests.</summary>
internal sealed class Conversations(ConnectorClient client) : IConversations
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        DateFormatHandling = DateFormatHandling.IsoDateFormat,
        DateTimeZoneHandling = DateTimeZoneHandling.Utc,
        NullValueHandling = NullValueHandling.Ignore,
        ReferenceLoopHandling = ReferenceLoopHandling.Serialize,
        ContractResolver = new DefaultContractResolver(),
        MaxDepth = 128,
    };

    public async Task<ResourceResponse> PostAsync(string path, Activity activity, CancellationToken cancellationToken)
    {
        string origin = client.BaseUri.AbsoluteUri;
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(origin + (origin.EndsWith('/') ? "" : "/") + path))
        {
            Content = new StringContent(JsonConvert.SerializeObject(activity, Settings), System.Text.Encoding.UTF8)
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8") },
            },
        };
        if (client.Credentials is not null)
        {
            await client.Credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        using HttpResponseMessage response = await client.HttpClient.SendAsync(request, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted
            ? JsonConvert.DeserializeObject<ResourceResponse>(body, Settings)
            : throw new ErrorResponseException($"Operation returned an invalid status code '{response.StatusCode}'") { Body = ReadError(body) };
    }

    private static ErrorResponse ReadError(string body)
    {
        try
        {
            return JsonConvert.DeserializeObject<ErrorResponse>(body, Settings);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
