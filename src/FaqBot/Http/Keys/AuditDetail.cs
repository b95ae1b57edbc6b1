namespace FaqBot.Http.Keys;

/// <summary>What a handler knows of its action beyond path, verb and outcome, for the audit log.</summary>
internal sealed class AuditDetail
{
    /// <summary>What, where no endpoint of a name says it.</summary>
    public string? Action { get; set; }

    /// <summary>The knowledge base, where the path names none.</summary>
    public string? KnowledgeBaseId { get; set; }

    /// <summary>On what, where the path does not say it.</summary>
    public string? Object { get; set; }

    /// <summary>Revision before.</summary>
    public string? Before { get; set; }

    /// <summary>Revision afterwards.</summary>
    public string? After { get; set; }

    /// <summary>What else there is to say; never a secret, nor what customers typed.</summary>
    public string? Note { get; set; }

    /// <summary>Who acts, where the request itself shows it only now.</summary>
    public string? Actor { get; set; }

    /// <summary>The detail of a request.</summary>
    public static AuditDetail Of(HttpContext context)
    {
        if (context.Features.Get<AuditDetail>() is not { } detail)
        {
            context.Features.Set(detail = new AuditDetail());
        }

        return detail;
    }
}
