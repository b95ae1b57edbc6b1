using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FaqBot.Tests.BotFramework;

/// <summary>The Teams app manifest by the rules of its schema.</summary>
/// <remarks><see href="https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema"/></remarks>
public sealed partial class ManifestTests
{
    private static readonly string[] Known =
    [
        "$schema", "manifestVersion", "version", "id", "developer", "name", "description", "icons", "accentColor", "bots", "permissions",
            "validDomains",
    ];

    private static readonly JsonElement Manifest = JsonElement.Parse(File.ReadAllText(PathOf("manifest.json")));

    [Fact]
    public void Members_are_those_of_the_schema() =>
        Assert.Equal(
            Known.Order(StringComparer.Ordinal), Manifest.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Version_is_the_schemas() => Assert.Equal(
        $"https://developer.microsoft.com/json-schemas/teams/v{Text("manifestVersion")}/MicrosoftTeams.schema.json", Text("$schema"));

    [Theory]
    [InlineData("id")]
    [InlineData("bots:0:botId")]
    public void Id_is_a_guid(string path) => Assert.True(Guid.TryParseExact(Text(path), "D", out _));

    [Theory]
    [InlineData("version", 256)]
    [InlineData("name:short", 30)]
    [InlineData("name:full", 100)]
    [InlineData("description:short", 80)]
    [InlineData("description:full", 4000)]
    [InlineData("developer:name", 32)]
    public void Text_has_at_most_so_many_characters(string path, int most) => Assert.InRange(Text(path).Length, 1, most);

    [Theory]
    [InlineData("developer:websiteUrl")]
    [InlineData("developer:privacyUrl")]
    [InlineData("developer:termsOfUseUrl")]
    public void Address_is_https(string path) =>
        Assert.True(Text(path).Length <= 2048 && Uri.TryCreate(Text(path), UriKind.Absolute, out Uri? url) && url.Scheme == "https");

    [Fact]
    public void Version_is_semantic_and_colour_is_hexadecimal()
    {
        Assert.Matches(Semantic(), Text("version"));
        Assert.Matches(Colour(), Text("accentColor"));
    }

    [Fact]
    public void Bot_is_one_with_known_scopes()
    {
        JsonElement bot = Assert.Single(Manifest.GetProperty("bots").EnumerateArray());
        string?[] scopes = [.. bot.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString())];
        Assert.Equal(scopes.Distinct(), scopes);
        Assert.Subset(new HashSet<string?> { "personal", "team", "groupChat" }, scopes.ToHashSet());
        Assert.NotEmpty(scopes);
    }

    [Fact]
    public void Domains_are_names_without_scheme_path_or_top_level_wildcard()
    {
        JsonElement[] domains = [.. Manifest.GetProperty("validDomains").EnumerateArray()];
        Assert.InRange(domains.Length, 0, 16);
        Assert.All(domains, domain => Assert.Matches(Domain(), domain.GetString()!));
        Assert.Subset(new HashSet<string?> { "identity", "messageTeamMembers" },
            Manifest.GetProperty("permissions").EnumerateArray().Select(one => one.GetString()).ToHashSet());
    }

    [Theory]
    [InlineData("icons:color", 192)]
    [InlineData("icons:outline", 32)]
    public void Icon_is_a_png_of_its_size(string path, int size)
    {
        byte[] png = File.ReadAllBytes(PathOf(Text(path)));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal(
            (size, size), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        Assert.InRange(png.Length, 100, 20_000);
    }

    private static string Text(string path) => path.Split(':')
        .Aggregate(Manifest, (json, name) => int.TryParse(name, out int index) ? json[index] : json.GetProperty(name)).GetString()!;

    private static string PathOf(string name) => Repository.PathOf("docs", "teams", name);

    [GeneratedRegex(@"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]
    private static partial Regex Semantic();

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex Colour();

    [GeneratedRegex(@"^(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}$")]
    private static partial Regex Domain();
}
