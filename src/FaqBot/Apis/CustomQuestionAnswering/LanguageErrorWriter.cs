using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Writes problems below <c>/language</c> in the shape of the Language service, whatever noticed them.</summary>
/// <remarks>Source:
/// <see href="https://learn.microsoft.com/rest/api/questionanswering/question-answering/get-answers#errorcode"/>.</remarks>
internal sealed class LanguageErrorWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        context.HttpContext.Request.Path.StartsWithSegments("/language", StringComparison.OrdinalIgnoreCase);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        HttpContext http = context.HttpContext;
        ProblemDetails problem = context.ProblemDetails;
        int status = problem.Code() == FaultCode.Busy ? StatusCodes.Status429TooManyRequests : problem.Status ?? http.Response.StatusCode;
        http.Response.StatusCode = status;
        string code = CodeOf(problem, status);
        LanguageErrorDetail[] details =
        [
            .. problem is HttpValidationProblemDetails invalid
                ? invalid.Errors.SelectMany(pair =>
                    pair.Value, (pair, fault) => new LanguageErrorDetail(code, fault, pair.Key.Length == 0 ? null : pair.Key))
                : [],
        ];
        LanguageError error = new(new LanguageErrorBody(
            code, problem.Message(), problem.Field(), details, new LanguageInnerError(problem.Code(), problem.Title ?? code)));
        await http.Response.WriteAsJsonAsync(
            error, LanguageJson.Default.LanguageError, "application/json; charset=utf-8", http.RequestAborted);
    }

    private static string CodeOf(ProblemDetails problem, int status) =>
        problem.Code() == FaultCode.UnknownProject ? "ProjectNotFound" : status switch
        {
            StatusCodes.Status400BadRequest => problem.Field() is null ? "InvalidRequest" : "InvalidArgument",
            StatusCodes.Status401Unauthorized => "Unauthorized",
            StatusCodes.Status403Forbidden => "Forbidden",
            StatusCodes.Status404NotFound => "NotFound",
            StatusCodes.Status405MethodNotAllowed => "OperationNotFound",
            StatusCodes.Status429TooManyRequests => "TooManyRequests",
            StatusCodes.Status503ServiceUnavailable => "ServiceUnavailable",
            >= StatusCodes.Status500InternalServerError => "InternalServerError",
            _ => "InvalidRequest",
        };
}
