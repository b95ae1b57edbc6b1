using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace FaqBot.Tests.Page;

/// <summary>What the axe engine says of a page.</summary>
internal static class Axe
{
    /// <summary>Checks a page as it stands.</summary>
    /// <param name="page">The page.</param>
    /// <returns>When nothing was found.</returns>
    public static async Task FindsNothingAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        Assert.NotEmpty(result.Passes);
        Assert.Empty(result.Violations.SelectMany(violation => violation.Nodes.Select(node => Tell(violation.Id, node))));
    }

    private static string Tell(string rule, AxeResultNode node) =>
        $"{rule}: {node.Html}: {string.Join(' ', node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}";
}
