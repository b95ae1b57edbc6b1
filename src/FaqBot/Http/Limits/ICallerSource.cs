namespace FaqBot.Http.Limits;

/// <summary>A feature that knows callers by keys or tokens of its own.</summary>
internal interface ICallerSource
{
    /// <summary>Finds out who sends a request; what is wrong is nobody's.</summary>
    /// <returns>The caller, by a name without a secret; of kind <see cref="SourceKind.None"/> when the feature does not know it.</returns>
    RequestSource Of(HttpRequest request);
}
