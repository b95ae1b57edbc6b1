using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Http;

/// <summary>Says what callers are told of a failure, for work that outlasts its request.</summary>
/// <param name="exception">The failure.</param>
internal delegate ProblemDetails ProblemOf(Exception exception);
