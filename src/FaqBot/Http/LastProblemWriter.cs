using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Http;

/// <summary>Writes problems that no other writer takes: a client that accepts no JSON is told what is wrong in JSON all the same.</summary>
internal sealed class LastProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        HttpContext http = context.HttpContext;
        ProblemDetails problem = context.ProblemDetails;
        problem.Status ??= http.Response.StatusCode;
        problem.Title ??= problem.Message();
        ProblemMembers.Complete(context);
        http.Response.StatusCode = problem.Status.Value;
        await http.Response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json", http.RequestAborted);
    }
}
