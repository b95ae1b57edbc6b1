using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Tests.Errors;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Switching;

public sealed class ModelRouteTests(SampleDatabase sample)
{
    private const string Token = "hf_secret_of_the_test";

    [Fact]
    public async Task Pull_downloads_a_model_as_a_job_and_lists_it()
    {
        await using LocalHub hub = await LocalHub.StartAsync();
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        await service.StartAsync(("HF_ENDPOINT", hub.Hub.Address.ToString()), ("HF_TOKEN", Token), ("Knowledge:IndexAtStart", "false"));
        string result = await service.DoAsync(HttpMethod.Post, "api/v1/models/pull", new { model = LocalHub.Model });
        Assert.StartsWith("'acme/tiny-zh' is installed, ", result, StringComparison.Ordinal);

        JsonElement model = await FindAsync(service, LocalHub.Model);
        Assert.Equal(
            ("acme--tiny-zh", "checkpoint", "toBuild", 4),
                (model.GetProperty("folder").GetString(), model.GetProperty("kind").GetString(), model.GetProperty("state").GetString(),
                    model.GetProperty("dimensions").GetInt32()));
        Assert.Equal("notInstalled", (await FindAsync(service, "BAAI/bge-m3")).GetProperty("state").GetString());
        Assert.Equal(
            "'acme/tiny-zh' is as it was published.", await service.DoAsync(HttpMethod.Post, "api/v1/models/acme--tiny-zh/verify"));
        JsonElement jobs = (await service.CallAsync(HttpMethod.Get, "api/v1/models/jobs")).GetProperty("jobs");
        Assert.Equal(["verify", "pull"], jobs.EnumerateArray().Select(job => job.GetProperty("kind").GetString()));

        File.AppendAllText(Path.Combine(service.Models, "acme--tiny-zh", "tokenizer.json"), " ");
        JsonElement damaged = await service.EndOfAsync(
            await service.CallAsync(HttpMethod.Post, "api/v1/models/acme--tiny-zh/verify", null, HttpStatusCode.Accepted));
        Assert.Contains("'tokenizer.json'", damaged.GetProperty("error").GetString(), StringComparison.Ordinal);
        JsonElement absent = await service.EndOfAsync(
            await service.CallAsync(HttpMethod.Post, "api/v1/models/pull", new { model = "acme/absent" }, HttpStatusCode.Accepted));
        Assert.Equal("failed", absent.GetProperty("state").GetString());
        Assert.Contains("has no model 'acme/absent'", absent.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, service.Process.Log
            + await service.CallAsync(HttpMethod.Get, "api/v1/models/jobs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_installs_a_copy_of_what_lies_below_the_folder_of_imports_alone()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        using TemporaryFolder imports = new();
        service.Copy("tiny-bert-zh", "tiny");
        Directory.Move(Path.Combine(service.Models, "tiny"), imports.File("tiny"));
        await service.StartAsync(("Models:ImportFolder", imports.Path), ("Knowledge:IndexAtStart", "false"));
        Assert.Equal(
            "'acme/tiny' is installed. An encoder must be built from it before it can be used.",
            await service.DoAsync(HttpMethod.Post, "api/v1/models/import", new { folder = "tiny", id = "acme/tiny" }));
        Assert.Equal("toBuild", (await FindAsync(service, "acme/tiny")).GetProperty("state").GetString());
        Assert.True(Directory.Exists(imports.File("tiny")));

        JsonElement absent = await service.EndOfAsync(
            await service.CallAsync(HttpMethod.Post, "api/v1/models/import", new { folder = "absent" }, HttpStatusCode.Accepted));
        Assert.Contains("found no folder there", absent.GetProperty("error").GetString(), StringComparison.Ordinal);
        foreach (string outside in new[] { "../models", "/etc", "tiny/../../models" })
        {
            using HttpResponseMessage refused = await service.SendAsync(HttpMethod.Post, "api/v1/models/import", new { folder = outside });
            Assert.Contains("expected the name of a folder below",
                (await Problem.ReadAsync(refused, HttpStatusCode.BadRequest)).Json.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Build_makes_an_encoder_that_a_knowledge_base_can_use_and_that_is_removed_only_when_it_does_not()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        service.Copy("tiny-bert-zh", "acme--tiny");
        await service.StartAsync(("Knowledge:IndexAtStart", "false"));
        Assert.Equal("'acme/tiny-int8' is installed.",
            await service.DoAsync(HttpMethod.Post, "api/v1/models/build", new { checkpoint = "acme/tiny", weights = "int8" }));
        Assert.Equal("ready", (await FindAsync(service, "acme/tiny-int8")).GetProperty("state").GetString());
        JsonElement again = await service.EndOfAsync(
            await service.CallAsync(HttpMethod.Post, "api/v1/models/build", new { checkpoint = "acme/tiny" }, HttpStatusCode.Accepted));
        Assert.Contains("is installed already", again.GetProperty("error").GetString(), StringComparison.Ordinal);

        await service.DoAsync(HttpMethod.Put, "api/v1/kbs/shop/model", new { model = "acme/tiny-int8" });
        Assert.Equal(2, (await service.Client.AskAsync("wrong title on my invoice")).Version);
        using (HttpResponseMessage refused = await service.SendAsync(HttpMethod.Delete, "api/v1/models/acme--tiny-int8"))
        {
            Assert.Contains("it was chosen for knowledge base 'shop'",
                (await Problem.ReadAsync(refused, HttpStatusCode.Conflict)).Json.GetProperty("detail").GetString(),
                    StringComparison.Ordinal);
        }

        await service.DoAsync(HttpMethod.Delete, "api/v1/kbs/shop/model");
        await service.CallAsync(HttpMethod.Delete, "api/v1/models/acme--tiny-int8", null, HttpStatusCode.NoContent);
        Assert.False(Directory.Exists(Path.Combine(service.Models, "acme--tiny-int8")));
    }

    [Fact]
    public async Task Faults_of_requests_are_problems_that_name_all_of_them()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        await service.StartAsync(("Knowledge:IndexAtStart", "false"));
        (HttpMethod Method, string Path, object? Body, HttpStatusCode Status, string[] Expected)[] refused =
        [
            (HttpMethod.Post, "pull", new { model = "a b", source = "elsewhere", files = 5, more = 1 }, HttpStatusCode.BadRequest,
                ["is no model", "'huggingface' or 'modelscope'", "a list of at most 50 texts", "Unknown; known are"]),
            (HttpMethod.Post, "pull", new { model = "acme/tiny", files = new object[] { "model.onnx", 5 } }, HttpStatusCode.BadRequest,
                ["files[1]"]),
            (HttpMethod.Post, "import", new { id = "a b" }, HttpStatusCode.BadRequest, ["\"folder\"", "\"id\""]),
            (HttpMethod.Post, "import", new { folder = "tiny" }, HttpStatusCode.Conflict, ["FaqBot:Models:ImportFolder"]),
            (HttpMethod.Post, "build", new { weights = "int4", id = "a b" }, HttpStatusCode.BadRequest,
                ["checkpoint", "'int8', 'fp32' or 'referenced'", "\"id\""]),
            (HttpMethod.Post, "build", new { checkpoint = "/etc" }, HttpStatusCode.BadRequest, ["expected organisation/name"]),
            (HttpMethod.Post, "build", new { checkpoint = "acme/absent" }, HttpStatusCode.NotFound, ["'acme/absent'"]),
            (HttpMethod.Post, "acme--absent/verify", null, HttpStatusCode.NotFound, ["'acme/absent'"]),
            (HttpMethod.Post, "a---b/verify", null, HttpStatusCode.BadRequest, ["organisation--name in paths"]),
            (HttpMethod.Delete, "acme--absent", null, HttpStatusCode.NotFound, ["'acme/absent'"]),
            (HttpMethod.Delete, "faqbot-e5-small-zh-en", null, HttpStatusCode.NotFound, ["faqbot-e5-small-zh-en"]),
            (HttpMethod.Get, "jobs/nothing", null, HttpStatusCode.NotFound, ["Found no job 'nothing'"]),
            (HttpMethod.Delete, "jobs/nothing", null, HttpStatusCode.NotFound, ["Found no job 'nothing'"]),
        ];
        foreach ((HttpMethod method, string path, object? body, HttpStatusCode status, string[] expected) in refused)
        {
            using HttpResponseMessage response = await service.SendAsync(method, "api/v1/models/" + path, body);
            string text = (await Problem.ReadAsync(response, status)).Json.ToString();
            Assert.All(expected, part =>
                Assert.Contains(part, text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_route_needs_the_admin_key()
    {
        await using SwitchingService service = await SwitchingService.PrepareAsync(sample);
        await service.StartAsync(("Knowledge:IndexAtStart", "false"));
        (HttpMethod Method, string Path)[] routes =
        [
            (HttpMethod.Get, "kbs/shop/model"), (HttpMethod.Put, "kbs/shop/model"), (HttpMethod.Delete, "kbs/shop/model"),
                (HttpMethod.Delete, "kbs/shop/model/job"),
            (HttpMethod.Get, "models"), (HttpMethod.Post, "models/pull"), (HttpMethod.Post, "models/build"),
                (HttpMethod.Post, "models/a/verify"),
            (HttpMethod.Delete, "models/a"), (HttpMethod.Get, "models/jobs"), (HttpMethod.Get, "models/jobs/a"),
                (HttpMethod.Delete, "models/jobs/a"),
        ];
        foreach ((HttpMethod method, string path) in routes)
        {
            foreach (string? key in new[] { null, SwitchingService.Key + "x" })
            {
                using HttpRequestMessage request = new(method, "api/v1/" + path);
                request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
                using HttpResponseMessage response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
                await Problem.ReadAsync(response, HttpStatusCode.Unauthorized);
            }
        }

        JsonElement document =
            JsonElement.Parse(await service.Client.GetStringAsync("openapi/v1.json", TestContext.Current.CancellationToken));
        Assert.All(routes.Select(route =>
            route.Path.Replace("/shop/", "/{kb}/", StringComparison.Ordinal).Replace("jobs/a", "jobs/{job}", StringComparison.Ordinal)
                .Replace("models/a", "models/{id}", StringComparison.Ordinal)),
            path => Assert.True(document.GetProperty("paths").TryGetProperty("/api/v1/" + path, out _), path));
    }

    private static async Task<JsonElement> FindAsync(SwitchingService service, string id) =>
        (await service.CallAsync(HttpMethod.Get, "api/v1/models")).GetProperty("models").EnumerateArray()
            .Single(model => model.GetProperty("id").GetString() == id);
}
