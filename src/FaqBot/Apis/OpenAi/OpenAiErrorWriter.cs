using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Apis.OpenAi;

/// <summary>Writes problems below <c>/v1</c> and <c>/openai</c> in the shape of the OpenAI API, whatever noticed them.</summary>
/// <remarks>Source: <see href="https://platform.openai.com/docs/guides/error-codes"/>.</remarks>
internal sealed class OpenAiErrorWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        context.HttpContext.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)
        || context.HttpContext.Request.Path.StartsWithSegments("/openai", StringComparison.OrdinalIgnoreCase)
        || context.HttpContext.Request.Path.Equals("/embeddings", StringComparison.OrdinalIgnoreCase);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        HttpContext http = context.HttpContext;
        ProblemDetails problem = context.ProblemDetails;
        int status = problem.Code() == FaultCode.Busy ? StatusCodes.Status429TooManyRequests : problem.Status ?? http.Response.StatusCode;
        http.Response.StatusCode = status;
        OpenAiError error = new(new OpenAiErrorDetail(problem.Message(), TypeOf(status), problem.Field(), CodeOf(problem.Code())));
        await http.Response.WriteAsJsonAsync(error, OpenAiJson.Default.OpenAiError, "application/json; charset=utf-8", http.RequestAborted);
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>The code that the OpenAI API has for the same, where it has one.</summary>
    private static string? CodeOf(string code) => code switch
    {
        FaultCode.TextTooLong => "context_length_exceeded",
        FaultCode.Busy or FaultCode.TooManyRequests => "rate_limit_exceeded",
        FaultCode.Unauthorized => "invalid_api_key",
        FaultCode.InvalidRequest => null,
        _ => code,
    };
}
