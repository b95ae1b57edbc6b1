using System.Text;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing;

/// <content>Where the tokens of a text go.</content>
public abstract partial class ModelTokenizer
{
    /// <summary>Where tokens go.</summary>
    private ref struct Target(int limit, Workspace workspace, bool splits, StringBuilder? normalizedText)
    {
        public readonly Workspace Workspace = workspace;

        public readonly StringBuilder? NormalizedText = normalizedText;

        public readonly bool Splits = splits;

        /// <summary>Length of the normalised text so far.</summary>
        public int Offset;

        public readonly bool IsFull => Workspace.Tokens.Count >= limit;

        public void Add(AddedToken token)
        {
            Workspace.Tokens.Add(new TokenSpan(token.Id, Offset, Offset + token.Content.Length));
            NormalizedText?.Append(token.Content);
            Offset += token.Content.Length;
        }
    }
}
