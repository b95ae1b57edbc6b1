namespace FaqBot.Http;

/// <summary>Names of failures that programs can tell apart: member <c>code</c> of problem details.</summary>
internal static class FaultCode
{
    public const string InvalidRequest = "invalid_request";

    /// <summary>A text or a list holds nothing.</summary>
    public const string EmptyInput = "empty_input";

    /// <summary>A text has more tokens than the model takes, and was not to be cut.</summary>
    public const string TextTooLong = "text_too_long";

    /// <summary>A list holds more texts than a request may bring.</summary>
    public const string TooManyTexts = "too_many_texts";

    /// <summary>The loaded model cannot do this.</summary>
    public const string WrongModel = "wrong_model";

    public const string UnknownModel = "model_not_found";

    public const string Unauthorized = "unauthorized";

    /// <summary>No knowledge base, or none of its deployments, is called so.</summary>
    public const string UnknownProject = "project_not_found";

    public const string BodyTooLarge = "body_too_large";

    /// <summary>Too many texts wait; asking again helps.</summary>
    public const string Busy = "busy";

    /// <summary>The caller sends more requests than one may.</summary>
    public const string TooManyRequests = "too_many_requests";

    public const string NotReady = "not_ready";

    /// <summary>The database cannot be used right now; what was read before is answered still.</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>The disk of the database is full; what was sent is not kept.</summary>
    public const string StorageFull = "storage_full";

    public const string Failed = "failed";

    /// <summary>The name of a failure that has only a status.</summary>
    public static string Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Unauthorized,
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status409Conflict => "conflict",
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status408RequestTimeout => "request_timeout",
        StatusCodes.Status429TooManyRequests => TooManyRequests,
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= StatusCodes.Status500InternalServerError => Failed,
        _ => InvalidRequest,
    };
}
