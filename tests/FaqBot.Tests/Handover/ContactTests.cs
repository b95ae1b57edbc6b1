using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaqBot.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace FaqBot.Tests.Handover;

/// <summary>What visitors write to people goes to where the owner said, and nowhere else.</summary>
public sealed class ContactTests(SampleDatabase sample)
{
    private const string Secret = "hook-of-the-owner", Header = "Bearer of the help desk";

    private static readonly Uri Contact = new("api/v1/contact", UriKind.Relative);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_reaches_the_target_or_is_said_to_be_undelivered_and_stays_nowhere_else()
    {
        ConcurrentQueue<JsonElement> received = [];
        await using LocalServer target = await LocalServer.StartAsync(async context =>
            received.Enqueue(await context.Request.ReadFromJsonAsync<JsonElement>(Token)));
        target.Instead.Enqueue(null);
        target.Instead.Enqueue(context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        });
        target.Instead.Enqueue(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Channels:ContactForm:Target", $"{target.Address}{Secret}"),
            ("Channels:ContactForm:Authorization", Header));
        using HttpResponseMessage faulty = await SendAsync(
            service.Client, new { message = " ", replyTo = new string('x', 321), cc = "everybody" });
        Assert.Equal(HttpStatusCode.BadRequest, faulty.StatusCode);
        using JsonDocument problem = JsonDocument.Parse(await faulty.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            ["cc", "message", "replyTo"],
            problem.RootElement.GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal));
        Assert.Empty(target.Requests);

        object body = new
        {
            message = " Mine has a flat tyre. ",
            replyTo = "li@example.com",
            question = "Do you repair bicycles?",
            kb = "shop",
            language = "en",
        };
        using HttpResponseMessage taken = await SendAsync(service.Client, body);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        LocalServer.Asked asked = Assert.Single(target.Requests);
        Assert.Equal(($"/{Secret}", Header), (asked.Target, asked.Authorization));
        JsonElement got = Assert.Single(received);
        Assert.Equal(
            ["Mine has a flat tyre.", "li@example.com", "Do you repair bicycles?", "shop", "en"],
            new[] { "message", "replyTo", "question", "kb", "language" }.Select(name => got.GetProperty(name).GetString()));
        Assert.Equal(
            "Mine has a flat tyre.\n← li@example.com\n[shop] Do you repair bicycles?", got.GetProperty("text").GetString());

        for (int refused = 0; refused < 2; refused++)
        {
            using HttpResponseMessage undelivered = await SendAsync(service.Client, body);
            string told = await undelivered.Content.ReadAsStringAsync(Token);
            Assert.Equal(HttpStatusCode.BadGateway, undelivered.StatusCode);
            Assert.Contains("contact_undelivered", told, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, told, StringComparison.Ordinal);
        }

        (await SendAsync(service.Client, body)).Dispose();
        (await SendAsync(service.Client, body)).Dispose();

        // A redirect leads nowhere: five messages, five requests to the target itself; there is no sixth.
        Assert.Equal(Enumerable.Repeat($"/{Secret}", 5), target.Requests.Select(request => request.Target));
        using HttpResponseMessage sixth = await SendAsync(service.Client, body);
        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.NotNull(sixth.Headers.RetryAfter);
        Assert.Equal(5, target.Requests.Count);

        await service.LoggedAsync("A visitor's message was delivered");
        await service.LoggedAsync("not delivered: the target replied with status 302");
        Assert.All((string[])["flat tyre", "li@example.com", Secret, Header], secret =>
            Assert.DoesNotContain(secret, service.Log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_that_lead_nowhere_are_told_without_the_address()
    {
        await using ChildProcess service = ServiceProcess.Launch(
            ("Channels:ContactForm:Target", $"ftp://{Secret}"), ("Channels:ContactForm:Timeout", "00:10:00"),
            ("Channels:LogoUrl", "logo.png"), ("Channels:Hours:Open", "9 to 5"));
        Assert.Equal(2, await service.EndAsync());
        Assert.StartsWith("The options have 4 faults ", service.Output, StringComparison.Ordinal);
        Assert.Contains("FaqBot:Channels: ContactForm:Target is no address of https or http", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, service.Output, StringComparison.Ordinal);
    }

    internal static Task<HttpResponseMessage> SendAsync(HttpClient client, object body) => client.PostAsJsonAsync(Contact, body, Token);
}

/// <summary>A service whose owner named no place for messages.</summary>
[Collection(Asking.AskingCollection.Name)]
public sealed class NoContactTests(Asking.AskingService service)
{
    [Fact]
    public async Task Without_a_target_there_is_no_form()
    {
        using HttpResponseMessage response = await ContactTests.SendAsync(service.Client, new { message = "Hello", replyTo = "li" });
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
