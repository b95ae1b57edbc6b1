using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Apis.QnaMaker;

/// <summary>Writes problems of the routes of QnA Maker in its shape, whatever noticed them.</summary>
/// <remarks>
/// The JavaScript client reads every body as JSON and never looks at the status. Source:
/// <see href="https://github.com/Azure/azure-rest-api-specs/tree/main/specification/cognitiveservices/data-plane/QnAMaker"/>.
/// </remarks>
internal sealed class QnaMakerErrorWriter : IProblemDetailsWriter
{
    /// <summary>Code of the failure that keys cannot be shown.</summary>
    public const string EndpointKeys = "endpoint_keys";

    /// <summary>Code of the failure that there is no such operation.</summary>
    public const string UnknownOperation = "operation_not_found";

    public bool CanWrite(ProblemDetailsContext context)
    {
        PathString path = context.HttpContext.Request.Path;
        return path.StartsWithSegments("/qnamaker", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/knowledgebases", StringComparison.OrdinalIgnoreCase);
    }

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        HttpContext http = context.HttpContext;
        ProblemDetails problem = context.ProblemDetails;
        int status = problem.Code() == FaultCode.Busy ? StatusCodes.Status429TooManyRequests : problem.Status ?? http.Response.StatusCode;
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(
            ErrorOf(problem, status), QnaMakerJson.Default.QnaMakerError, "application/json; charset=utf-8", http.RequestAborted);
    }

    /// <summary>A problem as clients of QnA Maker read it.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="status">The status that it has there.</param>
    public static QnaMakerError ErrorOf(ProblemDetails problem, int status)
    {
        string code = CodeOf(problem.Code(), status);
        QnaMakerErrorDetail[] details =
        [
            .. problem is HttpValidationProblemDetails invalid
                ? invalid.Errors.SelectMany(pair =>
                    pair.Value, (pair, fault) => new QnaMakerErrorDetail(code, fault, pair.Key.Length == 0 ? null : pair.Key))
                : [],
        ];
        return new QnaMakerError(
            new QnaMakerErrorBody(code, problem.Message(), problem.Field(), details, new QnaMakerInnerError(problem.Code(), null)));
    }

    private static string CodeOf(string code, int status) => code switch
    {
        FaultCode.UnknownProject => "KbNotFound",
        EndpointKeys => "EndpointKeysError",
        UnknownOperation => "OperationNotFound",
        _ => CodeOf(status),
    };

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Unauthorized",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound => "NotFound",
        StatusCodes.Status405MethodNotAllowed => "OperationNotFound",
        StatusCodes.Status429TooManyRequests => "QuotaExceeded",
        >= StatusCodes.Status500InternalServerError => "ServiceError",
        _ => "BadArgument",
    };
}
