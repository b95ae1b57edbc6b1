using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace FaqBot.Http;

/// <summary>What every problem of the service says beyond RFC 9457, and how other APIs' error shapes are filled from it.</summary>
internal static class ProblemMembers
{
    private const string CodeMember = "code";

    /// <summary>Adds the last of those who write problems; features' own writers come before.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services) => services
        .AddProblemDetails(problems => problems.CustomizeProblemDetails = Complete)
        .AddSingleton<IProblemDetailsWriter, LastProblemWriter>();

    /// <summary>One of <see cref="FaultCode"/>.</summary>
    public static string Code(this ProblemDetails problem) =>
        problem.Extensions.TryGetValue(CodeMember, out object? code) && code is string name
            ? name
            : FaultCode.Of(problem.Status ?? StatusCodes.Status500InternalServerError);

    /// <summary>Names the failure for programs.</summary>
    public static ProblemDetails WithCode(this ProblemDetails problem, string code)
    {
        problem.Extensions[CodeMember] = code;
        return problem;
    }

    /// <summary>All that is wrong in one line.</summary>
    public static string Message(this ProblemDetails problem) => problem is HttpValidationProblemDetails { Errors.Count: > 0 } invalid
        ? string.Join(
            " ", invalid.Errors.SelectMany(pair => pair.Value, (pair, fault) => pair.Key.Length == 0 ? fault : $"{pair.Key}: {fault}"))
        : problem.Detail ?? problem.Title
            ?? $"{ReasonPhrases.GetReasonPhrase(problem.Status ?? StatusCodes.Status500InternalServerError)}.";

    /// <summary>The first member with a fault; null when it is none.</summary>
    public static string? Field(this ProblemDetails problem) =>
        (problem as HttpValidationProblemDetails)?.Errors.Keys.FirstOrDefault(name => name.Length > 0);

    /// <summary>Completes problems that leave as problem details; those of comparing sentences say all in one member, too.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        ProblemDetails problem = context.ProblemDetails.WithCode(context.ProblemDetails.Code());
        problem.Extensions["requestId"] = context.HttpContext.TraceIdentifier;
        if (context.HttpContext.Request.Path.Equals("/similarity", StringComparison.OrdinalIgnoreCase))
        {
            problem.Extensions["message"] = problem.Message();
        }
    }
}
