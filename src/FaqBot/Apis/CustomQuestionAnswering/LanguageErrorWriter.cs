using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Apis.CustomQuestionAnswering;

/// <summary>Writes problems below <c>/language</c> in the shape of the Language service, whatever noticed them.</summary>
/// <remarks>Source:
/// <see href="https://learn.microsoft.com/rest/api/questionanswering/question-answering/get-answers#errorcode"/>.</remarks>
internal sealed class LanguageErrorWriter : IProblemDetailsWriter
{
    /// <summary>Code of the failure that there is no such job.</summary>
    public const string UnknownOperation = "operation_not_found";

    public bool CanWrite(ProblemDetailsContext context) =>
        context.HttpContext.Request.Path.StartsWithSegments("/language", StringComparison.OrdinalIgnoreCase);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        HttpContext http = context.HttpContext;
        ProblemDetails problem = context.ProblemDetails;
        int status = problem.Code() == FaultCode.Busy ? StatusCodes.Status429TooManyRequests : problem.Status ?? http.Response.StatusCode;
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(
            ErrorOf(problem, status), LanguageJson.Default.LanguageError, "application/json; charset=utf-8", http.RequestAborted);
    }

    /// <summary>A problem as clients of the Language service read it.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="status">The status that it has there.</param>
    public static LanguageError ErrorOf(ProblemDetails problem, int status)
    {
        string code = CodeOf(problem, status);
        LanguageErrorDetail[] details =
        [
            .. problem is HttpValidationProblemDetails invalid
                ? invalid.Errors.SelectMany(pair =>
                    pair.Value, (pair, fault) => new LanguageErrorDetail(code, fault, pair.Key.Length == 0 ? null : pair.Key))
                : [],
        ];
        return new LanguageError(new LanguageErrorBody(
            code, problem.Message(), problem.Field(), details, new LanguageInnerError(problem.Code(), problem.Title ?? code)));
    }

    private static string CodeOf(ProblemDetails problem, int status) =>
        problem.Code() == FaultCode.UnknownProject ? "ProjectNotFound" : problem.Code() == UnknownOperation ? "OperationNotFound"
        : status switch
        {
            StatusCodes.Status409Conflict => "Conflict",
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
