using System.Text.Json;

namespace FaqBot.Tests.Errors;

/// <summary>All routes that take JSON or give it: those of the API's description, and those that it leaves out.</summary>
internal static class Doors
{
    private static readonly (string Method, string Path)[] Hidden =
    [
        ("POST", "/embed_sparse"), ("POST", "/embeddings"), ("GET", "/ping"),
        ("POST", "/knowledgebases/shop/generateAnswer"), ("POST", "/knowledgebases/shop/train"),
    ];

    public static async Task<(string Method, string Path)[]> AllAsync(HttpClient client)
    {
        JsonElement document = JsonElement.Parse(
            await client.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken));
        (string Method, string Path)[] described =
        [
            .. document.GetProperty("paths").EnumerateObject().SelectMany(
                path => path.Value.EnumerateObject(), (path, method) => (method.Name.ToUpperInvariant(), Fill(path.Name))),
        ];
        return [.. described, .. Hidden];
    }

    /// <summary>Gives a path's parameters a value, and the query that it needs.</summary>
    private static string Fill(string path)
    {
        string filled = string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? "shop" : part));
        return filled.StartsWith("/language", StringComparison.Ordinal)
            ? filled + "?api-version=2021-10-01&projectName=shop&deploymentName=production" : filled;
    }
}
