using System.Net;
using System.Text.Json;
using FaqBot.Core.Access;

namespace FaqBot.Tests.Access;

/// <summary>
/// Every route with every role, taken from the service's own description of its routes: a new route is in these tests without anybody
/// thinking of it.
/// </summary>
[Collection(AccessCollection.Name)]
public sealed class EveryRouteTests(AccessService service)
{
    private const string Ghost = "ghost";

    // What customers' pages call, and what one calls to sign in.
    private static readonly string[] Open =
    [
        "Ask", "Suggest", "Feedback", "Rank", "ListKnowledgeBases", "ShowKnowledgeBase", "ShowCaller", "SignIn", "SignInByIssuer",
        "SignOut", "Browse", "Contact",
    ];

    // What shows to each caller what that one may read.
    private static readonly string[] Filtered = ["ShowService", "ListDrafts"];

    // What writes a file and changes nothing, by a verb that clients of that service use.
    private static readonly string[] Reading = ["ExportProject"];

    private static readonly string[] Verbs = ["get", "put", "post", "delete", "patch"];

    [Fact]
    public async Task Route_of_the_service_is_open_to_all_by_a_list_or_says_what_it_needs()
    {
        Route[] routes = await RoutesAsync();
        Assert.True(routes.Length > 60, $"{routes.Length} routes");
        Assert.Empty(
            routes.Where(route => route.IsOwn && route.Right is null).Select(route => route.Name).Except([.. Open, .. Filtered]));
        Assert.All(routes.Where(route => route.Right is not null), route => Assert.DoesNotContain(route.Name, Open));
    }

    [Fact]
    public async Task Route_that_changes_something_needs_more_than_a_right_to_read()
    {
        const Right reading = Right.ReadContent | Right.ReadAnalytics | Right.ReadQuestionTexts | Right.ReadAudit;
        Assert.Empty((await RoutesAsync())
            .Where(route => route.Method != HttpMethod.Get && !Reading.Contains(route.Name))
            .Where(route => route.Right is { } right && (right & ~reading) == Right.None)
            .Select(route => route.Name));
    }

    /// <summary>What somebody decided, not what the code happens to say.</summary>
    [Theory]
    [InlineData("ShowDraft", Role.Viewer)]
    [InlineData("ShowDays", Role.Viewer)]
    [InlineData("ListWordings", Role.Analyst)]
    [InlineData("ListSuggestions", Role.Analyst)]
    [InlineData("AcceptSuggestion", Role.Owner)]
    [InlineData("PutEntry", Role.Editor)]
    [InlineData("BulkEdit", Role.Editor)]
    [InlineData("Publish", Role.Publisher)]
    [InlineData("RestoreVersion", Role.Publisher)]
    [InlineData("ApproveDraft", Role.Publisher)]
    [InlineData("Unpublish", Role.Publisher)]
    [InlineData("PutPolicy", Role.Owner)]
    [InlineData("CreateOwnKey", Role.Owner)]
    [InlineData("PutOwnMember", Role.Owner)]
    [InlineData("ListOwnAudit", Role.Owner)]
    [InlineData("CreateKnowledgeBase", Role.Owner)]
    [InlineData("ExportAll", Role.Viewer)]
    [InlineData("RestoreAll", Role.Owner)]
    [InlineData("CreateKey", Role.Administrator)]
    [InlineData("PutMember", Role.Administrator)]
    [InlineData("ExportAudit", Role.Administrator)]
    [InlineData("PullModel", Role.Administrator)]
    [InlineData("ChooseKnowledgeBaseModel", Role.Administrator)]
    [InlineData("ForgetQuestions", Role.Administrator)]
    public async Task Least_role_is_the_one_that_was_decided_on(string name, Role least) => Assert.Equal(
        least, RoleRights.With((await RoutesAsync()).Single(route => route.Name == name).Right!.Value).First());

