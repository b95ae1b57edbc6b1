using System.Net;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>The one table that maps an answer that is no success to what it means.</summary>
internal static class HubRefusal
{
    public static Exception Of(HttpResponseMessage response, Uri address, ModelReference model, HubOptions options, TimeProvider time)
    {
        string host = address.GetLeftPart(UriPartial.Authority);
        int status = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || status >= 500)
        {
            return new TransientFailure($"{host} answered {status}.", RetryAfter(response, time));
        }

        // https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_http.py: a hub answers 401 for what
        // does not exist too, and tells the cases apart by this header.
        string? code = response.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
        string token = options.Token is null
            ? $"set {options.TokenVariable} to a token of an account that may read it"
            : $"the token of {options.TokenVariable} may not read it, use that of another account";
        return new HubException((code, status) switch
        {
            ("GatedRepo", _) => $"'{model.Id}' is given only to accounts that accepted its conditions ({host} answered {status}); "
                + $"accept them on {new Uri(options.Endpoint, model.Id.Text)} and {token}.",
            ("RevisionNotFound", _) =>
                $"'{model.Id}' has no revision '{model.Revision}' ({host} answered {status}); look for its name on "
                + $"{new Uri(options.Endpoint, model.Id.Text)}.",
            ("EntryNotFound", _) =>
                $"{address} is not there ({status}), though the hub lists it; run the command again, or use another hub.",
            ("RepoNotFound", _) or (_, 404 or 410) =>
                $"{host} has no model '{model}', or does not show it ({status}); check the name and its case; if the model is private, "
                + $"{token}.",
            (_, 401 or 403) =>
                $"{host} refuses '{model}' ({status}); if the model is private or asks for an agreement, give it there and {token}.",
            _ => $"{host} answered {status} for '{model}', expected its files; check that {options.Endpoint} is a hub of models.",
        });
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
