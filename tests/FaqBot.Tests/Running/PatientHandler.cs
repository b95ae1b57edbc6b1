namespace FaqBot.Tests.Running;

/// <summary>Asks before it sends a large body: a service that refuses one closes the connection while it is still being sent.</summary>
internal sealed class PatientHandler() : DelegatingHandler(
    new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) })
{
    private const int Large = 64 * 1024;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content?.Headers.ContentLength > Large)
        {
            request.Headers.ExpectContinue = true;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
