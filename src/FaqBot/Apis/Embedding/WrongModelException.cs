namespace FaqBot.Apis.Embedding;

/// <summary>The loaded model cannot do what was asked; the message says which could.</summary>
internal sealed class WrongModelException(string message) : Exception(message);
