namespace FaqBot.Http;

/// <summary>What opens a route, for the API's description.</summary>
internal enum Guard
{
    /// <summary>The admin key.</summary>
    Admin,

    /// <summary>The API key, while one is configured.</summary>
    ApiKey,

    /// <summary>A key of the knowledge base, while it has one.</summary>
    EndpointKey,

    /// <summary>A Direct Line secret or token.</summary>
    DirectLine,

    /// <summary>A token of the Bot Framework.</summary>
    BotFramework,
}

/// <summary>Says of routes what their code does not show.</summary>
internal static class RouteDescription
{
    /// <summary>Says what opens a route.</summary>
    public static T GuardedBy<T>(this T route, Guard guard)
        where T : IEndpointConventionBuilder => route.WithMetadata(new RouteGuard(guard));

    /// <summary>Gives a body that the route takes.</summary>
    /// <param name="route">The route.</param>
    /// <param name="json">The body.</param>
    public static T WithExample<T>(this T route, string json)
        where T : IEndpointConventionBuilder => route.WithMetadata(new BodyExample(json));

    /// <summary>Gives a value of a parameter.</summary>
    /// <param name="route">The route.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">The value.</param>
    public static T WithExample<T>(this T route, string name, string value)
        where T : IEndpointConventionBuilder => route.WithMetadata(new ParameterExample(name, value));

    /// <summary>Lets a page's own library put styles into it.</summary>
    public static T WithInlineStyles<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new InlineStyles());
}

/// <summary>What opens a route.</summary>
internal sealed record RouteGuard(Guard Guard);

/// <summary>A body that a route takes.</summary>
internal sealed record BodyExample(string Json);

/// <summary>A value of a parameter.</summary>
internal sealed record ParameterExample(string Name, string Value);

/// <summary>A page whose library puts styles into it.</summary>
internal sealed record InlineStyles;
