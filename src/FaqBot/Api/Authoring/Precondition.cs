using System.Globalization;
using FaqBot.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace FaqBot.Api.Authoring;

/// <summary>What an editor looked at, as a request says it (RFC 9110, section 13): a strong ETag is a revision.</summary>
/// <param name="IsNew">Whether there must be nothing yet: <c>If-None-Match: *</c>.</param>
/// <param name="Revisions">The revisions of which one must be there; null: any.</param>
internal sealed record Precondition(bool IsNew, IReadOnlyCollection<int>? Revisions)
{
    // No revision is below 0: an ETag that is none matches nothing.
    private const int NoRevision = -1;

    /// <summary>Reads the condition of a change.</summary>
    /// <exception cref="MissingPreconditionException">There is none.</exception>
    public static Precondition Of(HttpRequest request, bool mayBeNew = false)
    {
        bool isNew = request.Headers.IfNoneMatch.ToString().Trim() == "*";
        string stated = request.Headers.IfMatch.ToString().Trim();
        return (mayBeNew && isNew, stated) switch
        {
            (true, _) => new Precondition(true, []),
            (_, "*") => new Precondition(false, null),
            (_, { Length: > 0 }) => new Precondition(false, Read(stated)),
            _ => throw new MissingPreconditionException(mayBeNew),
        };
    }

    /// <summary>The tag of a revision.</summary>
    public static string Tag(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Says which revision a reply holds; whether the caller has it already.</summary>
    public static bool IsKnown(HttpContext http, int revision)
    {
        string tag = Tag(revision);
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        return EntityTagHeaderValue.TryParseList([.. http.Request.Headers.IfNoneMatch.OfType<string>()],
            out IList<EntityTagHeaderValue>? tags)
            && tags.Any(known => known.Tag == tag);
    }

    private static int[] Read(string stated) =>
        EntityTagHeaderValue.TryParseList([stated], out IList<EntityTagHeaderValue>? tags)
            ? [.. tags.Select(tag => !tag.IsWeak && int.TryParse(
                tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out int revision) ? revision : NoRevision)]
            : [NoRevision];
}

/// <summary>A change does not say what its editor looked at.</summary>
internal sealed class MissingPreconditionException(bool mayBeNew) : ServiceFaultException(
    "Found no If-Match, expected the ETag of what is changed: get it first"
        + (mayBeNew ? "; or If-None-Match: * to create what is not there yet." : "."))
{
    public override int Status => StatusCodes.Status428PreconditionRequired;

    public override string Title => "The change needs a precondition.";

    public override string Code => "precondition_required";
}
