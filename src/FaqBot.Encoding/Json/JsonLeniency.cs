namespace FaqBot.Encoding.Json;

/// <summary>What those who write a document are allowed.</summary>
[Flags]
internal enum JsonLeniency
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A member that is null counts as absent.</summary>
    NullIsAbsent = 1,

    /// <summary>Names count in any case, as clients of other services write them.</summary>
    AnyCase = 2,

    /// <summary>A number, true and false may stand in a text, as some pages that clients are copied from print them.</summary>
    ValuesInTexts = 4,
}
