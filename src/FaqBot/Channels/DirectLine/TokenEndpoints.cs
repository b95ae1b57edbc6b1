using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Json;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Channels.DirectLine;

/// <summary><c>POST /v3/directline/tokens/generate</c> and <c>…/refresh</c>.</summary>
internal static class TokenEndpoints
{
    private const string ReservedPrefix = "dl_";
    private const int MostIdLength = 64;
    private const int MostNameLength = 128;
    private const int MostOrigins = 20;
    private const int MostOriginLength = 128;
    private const int IdBytes = 16;

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tokens/generate", GenerateAsync).WithName("GenerateToken").WithSummary("Exchange a secret for a token.")
            .Produces<TokenGrant>().WithExample("""{"user":{"id":"dl_4711"},"trustedOrigins":["https://shop.example"]}""");
        routes.MapPost("/tokens/refresh", Refresh).WithName("RefreshToken").WithSummary("Exchange a token for one that lives longer.")
            .Produces<TokenGrant>();
    }

    /// <summary>Whether only a token may say that a user has this id.</summary>
    public static bool IsReserved(string userId) => userId.StartsWith(ReservedPrefix, StringComparison.Ordinal);

    /// <summary>Makes an id that nobody guesses.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    private static async Task<IResult> GenerateAsync(
        HttpRequest request, CallerCheck check, CallLimits limits, TokenIssuer issuer, AnsweringEngine engine,
            CancellationToken cancellationToken)
    {
        string? origin = null;
        if (request.Headers.Authorization.Count == 0)
        {
            limits.CountStart(ClientAddress.Of(request.HttpContext));
            origin = check.RequireAnonymous(request);
        }
        else if (!check.Require(request, null).HasSecret)
        {
            throw DirectLineException.Unauthorized("A token makes no tokens; send a secret, from a server.");
        }

        using JsonDocument body = await RequestJson.ParseAsync(request, cancellationToken);
        TokenClaims claims = Read(body.RootElement, engine);
        if (origin is not null)
        {
            claims = claims with { Origins = [origin] };
        }

        return TypedResults.Json(issuer.Grant(claims), DirectLineJson.Default.TokenGrant);
    }

    private static JsonHttpResult<TokenGrant> Refresh(HttpRequest request, CallerCheck check, TokenIssuer issuer)
    {
        Caller caller = check.Require(request, null);
        return caller.Claims is { } claims
            ? TypedResults.Json(issuer.Grant(claims), DirectLineJson.Default.TokenGrant)
            : throw DirectLineException.Unauthorized("A secret needs no refreshing; send a token.");
    }

    private static TokenClaims Read(JsonElement body, AnsweringEngine engine)
    {
        JsonElement? user = RequestJson.Object(body, "user");
        string? id = user is { } stated ? RequestJson.Text(stated, "id", MostIdLength) : null;
        if (id is not null && !IsReserved(id))
        {
            throw DirectLineException.BadArgument($"user.id starts otherwise, expected {ReservedPrefix}: only such ids cannot be forged.");
        }

        string? kb = RequestJson.Text(body, "kb", KnowledgeLimits.Id);
        if (kb is not null && engine.Require().Catalogs.HeadOf(kb) is null)
        {
            throw DirectLineException.BadArgument("kb is no published knowledge base.");
        }

        return new TokenClaims(NewId(), Expires: 0)
        {
            User = id,
            Name = user is { } named ? RequestJson.Text(named, "name", MostNameLength) : null,
            Origins = ReadOrigins(body),
            KnowledgeBase = kb,
        };
    }

    private static string[]? ReadOrigins(JsonElement body)
    {
        if (!body.TryGetProperty("trustedOrigins", out JsonElement list) || list.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostOrigins)
        {
            throw DirectLineException.BadArgument($"trustedOrigins is another value, expected a list of 1 to {MostOrigins} origins.");
        }

        return [.. list.EnumerateArray().Select(ReadOrigin)];
    }

    private static string ReadOrigin(JsonElement item) =>
        item.ValueKind == JsonValueKind.String && JsonMembers.TextOf(item) is { Length: <= MostOriginLength } text
            && Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out Uri? uri) && (uri.Scheme is "http" or "https")
                ? uri.GetLeftPart(UriPartial.Authority)
                : throw DirectLineException.BadArgument("trustedOrigins holds no origin, expected for example https://shop.example.");
}
