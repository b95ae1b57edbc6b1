using FaqBot.Channels.BotFramework.Settings;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaqBot.Channels.BotFramework.Authentication;

/// <summary>A caller whose token holds.</summary>
/// <param name="CallerId">How the activity names it.</param>
/// <param name="ServiceUrl">Where replies go.</param>
/// <param name="Audience">Whom tokens for the replies are for; null for the cloud's channels.</param>
internal sealed record Caller(string CallerId, string ServiceUrl, string? Audience);

/// <summary>Checks the tokens of channels and, where allowed, of the Emulator and of parent bots.</summary>
/// <remarks>
/// Rules of <see href="https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication"/>. A key
/// without endorsements signs for
/// no channel, as in the .NET SDK.
/// </remarks>
internal sealed class CallerTokens(
    BotOptions options, BotAuthority authority, SigningKeys channelKeys, SigningKeys emulatorKeys, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly JsonWebTokenHandler Handler = new();

    /// <summary>Checks a request.</summary>
    /// <param name="header">The header <c>Authorization</c>.</param>
    /// <param name="activity">The activity that came with it.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The caller.</returns>
    /// <exception cref="UnauthorizedAccessException">The token does not hold; the message says why, and shows nothing of it.</exception>
    public async ValueTask<Caller> CheckAsync(string? header, Activity activity, CancellationToken cancellationToken)
    {
        if (header?.Split(' ') is not [var scheme, { Length: > 0 } compact] || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnauthorizedAccessException("the request has no header 'Authorization: Bearer …'");
        }

        JsonWebToken token = SignedToken.Read(compact);
        string issuer = token.Text("iss") ?? "";
        return issuer == authority.Issuer ? await CheckChannelAsync(token, activity, cancellationToken)
            : authority.TenantOf(issuer) is { } tenant && (options.AllowEmulator || options.SkillCallers.Length > 0)
            ? await CheckBotAsync(token, issuer, tenant, activity, cancellationToken)
            : throw new UnauthorizedAccessException("the token is of another issuer");
    }

    private async ValueTask<Caller> CheckChannelAsync(JsonWebToken token, Activity activity, CancellationToken cancellationToken)
    {
        SigningKey key = await ValidateAsync(token, authority.Issuer, channelKeys, cancellationToken);
        string[] required = [activity.ChannelId ?? "", .. options.RequiredEndorsements];
        if (!required.All(key.Endorsements.Contains))
        {
            throw new UnauthorizedAccessException("the token's key is not endorsed for the activity's channel");
        }

        string? serviceUrl = token.Text(AuthenticationConstants.ServiceUrlClaim);
        if (string.IsNullOrEmpty(serviceUrl) || !serviceUrl.Equals(activity.ServiceUrl, StringComparison.OrdinalIgnoreCase))
        {
            throw new UnauthorizedAccessException("the token's serviceurl is not the activity's serviceUrl");
        }

        return SafeUrl.IsAllowed(serviceUrl)
            ? new Caller(authority.CallerId, serviceUrl, Audience: null)
            : throw new UnauthorizedAccessException("the serviceUrl is no https address");
    }

    /// <summary>The Emulator signs in as the bot itself and lives on a developer's machine; a parent bot is one that the options
    /// name.</summary>
    private async ValueTask<Caller> CheckBotAsync(
        JsonWebToken token, string issuer, string tenant, Activity activity, CancellationToken cancellationToken)
    {
        SigningKey key = await ValidateAsync(token, issuer, emulatorKeys, cancellationToken);
        if (token.Text("tid") != tenant
            || (key.Issuer is { } of && !of.Contains("{tenantid}", StringComparison.Ordinal)
                && !of.Contains(tenant, StringComparison.Ordinal)))
        {
            throw new UnauthorizedAccessException($"the token's tenant or key is not that of its issuer {issuer}");
        }

        string? app =
            (token.TryGetPayloadValue(AuthenticationConstants.VersionClaim, out object version) ? version as string : "1.0") switch
            {
                "1.0" => token.Text(AuthenticationConstants.AppIdClaim),
                "2.0" => token.Text(AuthenticationConstants.AuthorizedParty),
                _ => throw new UnauthorizedAccessException("the token is of an unknown version, expected 1.0 or 2.0"),
            };
        if (options.AllowEmulator && string.Equals(app, options.AppId, StringComparison.OrdinalIgnoreCase))
        {
            return SafeUrl.IsLoopback(activity.ServiceUrl)
                ? new Caller(authority.CallerId, activity.ServiceUrl, Audience: null)
                : throw new UnauthorizedAccessException("the Emulator's serviceUrl is not on this machine");
        }

        return app is not null && options.SkillCallers.Contains(app, StringComparer.OrdinalIgnoreCase)
            ? Array.Exists(options.SkillServiceUrls, allowed => IsSameOrBelow(activity.ServiceUrl, allowed))
                ? new Caller($"urn:botframework:aadappid:{app}", activity.ServiceUrl, app)
                : throw new UnauthorizedAccessException("the parent bot's serviceUrl is none of those that the options allow")
            : throw new UnauthorizedAccessException("the token is of another application");
    }

    private static bool IsSameOrBelow(string? url, string allowed) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? given) && given.UserInfo.Length == 0
        && SafeUrl.IsBelow(new Uri(given.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"), new Uri(allowed));

    /// <summary>Checks signature, issuer, audience and lifetime.</summary>
    private async ValueTask<SigningKey> ValidateAsync(
        JsonWebToken token, string issuer, SigningKeys keys, CancellationToken cancellationToken)
    {
        SigningKey key = await keys.FindAsync(token.Kid, cancellationToken)
            ?? throw new UnauthorizedAccessException("the token's key is unknown");
        string? outside = null;
        TokenValidationResult result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = SignedToken.Algorithms,
            IssuerSigningKey = key.Key,
            ValidIssuer = issuer,
            AudienceValidator = (audiences, _, _) => audiences.Contains(options.AppId, StringComparer.OrdinalIgnoreCase),

            // The package's own check reads the machine's clock.
            LifetimeValidator = (from, until, _, _) => (outside = OutsideOf(from, until)) is null,
        });
        return result.IsValid ? key : throw new UnauthorizedAccessException(outside ?? Reason(result.Exception));
    }

    private string? OutsideOf(DateTime? from, DateTime? until)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return until is null || until <= now - Skew ? "the token has expired, or does not say when it will"
            : from > now + Skew ? "the token is not valid yet"
            : null;
    }

    // Not the exception's own text, which may show what the token holds.
    private static string Reason(Exception fault) => fault switch
    {
        SecurityTokenInvalidAudienceException => "the token is for another audience",
        SecurityTokenInvalidIssuerException => "the token is of another issuer",
        SecurityTokenInvalidSignatureException => "the token's signature is wrong",
        _ => $"the token does not hold ({fault.GetType().Name})",
    };
}
