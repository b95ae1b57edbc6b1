using System.Text.RegularExpressions;

namespace FaqBot.Tests.EndpointKeys;

/// <summary>Nothing compares a key in a time that tells how much of it is right.</summary>
public sealed partial class KeyComparisonTests
{
    private static readonly string[] Comparers =
    [
        Path.Combine("Channels", "DirectLine", "TokenSigner.cs"),
        Path.Combine("Engine", "AccessRing.cs"),
        Path.Combine("Engine", "EndpointKeyRing.cs"),
        Path.Combine("Http", "BearerKey.cs"),
    ];

    private static readonly string Source = Repository.PathOf("src", "FaqBot");

    [Fact]
    public void Keys_are_compared_in_constant_time_only()
    {
        string[] files = [.. Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)];
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file =>
            File.ReadLines(file).Where(line => Comparison().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}")));
        Assert.Equal(
            Comparers.Order(StringComparer.Ordinal),
            files.Where(file => File.ReadAllText(file).Contains("FixedTimeEquals(", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(Source, file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("if (found == options.Http.ApiKey)")]
    [InlineData("if (secret != token)")]
    [InlineData("options.Admin.Key.Equals(found)")]
    [InlineData("return key.Hash.Span.SequenceEqual(hash);")]
    [InlineData("options.DirectLine.Secrets.Contains(found)")]
    [InlineData("signature == expected")]
    public void Other_comparisons_are_found(string line) => Assert.Matches(Comparison(), line);

    [Theory]
    [InlineData("if (options.Http.ApiKey is not { } key || BearerKey.IsIn(context.HttpContext.Request, key))")]
    [InlineData("bool own = key.KnowledgeBaseId == knowledgeBaseId;")]
    [InlineData("options.DirectLine.Secrets.Length == 0")]
    public void What_compares_no_key_is_not_found(string line) => Assert.DoesNotMatch(Comparison(), line);

    [GeneratedRegex("""
        \b(ApiKey|Admin\.Key|secret|Password|signature|hash|Hash(\.Span)?)\s*(==|!=)
        |(==|!=)\s*(\w+\.)*(ApiKey|Admin\.Key|secret|Password|signature|hash|Hash)\b
        |\b(ApiKey|Admin\.Key|secret|Password|signature|hash|Hash(\.Span)?)\.(Equals|SequenceEqual|StartsWith|CompareTo)\(
        |\bSecrets\.(Contains|IndexOf|Any)\(
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparison();
}
