using System.Globalization;
using FaqBot.Api.Authoring;
using FaqBot.Core.Answering;
using FaqBot.Core.Conversations;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Engine;
using FaqBot.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot;

/// <summary>
/// The one table from kinds of failure that the libraries know to status codes; those of the service say their own
/// (<see cref="ServiceFaultException"/>). Every error leaves as RFC 9457 problem details.
/// </summary>
internal sealed partial class Faults(
    IProblemDetailsService problems, StorageHealth storage, RetryJitter jitter, ILogger<Faults> log) : IExceptionHandler
{
    // The message names the service and what it said, which is nobody's business but the operator's.
    private const string Unreachable =
        "What turns texts into numbers cannot be reached right now; stored questions are answered still. Ask again later.";

    private static readonly TimeSpan MostJitter = TimeSpan.FromSeconds(2);

    // What nginx answers to nobody: the client has closed the connection.
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        ProblemDetails problem = ToProblem(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            Unexpected(log, context.Request.Method, context.Request.Path, exception);
        }

        if (exception is EncoderUnavailableException)
        {
            Unavailable(log, context.Request.Method, context.Request.Path, exception.Message);
        }

        if (exception is StoreException { Kind: not StoreFault.Refused } fault)
        {
            storage.Say(fault);
        }

        if (RetryAfter(exception) is { } wait)
        {
            // All who are refused at once would otherwise come back at once.
            wait += exception is BusyException ? jitter.Next(MostJitter) : TimeSpan.Zero;
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = problem.Status!.Value;
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
        return true;
    }

    internal static ProblemDetails ToProblem(Exception exception) => EditProblems.Of(exception) ?? exception switch
    {
        ServiceFaultException fault => fault.ToProblem(),
        InvalidQuestionException => Problem(StatusCodes.Status400BadRequest, "The question is not valid.", exception.Message),
        UnknownKnowledgeBaseException => Problem(StatusCodes.Status404NotFound, "Unknown knowledge base.", exception.Message),
        KnowledgeBaseAwaitedException =>
            Problem(StatusCodes.Status503ServiceUnavailable, "The knowledge base is not ready.", exception.Message)
                .WithCode(FaultCode.NotReady),
        // Not 503, which a proxy takes to another replica: the others are as busy, and would get all of it.
        BusyException =>
            Problem(StatusCodes.Status429TooManyRequests, "The service is busy.", exception.Message).WithCode(FaultCode.Busy),
        EncoderUnavailableException => Problem(StatusCodes.Status503ServiceUnavailable, "The encoder cannot be reached.", Unreachable),
        ConversationStoreException => Problem(StatusCodes.Status503ServiceUnavailable, "Conversations cannot be kept.", exception.Message),
        ModelLibraryException => Problem(StatusCodes.Status409Conflict, "The folder of models does not allow that.", exception.Message),
        KnowledgeBaseUnusableException =>
            Problem(StatusCodes.Status503ServiceUnavailable, "The knowledge base cannot be read.", exception.Message)
                .WithCode(FaultCode.StorageUnavailable),
        StoreException { Kind: StoreFault.Full } full =>
            Problem(StatusCodes.Status507InsufficientStorage, "The disk is full.", full.Told).WithCode(FaultCode.StorageFull),
        StoreException { Kind: StoreFault.Refused } refused =>
            Problem(StatusCodes.Status409Conflict, "The database does not allow that.", refused.Told),
        StoreException store =>
            Problem(StatusCodes.Status503ServiceUnavailable, "The database cannot be used.", store.Told)
                .WithCode(FaultCode.StorageUnavailable),
        VersionMismatchException or ModelException =>
            Problem(StatusCodes.Status409Conflict, "The published version cannot be used; what answered before still does.",
                exception.Message),
        BadHttpRequestException bad =>
            Problem(bad.StatusCode, "The request is not valid.", bad.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? "The request body is too large." : "The request could not be read."),
        _ => Problem(StatusCodes.Status500InternalServerError, "The service failed.", null),
    };

    private static ProblemDetails Problem(int status, string title, string? detail) =>
        new() { Status = status, Title = title, Detail = detail };

    private static TimeSpan? RetryAfter(Exception exception) => exception switch
    {
        ServiceFaultException fault => fault.RetryAfter,
        BusyException busy => busy.RetryAfter,
        EncoderUnavailableException unavailable => unavailable.RetryAfter,
        KnowledgeBaseAwaitedException => KnowledgeBaseAwaitedException.RetryAfter,
        StoreException store => store.RetryAfter,
        ConversationStoreException => ConversationStoreException.RetryAfter,
        _ => null,
    };

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Path} got no vectors: {Reason}")]
    private static partial void Unavailable(ILogger log, string method, PathString path, string reason);

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void Unexpected(ILogger log, string method, PathString path, Exception exception);
}

/// <summary>Tells callers of failures, within a request and after it.</summary>
internal static class FaultServices
{
    public static IServiceCollection AddFaults(this IServiceCollection services) =>
        services.AddExceptionHandler<Faults>().AddSingleton<ProblemOf>(_ => Faults.ToProblem);
}
