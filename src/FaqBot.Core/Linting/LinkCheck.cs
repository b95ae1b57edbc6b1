using System.Net;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Linting;

/// <summary>Asks the servers of links whether their pages are there.</summary>
/// <param name="client">The connection; its timeout bounds each request.</param>
public sealed class LinkCheck(HttpClient client)
{
    /// <summary>Links that are asked for at most, and at once.</summary>
    public const int MostLinks = 200, AtOnce = 4;

    /// <summary>Longest wait for one link.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Checks the links of a knowledge base, each once.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The findings; a link that was not asked for is one, too.</returns>
    public async Task<IReadOnlyList<LintFinding>> RunAsync(KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        var links = MarkdownLinks.Of(knowledge)
            .Where(link =>
                MarkdownLinks.FaultOf(link.Address) is null && link.Address.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            .GroupBy(link => link.Address, link => link.Entry).ToArray();
        LintFinding?[][] findings = new LintFinding?[links.Length][];
        ParallelOptions limits = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, links.Length, limits, async (i, token) =>
        {
            (LintRule Rule, string Fault)? fault = i < MostLinks
                ? await FaultOfAsync(links[i].Key, token)
                : (LintRule.UncheckedLink, $"was not checked: only {MostLinks} are in one run");
            findings[i] = fault is { } found
                ? [.. links[i].Select(entry => new LintFinding(found.Rule, entry, $"The link '{links[i].Key}' {found.Fault}."))] : [];
        });
        return [.. findings.SelectMany(found => found).OfType<LintFinding>()];
    }

    private async Task<(LintRule Rule, string Fault)?> FaultOfAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            HttpStatusCode status = await StatusOfAsync(HttpMethod.Head, address, cancellationToken);

            // Some servers do not know HEAD, or refuse it.
            status = status is HttpStatusCode.OK ? status
                : (int)status is 403 or 404 or 405 or 501 ? await StatusOfAsync(HttpMethod.Get, address, cancellationToken) : status;
            return status is HttpStatusCode.NotFound or HttpStatusCode.Gone
                ? (LintRule.DeadLink, $"leads nowhere (status {(int)status}); correct or remove it")
                : (int)status >= 400 ? (LintRule.UncheckedLink, $"cannot be judged (status {(int)status}); look at it yourself")
                : null;
        }
        catch (HttpRequestException exception)
        {
            return (exception.HttpRequestError == HttpRequestError.NameResolutionError ? LintRule.DeadLink : LintRule.UncheckedLink,
                $"cannot be reached ({exception.Message.TrimEnd('.')})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (LintRule.UncheckedLink, "does not answer in time");
        }
    }

    private async Task<HttpStatusCode> StatusOfAsync(HttpMethod method, string address, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, address);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.StatusCode;
    }
}
