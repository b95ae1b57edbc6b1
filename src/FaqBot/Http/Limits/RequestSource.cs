namespace FaqBot.Http.Limits;

/// <summary>What a caller is known by.</summary>
internal enum SourceKind
{
    /// <summary>Nobody who is counted.</summary>
    None,

    /// <summary>A key or secret that opens something.</summary>
    Key,

    /// <summary>A conversation's token.</summary>
    Token,

    /// <summary>The address alone.</summary>
    Address,
}

/// <summary>Who a request counts for.</summary>
/// <param name="Kind">What the caller is known by.</param>
/// <param name="Name">Tells it apart from others of the kind; holds no secret.</param>
internal readonly record struct RequestSource(SourceKind Kind, string Name);