    [Fact]
    public async Task Every_role_passes_where_it_may_and_nowhere_else()
    {
        Route[] routes = [.. (await RoutesAsync()).Where(route => route.Right is not null)];
        (string Grants, string? Secret)[] callers =
        [
            .. await Task.WhenAll(
                Enum.GetValues<Role>().Select(role => $"*:{role.Name()}")
                    .Concat(Enum.GetValues<Role>().Where(role => role != Role.Administrator).SelectMany(role =>
                        new[] { $"{Ghost}:{role.Name()}", $"hr:{role.Name()}" }))
                    .Append($"{Ghost}:editor {Ghost}:analyst")
                    .Select(async grants => (grants, (string?)(await service.KeyAsync(grants.Split(' '))).Secret))),
            ("", null),
            ("", KeySecret.Generate()),
            ("", "no key at all"),
            ("*:administrator", AccessService.AdminKey),
        ];
        List<string> faults = [];
        foreach (Route route in routes)
        {
            foreach ((string grants, string? secret) in callers)
            {
                Grant[] granted =
                [
                    .. grants.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(grant => grant.Split(':'))
                        .Select(pair => new Grant(pair[0], RoleRights.TryParse(pair[1], out Role role) ? role : default)),
                ];
                bool mayPass = granted.Allow(route.Right!.Value, route.HasKnowledgeBase ? Ghost : null);
                HttpStatusCode expected = granted.Length == 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
                using HttpResponseMessage response = await service.SendAsync(route.Method, route.Path, secret);
                bool passed = response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);

                // Other services' routes may find out later that more is needed, where what is named does not exist.
                bool fits = mayPass
                    ? response.StatusCode != HttpStatusCode.InternalServerError && (passed || !route.IsOwn)
                    : response.StatusCode == expected;
                if (!fits)
                {
                    faults.Add($"{route.Name} with '{grants}': {response.StatusCode}, expected {(mayPass ? "to pass" : expected)}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Route_that_shows_to_each_caller_its_own_shows_nothing_to_nobody()
    {
        Route[] routes = [.. (await RoutesAsync()).Where(route => Filtered.Contains(route.Name))];
        Assert.Equal(Filtered.Length, routes.Length);
        (string _, string secret, long _) = await service.KeyAsync("shop:viewer");
        foreach (Route route in routes)
        {
            await service.CallAsync(route.Method, route.Path, null, expected: HttpStatusCode.Unauthorized);
            JsonElement own = await service.CallAsync(route.Method, route.Path, secret);
            Assert.DoesNotContain("\"hr\"", own.GetRawText(), StringComparison.Ordinal);
        }
    }

    private async Task<Route[]> RoutesAsync()
    {
        JsonElement document = JsonElement.Parse(
            await service.Client.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken));
        return
        [
            .. document.GetProperty("paths").EnumerateObject().SelectMany(
                path => path.Value.EnumerateObject().Where(member => Verbs.Contains(member.Name)),
                (path, verb) => Route.Of(path.Name, verb.Name, verb.Value)),
        ];
    }

    private sealed record Route(string Name, HttpMethod Method, string Path, bool HasKnowledgeBase, Right? Right)
    {
        /// <summary>Whether it is no route of another service's API.</summary>
        public bool IsOwn => Path.StartsWith("api/v1/", StringComparison.Ordinal);

        public static Route Of(string path, string verb, JsonElement operation)
        {
            string filled = path;
            if (operation.TryGetProperty("parameters", out JsonElement parameters))
            {
                foreach (JsonElement parameter in parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "path"))
                {
                    string name = parameter.GetProperty("name").GetString()!;
                    bool isNumber = parameter.GetProperty("schema").GetRawText().Contains("integer", StringComparison.Ordinal);
                    filled = filled.Replace($"{{{name}}}", isNumber ? "999999" : Ghost, StringComparison.Ordinal);
                }
            }

            // Routes that read parameters by themselves do not describe them.
            filled = System.Text.RegularExpressions.Regex.Replace(filled, @"\{[^}]+\}", Ghost);
            return new Route(
                operation.GetProperty("operationId").GetString()!, new HttpMethod(verb.ToUpperInvariant()), filled[1..],
                operation.TryGetProperty("x-rights-on", out _),
                operation.TryGetProperty("x-rights", out JsonElement rights) ? Enum.Parse<Right>(rights.GetString()!) : null);
        }
    }
}
