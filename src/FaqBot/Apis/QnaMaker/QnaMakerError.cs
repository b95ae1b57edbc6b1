namespace FaqBot.Apis.QnaMaker;

/// <summary>An error as clients of QnA Maker read it.</summary>
internal sealed record QnaMakerError(QnaMakerErrorBody Error);

/// <summary>What went wrong.</summary>
internal sealed record QnaMakerErrorBody(
    string Code, string Message, string? Target, IReadOnlyList<QnaMakerErrorDetail> Details, QnaMakerInnerError? InnerError);

/// <summary>One fault of a request.</summary>
internal sealed record QnaMakerErrorDetail(string Code, string Message, string? Target);

/// <summary>The service's own name of the failure.</summary>
internal sealed record QnaMakerInnerError(string Code, object? InnerError);
