using FaqBot.Core.Authoring;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Api.Authoring;

/// <summary>What callers are told of edits and publications that cannot be.</summary>
internal static class EditProblems
{
    private const int MostTold = 100;

    /// <summary>The problem; null where the failure is of another kind.</summary>
    public static ProblemDetails? Of(Exception exception) => exception switch
    {
        InvalidEditException edit => Invalid(edit.Faults),
        InvalidKnowledgeException knowledge => Problem(
            StatusCodes.Status409Conflict, "What is stored breaks rules that came later.", knowledge.Message, "stored_invalid"),
        EditConflictException conflict => Conflict(conflict),
        WorkingCopyMovedException moved => With(
            Problem(StatusCodes.Status409Conflict, "The working copy has moved on.", moved.Message, "revision_moved"),
            ("revision", moved.Found)),
        PublicationBlockedException blocked => With(
            Problem(StatusCodes.Status409Conflict, "The publication is blocked.", blocked.Message, "publication_blocked"),
            ("blocked", blocked.Blocked.ToArray()), ("canBeOverridden", blocked.CanBeOverridden)),
        ImportException import => Problem(
            import.Flaw == ImportFlaw.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
            "Nothing of the input can be imported.", import.Message, "import_refused"),
        NotThereException => Problem(StatusCodes.Status404NotFound, "There is no such thing.", exception.Message, "not_found"),
        EditRefusedException => Problem(StatusCodes.Status409Conflict, "That does not fit what is there.", exception.Message, "conflict"),
        _ => null,
    };

    /// <summary>Faults by their paths; of very many the first hundred.</summary>
    public static HttpValidationProblemDetails Invalid(IReadOnlyList<Fault> faults)
    {
        HttpValidationProblemDetails problem = new(faults.Take(MostTold)
            .GroupBy(fault => fault.Path ?? fault.EntryId ?? "", StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(fault => $"Found that {fault.Problem}. {fault.Remedy}.").ToArray(),
                StringComparer.Ordinal))
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The request is not valid.",
            Detail = $"Found {faults.Count} fault(s); nothing was changed.",
        };
        problem.WithCode(FaultCode.InvalidRequest);
        return problem;
    }

    private static ProblemDetails Conflict(EditConflictException conflict)
    {
        ProblemDetails problem = Problem(
            StatusCodes.Status412PreconditionFailed, "Somebody else has changed it.", conflict.Message, "precondition_failed");
        problem.Extensions["revision"] = conflict.Revision;
        problem.Extensions["current"] = conflict.Entry is { } entry ? System.Text.Json.JsonElement.Parse(entry.Content) : null;
        problem.Extensions["changedBy"] = conflict.Last?.By.Author;
        problem.Extensions["changedAt"] = conflict.Last?.At;
        problem.Extensions["change"] = conflict.Last?.Number;
        return problem;
    }

    private static ProblemDetails Problem(int status, string title, string detail, string code) =>
        new ProblemDetails { Status = status, Title = title, Detail = detail }.WithCode(code);

    private static ProblemDetails With(ProblemDetails problem, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        foreach ((string name, object? value) in members)
        {
            problem.Extensions[name] = value;
        }

        return problem;
    }
}
