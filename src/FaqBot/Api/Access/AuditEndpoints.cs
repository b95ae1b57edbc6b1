using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Access;

/// <summary><c>/api/v1/audit</c> and <c>/api/v1/kbs/{kb}/audit</c>: who did what.</summary>
internal sealed class AuditEndpoints(AccessRing ring)
{
    private const int UsualOnPage = 100, MostOnPage = 500, MostExported = 100_000, Slice = 1_000;
    private const string Lines = "application/jsonl";

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes.MapGet("/api/v1/audit", (HttpContext http, AuditEndpoints audit) => audit.ListAsync(http)).WithName("ListAudit")
            .WithSummary("List who did what, latest first.").Needs(Right.ReadAudit | Right.Administer).Produces<AuditPage>())
            .WithDescription("Query: before (a number), limit, actor, action, outcome (done, refused, failed).");
        Map(routes.MapGet("/api/v1/kbs/{kb}/audit", (HttpContext http, AuditEndpoints audit) => audit.ListAsync(http))
            .WithName("ListOwnAudit").WithSummary("List who did what with a knowledge base, latest first.").Needs(Right.ReadAudit)
            .WithExample("kb", "shop").Produces<AuditPage>())
            .WithDescription("Query: before (a number), limit, actor, action, outcome (done, refused, failed).");
        Map(routes.MapGet("/api/v1/audit/export", (HttpContext http, AuditEndpoints audit) => audit.ExportAsync(http))
            .WithName("ExportAudit").WithSummary("Get the audit log as JSON lines, earliest first.")
            .Needs(Right.ReadAudit | Right.Administer).Audited().Produces<string>(contentType: Lines))
            .WithDescription($"Query: after (a number), limit (at most {MostExported}).");
    }

    private static RouteHandlerBuilder Map(RouteHandlerBuilder route) => route.WithTags("Access")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private async Task<Ok<AuditPage>> ListAsync(HttpContext http)
    {
        RequestFaults faults = new();
        IQueryCollection query = http.Request.Query;
        string outcome = query["outcome"].ToString();
        AuditOutcome stated = default;
        if (outcome.Length > 0 && (!Enum.TryParse(outcome, ignoreCase: true, out stated) || !Enum.IsDefined(stated)))
        {
            faults.Add("outcome", "Found another word, expected done, refused or failed.");
        }

        AuditQuery asked = new(
            Number(query, "before", long.MaxValue, long.MaxValue, faults), (int)Number(query, "limit", UsualOnPage, MostOnPage, faults))
        {
            KnowledgeBaseId = http.GetRouteValue("kb") as string,
            Actor = Text(query, "actor"),
            Action = Text(query, "action"),
            Outcome = outcome.Length > 0 ? stated : null,
        };
        faults.ThrowIfAny();
        IReadOnlyList<AuditRow> rows = await Task.Run(() => ring.Store.Audit.List(asked));
        return TypedResults.Ok(new AuditPage(
            [.. rows.Select(AuditRowView.Of)], rows.Count == asked.Most && rows.Count > 0 ? rows[^1].Number : null));
    }

    private async Task ExportAsync(HttpContext http)
    {
        RequestFaults faults = new();
        long after = Number(http.Request.Query, "after", 0, long.MaxValue, faults);
        long left = Number(http.Request.Query, "limit", MostExported, MostExported, faults);
        faults.ThrowIfAny();
        http.Response.ContentType = $"{Lines}; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=audit.jsonl";
        while (left > 0)
        {
            IReadOnlyList<AuditRow> rows = await Task.Run(() => ring.Store.Audit.From(after, (int)Math.Min(left, Slice)));
            foreach (AuditRow row in rows)
            {
                await JsonSerializer.SerializeAsync(
                    http.Response.Body, AuditRowView.Of(row), AuditLineJson.Default.AuditRowView, http.RequestAborted);
                await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
            }

            left = rows.Count < Slice ? 0 : left - rows.Count;
            after = rows.Count > 0 ? rows[^1].Number : after;
        }
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static long Number(IQueryCollection query, string name, long otherwise, long most, RequestFaults faults)
    {
        string stated = query[name].ToString();
        if (stated.Length == 0)
        {
            return otherwise;
        }

        if (long.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= most)
        {
            return number;
        }

        faults.Add(name, $"Found another text, expected a whole number from 0 to {most}.");
        return otherwise;
    }
}
