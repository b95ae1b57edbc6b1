using Microsoft.AspNetCore.Routing.Matching;

namespace FaqBot.Apis.Tei;

/// <summary>Lets a route at the root see what is posted there alone: the first page, which is a file, is got at the same address.</summary>
/// <remarks>A route of one method would answer all others there with 405, before files are looked for.</remarks>
internal sealed class PostedRoot : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the choice by methods, which only concerns routes that name theirs.
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsMarked);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            if (IsMarked(candidates[i].Endpoint) && !HttpMethods.IsPost(httpContext.Request.Method))
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsMarked(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Mark>() is not null;

    /// <summary>Marks a route that only sees what is posted.</summary>
    public sealed class Mark;
}
