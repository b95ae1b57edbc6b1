using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Apis.Tei;

/// <summary>Writes problems of the routes of Text Embeddings Inference in its shape, with its status codes.</summary>
/// <remarks>Source: <see href="https://huggingface.github.io/text-embeddings-inference/"/>.</remarks>
internal sealed class TeiErrorWriter : IProblemDetailsWriter
{
    private static readonly HashSet<string> Paths = new(StringComparer.OrdinalIgnoreCase)
    {
        "/embed", "/embed_all", "/embed_sparse", "/predict", "/rerank", "/tokenize", "/decode", "/info", "/health", "/ping", "/metrics",
    };

    /// <summary>Makes errors of a request this API's, where its path is another's too.</summary>
    public static void Claim(HttpContext context) => context.Items[typeof(TeiErrorWriter)] = true;

    public bool CanWrite(ProblemDetailsContext context)
    {
        HttpContext http = context.HttpContext;
        return Paths.Contains(http.Request.Path.Value ?? "") || http.Items.ContainsKey(typeof(TeiErrorWriter))
            || (HttpMethods.IsPost(http.Request.Method) && http.Request.Path == "/");
    }

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        HttpContext http = context.HttpContext;
        ProblemDetails problem = context.ProblemDetails;
        (int status, string type) = ShapeOf(problem.Code(), problem.Status ?? http.Response.StatusCode);
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(
            new TeiError(problem.Message(), type), TeiJson.Default.TeiError, "application/json; charset=utf-8", http.RequestAborted);
    }

    private static (int Status, string Type) ShapeOf(string code, int status) => code switch
    {
        FaultCode.EmptyInput => (StatusCodes.Status400BadRequest, "Empty"),
        FaultCode.TooManyTexts or FaultCode.BodyTooLarge => (StatusCodes.Status413PayloadTooLarge, "Validation"),
        FaultCode.InvalidRequest or FaultCode.TextTooLong => (StatusCodes.Status422UnprocessableEntity, "Validation"),
        FaultCode.WrongModel => (StatusCodes.Status424FailedDependency, "Backend"),
        FaultCode.Busy or FaultCode.TooManyRequests => (StatusCodes.Status429TooManyRequests, "Overloaded"),
        FaultCode.NotReady => (StatusCodes.Status503ServiceUnavailable, "Unhealthy"),
        _ => (status, status >= StatusCodes.Status500InternalServerError ? "Backend" : "Validation"),
    };
}
