using System.Text.RegularExpressions;
using FaqBot.Hosting;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Tests.Deployment;

/// <summary>deploy/compose: three replicas behind nginx, with PostgreSQL and Redis.</summary>
public sealed partial class ReplicasComposeTests
{
    private static readonly string Folder = Repository.PathOf("deploy", "compose");
    private static readonly YamlMappingNode File = Kustomization.Read(Path.Combine(Folder, "docker-compose.yml"));
    private static readonly string[] Replicas = ["faqbot-1", "faqbot-2", "faqbot-3"];

    [Fact]
    public void Replicas_are_alike_and_the_proxy_asks_each_of_them()
    {
        YamlNode services = File["services"];
        Assert.Equal(Replicas, Names(services).Where(name => name.StartsWith("faqbot", StringComparison.Ordinal)));
        Assert.All(Replicas, name => Assert.Equal(services["faqbot-1"], services[name]));
        string nginx = System.IO.File.ReadAllText(Path.Combine(Folder, "nginx.conf"));
        string port = Dockerfile.Read().Last("EXPOSE")!;
        Assert.Equal(Replicas.Select(name => $"{name}:{port}"), Upstream().Matches(nginx).Select(match => match.Groups[1].Value));
        Assert.EndsWith(":" + Listen().Match(nginx).Groups[1].Value, Texts(services["proxy"]["ports"]).Single(), StringComparison.Ordinal);
        Assert.Equal(
            Text(services["proxy"]["networks"]["inside"]["ipv4_address"]),
            Text(services["faqbot-1"]["environment"]["FaqBot__Http__TrustedProxies__0"]));
        Assert.Contains("proxy_set_header X-Forwarded-For", nginx, StringComparison.Ordinal);
        Assert.Contains("proxy_set_header Upgrade", nginx, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_and_secrets_are_options_of_the_service()
    {
        YamlNode replica = File["services"]["faqbot-1"];
        string[] names =
        [
            .. Names(replica["environment"]).Select(name => Index().Replace(name, "")),
            .. ((YamlSequenceNode)replica["secrets"]).Select(secret => Text(secret["target"])),
        ];
        Assert.Contains("FaqBot__Storage__ConnectionString", names);
        Assert.All(names, name => Assert.True(OptionNames.IsOption(name), name));
    }

    [Fact]
    public void Secrets_are_files_that_are_explained_and_never_committed()
    {
        string explained = System.IO.File.ReadAllText(Path.Combine(Folder, "secrets.example"));
        YamlNode secrets = File["secrets"];
        Assert.All(Names(secrets), name =>
        {
            Assert.Equal($"secrets/{name}", Text(secrets[name]["file"]));
            Assert.Contains($"#   {name} ", explained, StringComparison.Ordinal);
        });
        Assert.Contains("/deploy/compose/secrets/", System.IO.File.ReadAllLines(Repository.PathOf(".gitignore")));
        Assert.DoesNotContain(SecretFiles.Variable, Names(File["services"]["faqbot-1"]["environment"]));
    }

    [Fact]
    public void Containers_are_hardened_end_in_their_own_time_and_wait_for_what_they_need()
    {
        YamlNode services = File["services"], replica = services["faqbot-1"];
        ShutdownOptions ending = new();
        Assert.Equal("true", Text(replica["read_only"]));
        Assert.Equal(["ALL"], Texts(replica["cap_drop"]));
        Assert.True(TimeSpan.FromSeconds(int.Parse(Text(replica["stop_grace_period"])[..^1], null)) > ending.Pause + ending.Drain);
        string data = Text(replica["environment"]["FaqBot__Storage__VectorCache"]);
        Assert.Contains(Texts(replica["tmpfs"]), mount => data.StartsWith(mount.Split(':')[0] + "/", StringComparison.Ordinal));
        Assert.All(new[] { "postgres", "redis" }, name => Assert.Equal("service_healthy", Text(replica["depends_on"][name]["condition"])));
        Assert.All(new[] { "postgres", "redis" }, name => Assert.False(
            ((YamlMappingNode)services[name]).Children.ContainsKey(new YamlScalarNode("ports")), $"{name} is reached from outside"));
        Assert.Equal(Names(File["volumes"]).Order(), new[] { "postgres", "redis" }.Select(name => $"{name}-data"));
    }

    private static string[] Names(YamlNode node) => [.. ((YamlMappingNode)node).Children.Keys.Select(Text)];

    private static string[] Texts(YamlNode node) => [.. ((YamlSequenceNode)node).Select(Text)];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    [GeneratedRegex(@"^  server (\S+) ", RegexOptions.Multiline)]
    private static partial Regex Upstream();

    [GeneratedRegex(@"^  listen (\d+);", RegexOptions.Multiline)]
    private static partial Regex Listen();

    [GeneratedRegex(@"__\d+$")]
    private static partial Regex Index();
}
