namespace FaqBot.Encoding.Library;

/// <summary>A work on models was stopped; the message says what stays.</summary>
/// <param name="message">What stays.</param>
/// <param name="inner">What stopped it.</param>
public sealed class ModelStoppedException(string message, OperationCanceledException inner)
    : OperationCanceledException(message, inner, inner?.CancellationToken ?? default);
