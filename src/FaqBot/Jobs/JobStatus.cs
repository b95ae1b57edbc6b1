using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaqBot.Http;

namespace FaqBot.Jobs;

/// <summary>How far a job is.</summary>
internal sealed record JobStatus(
    [property: Description("Its id.")] string Id,
    [property: Description("What it does: switch, pull, build or verify.")] string Kind,
    [property: Description("What it works on: a knowledge base, or a model as organisation/name.")] string Subject,
    [property: Description("running, done, failed or cancelled.")] JobState State,
    [property: Description("What it is doing, or did last.")] string Phase,
    [property: Description("How much of the phase is done: questions or bytes.")] long Done,
    [property: Description("How much the phase has; 0 where that is not known.")] long Total,
    [property: Description("What came of it, once it is done.")] string? Result,
    [property: Description("What was found, expected and what to do, if it failed.")] string? Error,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);

/// <summary>Whether a job runs, and how it ended.</summary>
[JsonConverter(typeof(JobStateConverter))]
internal enum JobState
{
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <summary>A job's state as replies spell it.</summary>
internal sealed class JobStateConverter() : JsonStringEnumConverter<JobState>(JsonNamingPolicy.CamelCase);

/// <summary>Reply to <c>GET /api/v1/models/jobs</c>.</summary>
internal sealed record JobList(IReadOnlyList<JobStatus> Jobs);

/// <summary>A job cannot start beside those that run.</summary>
internal sealed class JobConflictException(string message) : ServiceFaultException(message)
{
    public override int Status => StatusCodes.Status409Conflict;

    public override string Title => "Another job is at work.";
}
