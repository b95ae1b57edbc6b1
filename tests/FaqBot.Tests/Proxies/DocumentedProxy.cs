using System.Text.RegularExpressions;

namespace FaqBot.Tests.Proxies;

/// <summary>The lines that the documentation gives for a proxy.</summary>
internal static partial class DocumentedProxy
{
    private static readonly string Page = Repository.PathOf("docs", "security.md");

    /// <summary>The block of a language below a heading, with the service's address in place of the documented one.</summary>
    public static string Of(string heading, Uri service)
    {
        string page = File.ReadAllText(Page);
        int start = page.IndexOf($"### {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/security.md has no heading '{heading}'.");
        string block = Block().Match(page, start).Groups[1].Value;
        Assert.Contains("127.0.0.1:5080", block, StringComparison.Ordinal);
        return block.Replace("127.0.0.1:5080", service.Authority, StringComparison.Ordinal);
    }

    /// <summary>Splits nginx' lines into those of <c>http</c> and those within <c>server</c>.</summary>
    public static (string Http, string Server) Nginx(Uri service)
    {
        string block = Of("nginx", service);
        Match server = Server().Match(block);
        return (block[..server.Index], Listening().Replace(server.Groups[1].Value, ""));
    }

    [GeneratedRegex("```[a-z]*\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("server \\{\\n(.*)\\n\\}", RegexOptions.Singleline)]
    private static partial Regex Server();

    [GeneratedRegex("^ *(listen|server_name|ssl_[a-z_]+) .*$", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
