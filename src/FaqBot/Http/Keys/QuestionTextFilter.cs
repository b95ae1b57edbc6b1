namespace FaqBot.Http.Keys;

/// <summary>Lets a request read what customers typed: personal data, and so a right of its own.</summary>
/// <remarks>The one place that decides on it. Whoever has the admin key has this right, too.</remarks>
internal sealed class QuestionTextFilter(AdminOptions options) : IEndpointFilter
{
    private readonly AdminKeyFilter _admin = new(options);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        _admin.InvokeAsync(context, next);
}
