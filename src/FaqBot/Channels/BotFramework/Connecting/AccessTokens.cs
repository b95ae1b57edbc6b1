using System.Collections.Concurrent;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Keeps the bot's tokens and fetches them anew before they end.</summary>
/// <remarks>
/// Thread-safe: many callers cause one fetch, which MSAL's cache of client credentials does not promise, and a token serves to its end
/// while
/// nobody gives a new one. Audiences are the cloud's and those that the options name, so they are few.
/// </remarks>
internal sealed class AccessTokens(ITokenSource source, TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>A token that holds for a while.</summary>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="refused">A token that was refused, so that it is not given again; or null.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>The token.</returns>
    /// <exception cref="TokenUnavailableException">There is none.</exception>
    public async ValueTask<string> GetAsync(string audience, string? refused, CancellationToken cancellationToken)
    {
        Kept kept = _kept.GetOrAdd(audience, _ => new Kept());
        if (IsGood(kept.Token, refused, Early))
        {
            return kept.Token!.Value;
        }

        await kept.Fetching.WaitAsync(cancellationToken);
        try
        {
            if (!IsGood(kept.Token, refused, Early))
            {
                kept.Token = await source.FetchAsync(audience, cancellationToken);
            }

            return kept.Token!.Value;
        }
        catch (TokenUnavailableException) when (IsGood(kept.Token, refused, Least))
        {
            // The old one still holds.
            return kept.Token!.Value;
        }
        finally
        {
            kept.Fetching.Release();
        }
    }

    private bool IsGood(AccessToken? token, string? refused, TimeSpan margin) =>
        token is not null && token.Value != refused && token.Expires - time.GetUtcNow() > margin;

    private sealed class Kept
    {
        public SemaphoreSlim Fetching { get; } = new(1, 1);

        public volatile AccessToken? Token;
    }
}
