namespace Microsoft.Rest;

/// <summary>Credentials of a client; the service gives its clients none, their handlers sign the requests.</summary>
public abstract class ServiceClientCredentials
{
    /// <summary>Signs a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>When it is signed.</returns>
    public virtual Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.CompletedTask;
}
