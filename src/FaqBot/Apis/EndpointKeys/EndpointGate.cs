using FaqBot.Core.Answering;
using FaqBot.Engine;
using FaqBot.Http;

namespace FaqBot.Apis.EndpointKeys;

/// <summary>Lets requests to the routes of QnA Maker and Custom Question Answering pass with a key of the knowledge base that they
/// ask.</summary>
/// <remarks>
/// <c>Authorization: EndpointKey …</c> and <c>Ocp-Apim-Subscription-Key: …</c> count alike; clients send both. Who has no key of a
/// knowledge base
/// is not told whether it exists.
/// </remarks>
internal sealed class EndpointGate(AnsweringEngine engine, EndpointKeyOptions options, LocalCallers locals)
{
    private const string Scheme = "EndpointKey";

    /// <summary>Lets a request to a knowledge base pass.</summary>
    /// <param name="http">The request.</param>
    /// <param name="name">What it calls the knowledge base: its id or its display name, in any case.</param>
    /// <returns>Id of the knowledge base.</returns>
    /// <exception cref="InvalidKeyException">The request brings no right key.</exception>
    /// <exception cref="UnknownProjectException">There is no such knowledge base.</exception>
    public string Enter(HttpContext http, string name)
    {
        LoadedEngine loaded = engine.Require();
        string? id = Resolve(loaded, name);
        KeyCheck check = loaded.Keys.Check(id, Presented(http.Request));
        bool passes = check.OpensThis || (id is null && check.OpensAny) || (!check.HasKeys && MayBeAnonymous(http));
        return !passes ? throw new InvalidKeyException() : id ?? throw new UnknownProjectException();
    }

    /// <summary>Lets a request pass that asks no knowledge base.</summary>
    /// <param name="http">The request.</param>
    /// <exception cref="InvalidKeyException">The request brings no key that opens any knowledge base.</exception>
    public void Enter(HttpContext http)
    {
        if (!engine.Require().Keys.Check(null, Presented(http.Request)).OpensAny && !MayBeAnonymous(http))
        {
            throw new InvalidKeyException();
        }
    }

    /// <summary>By id or by a display name that only one has; path, clients and people may have brought either into another
    /// case.</summary>
    private static string? Resolve(LoadedEngine loaded, string name)
    {
        if (loaded.Catalogs.HeadOf(name) is not null || loaded.Catalogs.IsAwaited(name))
        {
            return name;
        }

        CatalogHead[] heads = [.. loaded.Catalogs.Heads.Values];
        CatalogHead? found =
            Array.Find(heads, head => head.Identity.KnowledgeBaseId.Equals(name, StringComparison.OrdinalIgnoreCase));
        return (found ?? Named(StringComparison.Ordinal) ?? Named(StringComparison.OrdinalIgnoreCase))?.Identity.KnowledgeBaseId;

        CatalogHead? Named(StringComparison comparison) =>
            heads.Where(head => head.Knowledge.Name.Texts.Values.Any(text => text.Equals(name, comparison))).Take(2).ToArray()
                is [var only]
                ? only : null;
    }

    /// <summary>What a request brings as keys of knowledge bases, right or wrong.</summary>
    public static string[] Presented(HttpRequest request)
    {
        List<string> keys = [];
        string authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase))
        {
            keys.Add(authorization[(Scheme.Length + 1)..].Trim());
        }

        if (request.Headers[BearerKey.SubscriptionHeader].ToString().Trim() is { Length: > 0 } key && !keys.Contains(key))
        {
            keys.Add(key);
        }

        return [.. keys];
    }

    private bool MayBeAnonymous(HttpContext http) => options.Anonymous switch
    {
        Anonymous.All => true,
        Anonymous.Local => locals.Send(http.Request),
        _ => false,
    };
}

/// <summary>A request brings no key that opens the knowledge base that it asks.</summary>
internal sealed class InvalidKeyException() : ServiceFaultException(
    "Found no key of this knowledge base, expected 'Authorization: EndpointKey …' or 'Ocp-Apim-Subscription-Key: …'; its owner makes one "
    + "with 'keys create'.")
{
    public override int Status => StatusCodes.Status401Unauthorized;

    public override string Title => "The key is not valid.";
}

/// <summary>A request with a right key asks what there is not.</summary>
internal sealed class UnknownProjectException(string message = "Found no knowledge base of this id or name.")
    : ServiceFaultException(message)
{
    public override int Status => StatusCodes.Status404NotFound;

    public override string Title => "Unknown knowledge base.";

    public override string Code => FaultCode.UnknownProject;
}
