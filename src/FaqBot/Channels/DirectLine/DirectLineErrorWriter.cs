using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Channels.DirectLine;

/// <summary>Writes problems of Direct Line routes in its shape, whatever noticed them.</summary>
internal sealed class DirectLineErrorWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        context.HttpContext.Request.Path.StartsWithSegments(DirectLineRoutes.Root, StringComparison.OrdinalIgnoreCase);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        HttpContext http = context.HttpContext;
        ProblemDetails problem = context.ProblemDetails;
        int status = problem.Status ?? http.Response.StatusCode;
        http.Response.StatusCode = status;
        DirectLineError error = new(new DirectLineErrorDetail(CodeOf(problem.Code(), status), problem.Message()));
        await http.Response.WriteAsJsonAsync(
            error, DirectLineJson.Default.DirectLineError, "application/json; charset=utf-8", http.RequestAborted);
    }

    /// <summary>Codes of these routes' own failures stay; those that the service notices get the name that Direct Line has for
    /// them.</summary>
    private static string CodeOf(string code, int status) => char.IsAsciiLetterUpper(code[0])
        ? code
        : status switch
        {
            StatusCodes.Status401Unauthorized => DirectLineCode.Unauthorized,
            StatusCodes.Status413PayloadTooLarge => DirectLineCode.MessageTooBig,
            StatusCodes.Status429TooManyRequests => DirectLineCode.TooManyRequests,
            StatusCodes.Status503ServiceUnavailable => DirectLineCode.Unavailable,
            >= StatusCodes.Status500InternalServerError => DirectLineCode.Failed,
            StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => DirectLineCode.NotSupported,
            _ => DirectLineCode.BadArgument,
        };
}

/// <summary>An error as Direct Line clients read it.</summary>
internal sealed record DirectLineError(DirectLineErrorDetail Error);

/// <summary>What an error says.</summary>
internal sealed record DirectLineErrorDetail(string Code, string Message);
