using System.Text.RegularExpressions;

namespace FaqBot.Tests.Promises;

/// <summary>The register of attacks and promises, <c>docs/promises.md</c>: each has tests, and each test that it names exists and
/// runs.</summary>
public sealed partial class RegisterTests
{
    // Attacks on products of this kind that are publicly known, and what such products promise: none may go missing.
    private static readonly string[] Known =
    [
        "service URL spoofing", "unendorsed channel", "algorithm confusion and unsigned tokens", "list of issuers that grows",
        "token replay", "user forgery in Direct Line",
        "secret in the browser", "stored cross-site scripting in answers", "huge body and long question",
        "slow client", "flood", "Unicode tricks", "cache poisoning and hits of others", "tampering with a shared Redis",
        "mismatch of model and index", "reload as denial of service", "open cross-origin access", "poisoning of active learning",
        "timing of key comparison", "bare proxy before an open door", "empty or guessed signing key",
        "Same question, version and model: the same score to the last digit, on every route",
        "The score shown is the number that the threshold is compared with", "An exact question or alternate always wins with 100",
        "Reload: no failed request, no mixed versions; what is broken changes nothing; kill −9 leaves a whole database",
        "Redis stopped, slow, flushed, restarted or full of rubbish: the same answers, bounded waits",
        "Every rule of a Bot Framework token, in every cloud", "Others' clients are served unchanged", "Vectors are those of the reference",
    ];

    private static readonly Dictionary<string, string[]> Register = Read();

    public static TheoryData<string> Names => [.. Register.Keys];

    [Fact]
    public void Every_known_attack_and_promise_is_in_the_register() => Assert.Empty(Known.Except(Register.Keys));

    [Fact]
    public void Security_page_leads_to_the_register() => Assert.Contains(
        "(promises.md)", File.ReadAllText(Repository.PathOf("docs", "security.md")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Attack_or_promise_has_tests_that_run(string name)
    {
        Assert.NotEmpty(Register[name]);
        Assert.All(Register[name], test =>
        {
            Match parts = Test().Match(test);
            Assert.True(parts.Success, $"'{test}' is no file and method.");
            string file = Repository.PathOf(["tests", .. $"{parts.Groups[1].Value}.cs".Split('/')]);
            Assert.True(File.Exists(file), $"There is no {file}.");
            Match found = Regex.Match(
                File.ReadAllText(file),
                @"((?:^    \[[^\n]*\n|^        [^\n]*\n)*)^    public (?:async )?\w+ " + parts.Groups[2].Value + @"\(",
                RegexOptions.Multiline);
            Assert.True(found.Success, $"{file} has no test {parts.Groups[2].Value}.");
            Assert.Matches(@"\[(Fact|Theory)\b", found.Groups[1].Value);
            Assert.DoesNotContain("Skip", found.Groups[1].Value, StringComparison.Ordinal);
        });
    }

    private static Dictionary<string, string[]> Read() => File.ReadLines(Repository.PathOf("docs", "promises.md"))
        .Select(line => line.Split(" | "))
        .Where(cells => cells is [['|', ' ', ..], [.., '|']] && cells[1].Contains('`', StringComparison.Ordinal))
        .ToDictionary(
            cells => cells[0][2..].Trim(),
            cells => Quoted().Matches(cells[1]).Select(match => match.Groups[1].Value).ToArray(),
            StringComparer.Ordinal);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^([\w./]+)\.(\w+)$")]
    private static partial Regex Test();
}
