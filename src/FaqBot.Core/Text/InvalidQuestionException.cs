namespace FaqBot.Core.Text;

/// <summary>A text cannot be a question; the message says why without repeating the text.</summary>
public sealed class InvalidQuestionException : Exception
{
    /// <summary>Reports what is wrong.</summary>
    /// <param name="fault">What was found and what is expected.</param>
    public InvalidQuestionException(string fault)
        : base(fault)
    {
    }
}
