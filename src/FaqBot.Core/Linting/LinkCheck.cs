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
            (LintRule Rule, LintText Fault)? fault = i < MostLinks
                ? await FaultOfAsync(links[i].Key, token)
                : (LintRule.UncheckedLink, new(
                    $"was not checked: only {MostLinks} are in one run", $"没有检查：一次只检查 {MostLinks} 个",
                    $"沒有檢查：一次只檢查 {MostLinks} 個"));
            findings[i] = fault is { } found
                ? [.. links[i].Select(entry => new LintFinding(found.Rule, entry, MarkdownLinks.Said(links[i].Key, found.Fault)))] : [];
        });
        return [.. findings.SelectMany(found => found).OfType<LintFinding>()];
    }

    private async Task<(LintRule Rule, LintText Fault)?> FaultOfAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            HttpStatusCode status = await StatusOfAsync(HttpMethod.Head, address, cancellationToken);

            // Some servers do not know HEAD, or refuse it.
            status = status is HttpStatusCode.OK ? status
                : (int)status is 403 or 404 or 405 or 501 ? await StatusOfAsync(HttpMethod.Get, address, cancellationToken) : status;
            return status is HttpStatusCode.NotFound or HttpStatusCode.Gone
                ? (LintRule.DeadLink, new(
                    $"leads nowhere (status {(int)status}); correct or remove it", $"打不开（状态 {(int)status}），请改正或删除",
                    $"打不開（狀態 {(int)status}），請改正或刪除"))
                : (int)status >= 400 ? (LintRule.UncheckedLink, new(
                    $"cannot be judged (status {(int)status}); look at it yourself", $"无法判断（状态 {(int)status}），请自己看一看",
                    $"無法判斷（狀態 {(int)status}），請自己看一看"))
                : null;
        }
        catch (HttpRequestException exception)
        {
            return (exception.HttpRequestError == HttpRequestError.NameResolutionError ? LintRule.DeadLink : LintRule.UncheckedLink,
                Unreachable(exception.Message.TrimEnd('.')));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (LintRule.UncheckedLink, new("does not answer in time", "没有及时回应", "沒有及時回應"));
        }
    }

    private static LintText Unreachable(string why) =>
        new($"cannot be reached ({why})", $"连不上（{why}）", $"連不上（{why}）");

    private async Task<HttpStatusCode> StatusOfAsync(HttpMethod method, string address, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, address);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.StatusCode;
    }
}
