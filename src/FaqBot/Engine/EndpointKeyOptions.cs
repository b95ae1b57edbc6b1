namespace FaqBot.Engine;

/// <summary>Who may ask a knowledge base that has no key by the routes of QnA Maker and Custom Question Answering.</summary>
internal enum Anonymous
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>Programs on this machine.</summary>
    Local,

    /// <summary>Everybody.</summary>
    All,
}

/// <summary>How the routes of QnA Maker and Custom Question Answering are guarded.</summary>
internal sealed class EndpointKeyOptions
{
    public Anonymous Anonymous { get; set; } = Anonymous.Local;

    public bool BlankKeys { get; set; }

    public IEnumerable<string> Faults() =>
        Enum.IsDefined(Anonymous) ? [] : [$"Anonymous is {Anonymous}, expected None, Local or All"];
}
