using FaqBot.Core.Answering;
using FaqBot.Handover;
using FaqBot.Http;
using FaqBot.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Contact;

/// <summary><c>POST /api/v1/contact</c>: what visitors write to people where no answer was found and nobody is there.</summary>
internal static class ContactEndpoint
{
    public static void MapContact(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/contact", TakeAsync)
            .OpenToAll()
            .WithName("Contact")
            .WithTags("Asking")
            .WithExample("""{"kb":"shop","question":"Do you repair bicycles?","message":"Mine has a flat tyre.","replyTo":"li@example.com"}""")
            .WithSummary("Write to the people behind the service.")
            .WithDescription(
                "The message is sent on to the address of FaqBot:Channels:ContactForm:Target and not kept. Of one address at most five are "
                + "taken within ten minutes.")
            .Accepts<ContactRequest>("application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<NoContent> TakeAsync(
        HttpContext http,
        ChannelOptions channels,
        AnsweringOptions options,
        ContactDelivery delivery,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!channels.ContactForm.IsOffered)
        {
            throw ContactException.NotOffered();
        }

        ContactMessage message = await ContactRequestReader.ReadAsync(http.Request, options, time.GetUtcNow(), cancellationToken);
        await delivery.DeliverAsync(message, ClientAddress.Of(http), cancellationToken);
        return TypedResults.NoContent();
    }
}
