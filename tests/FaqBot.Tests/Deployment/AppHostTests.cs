using System.Text.RegularExpressions;

namespace FaqBot.Tests.Deployment;

/// <summary>deploy/local, which starts replicas for developers: test.sh builds it, and what it names is compared here.</summary>
public sealed partial class AppHostTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("deploy", "local", "AppHost.cs"));

    [Fact]
    public void Variables_are_options_of_the_service()
    {
        string[] names = [.. Variable().Matches(Text).Select(match => match.Value).Distinct()];
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(OptionNames.IsOption(name), name));
    }

    [Fact]
    public void Replicas_are_asked_whether_they_are_ready() =>
        Assert.Contains(".WithHttpHealthCheck(\"/readyz\")", Text, StringComparison.Ordinal);

    [GeneratedRegex(@"FaqBot__\w+")]
    private static partial Regex Variable();
}
