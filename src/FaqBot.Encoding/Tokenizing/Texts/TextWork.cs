namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>A text on its way through the normalising and splitting steps, with room for the next one's result.</summary>
internal ref struct TextWork
{
    /// <summary>The text as the last step left it.</summary>
    public TextBuffer Text;

    /// <summary>Empty: a step that cannot work in place writes here and then swaps.</summary>
    public TextBuffer Spare;

    public TextWork(int capacity, Workspace workspace, bool atStart)
    {
        Text = new TextBuffer(capacity, workspace.MostLength);
        Spare = new TextBuffer(capacity, workspace.MostLength);
        Workspace = workspace;
        AtStart = atStart;
    }

    /// <summary>Whether this text is the first part of what is encoded, not one behind an added token.</summary>
    public bool AtStart { get; }

    /// <summary>Where lists come from; its words are those of <see cref="Text"/>.</summary>
    public Workspace Workspace { get; }

    /// <summary>Makes <see cref="Spare"/> the text.</summary>
    public void SwapText()
    {
        TextBuffer text = Text;
        Text = Spare;
        Spare = text;
        Spare.Length = 0;
    }

    public void Dispose()
    {
        Text.Dispose();
        Spare.Dispose();
    }
}
