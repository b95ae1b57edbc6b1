using System.Text.Json;
using FaqBot.Core.Conversations;
using FaqBot.Http;

namespace FaqBot.Channels.DirectLine;

/// <summary><c>POST /v3/directline/conversations</c> and <c>GET …/{id}</c>: begin, and come back.</summary>
internal static class ConversationEndpoints
{
    private const int MostLocaleLength = 64;

    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/conversations", StartAsync).WithName("StartConversation").WithSummary("Begin a conversation.")
            .Produces<ConversationGrant>(StatusCodes.Status201Created).Produces<ConversationGrant>().WithExample("""{"locale":"zh-CN"}""");
        routes.MapGet("/conversations/{id}", ReconnectAsync).WithName("ReconnectToConversation")
            .WithSummary("Come back to a conversation.").Produces<ConversationGrant>();
    }

    private static async Task<IResult> StartAsync(
        HttpRequest request, CallerCheck check, CallLimits limits, ConversationGreeting greeting, TokenIssuer issuer,
            IConversationStore store, CancellationToken cancellationToken)
    {
        Caller caller = check.Require(request, null);
        if (!caller.HasSecret)
        {
            limits.CountStart(ClientAddress.Of(request.HttpContext));
        }

        using JsonDocument body = await RequestJson.ParseAsync(request, cancellationToken);
        TokenClaims claims = caller.Claims ?? new TokenClaims(TokenEndpoints.NewId(), Expires: 0) { User = UserOf(body.RootElement) };
        bool isNew = await store.StartAsync(claims.Conversation, 0, cancellationToken);
        if (isNew)
        {
            string? locale = RequestJson.Text(body.RootElement, "locale", MostLocaleLength);
            await greeting.SayAsync(claims.Conversation, locale ?? request.GetTypedHeaders().AcceptLanguage.FirstOrDefault()?.Value.Value);
        }

        ConversationGrant grant = issuer.Begin(claims, request, null);
        return TypedResults.Json(grant, DirectLineJson.Default.ConversationGrant, statusCode: isNew
            ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ReconnectAsync(
        string id, string? watermark, HttpRequest request, CallerCheck check, ConversationDoor door, TokenIssuer issuer,
            CancellationToken cancellationToken)
    {
        Caller caller = check.Require(request, id);
        await door.RequireAsync(id, caller, ActivitySet.ReadWatermark(watermark), null, cancellationToken);
        TokenClaims claims = caller.Claims ?? new TokenClaims(id, Expires: 0);
        return TypedResults.Json(
            issuer.Begin(claims, request, watermark), DirectLineJson.Default.ConversationGrant);
    }

    /// <summary>The user that the holder of a secret names; only an id that cannot be forged is worth a place in the token.</summary>
    private static string? UserOf(JsonElement body) =>
        RequestJson.Object(body, "user") is { } user && RequestJson.Text(user, "id", MostLocaleLength) is { } id
            && TokenEndpoints.IsReserved(id) ? id : null;
}
