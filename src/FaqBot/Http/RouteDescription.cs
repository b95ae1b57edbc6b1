namespace FaqBot.Http;

/// <summary>What opens a route, for the API's description.</summary>
internal enum Guard
{
    /// <summary>A key that has the right that the route needs …</summary>
    Access,

    /// <summary>… or the session of somebody who has it.</summary>
    Session,

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

    /// <summary>Says that a route needs no role; one below <c>/api/v1</c> that says nothing of who may use it is closed.</summary>
    public static T OpenToAll<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenRoute());

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

/// <summary>A route that everybody may use.</summary>
internal sealed record OpenRoute;

/// <summary>A body that a route takes.</summary>
internal sealed record BodyExample(string Json);

/// <summary>A value of a parameter.</summary>
internal sealed record ParameterExample(string Name, string Value);

/// <summary>A page whose library puts styles into it.</summary>
internal sealed record InlineStyles;
