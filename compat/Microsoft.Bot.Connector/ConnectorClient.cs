using System.Net.Http.Headers;
using Microsoft.Rest;

namespace Microsoft.Bot.Connector;

/// <summary>Calls a channel over HTTP.</summary>
public class ConnectorClient : IConnectorClient
{
    private readonly bool _disposeHttpClient;

    public ConnectorClient(Uri baseUri, ServiceClientCredentials credentials, HttpClient customHttpClient, bool disposeHttpClient)
    {
        BaseUri = baseUri ?? throw new ArgumentNullException(nameof(baseUri));
        Credentials = credentials;
        HttpClient = customHttpClient;
        _disposeHttpClient = disposeHttpClient;
        Conversations = new Conversations(this);
    }

    public Uri BaseUri { get; set; }

    public ServiceClientCredentials Credentials { get; private set; }

    public HttpClient HttpClient { get; protected set; }

    public virtual IConversations Conversations { get; private set; }

    public static void AddDefaultRequestHeaders(HttpClient httpClient)
    {
        lock (httpClient)
        {
            Add(httpClient, new ProductInfoHeaderValue("Microsoft-BotFramework", "3.1"));
            Add(httpClient, new ProductInfoHeaderValue("BotBuilder", typeof(ConnectorClient).Assembly.GetName().Version!.ToString()));
            httpClient.DefaultRequestHeaders.ExpectContinue = false;
            MediaTypeWithQualityHeaderValue any = new("*/*");
            if (!httpClient.DefaultRequestHeaders.Accept.Contains(any))
            {
                httpClient.DefaultRequestHeaders.Accept.Add(any);
            }
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && _disposeHttpClient)
        {
            HttpClient.Dispose();
        }
    }

    private static void Add(HttpClient httpClient, ProductInfoHeaderValue product)
    {
        if (!httpClient.DefaultRequestHeaders.UserAgent.Contains(product))
        {
            httpClient.DefaultRequestHeaders.UserAgent.Add(product);
        }
    }
}
