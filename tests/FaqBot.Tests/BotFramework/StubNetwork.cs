using System.Collections.Concurrent;
using System.Net;

namespace FaqBot.Tests.BotFramework;

/// <summary>Answers requests by address, without a network.</summary>
internal sealed class StubNetwork(Func<HttpRequestMessage, string?> answer, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    public ConcurrentQueue<string> Asked { get; } = new();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request.RequestUri!.ToString());
        return answer(request) is { } body
            ? Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) })
            : Task.FromException<HttpResponseMessage>(new HttpRequestException("unreachable"));
    }
}
