using System.Runtime.InteropServices;
using System.Text.Json;

namespace FaqBot.Encoding.Json;

/// <summary>How a member of a JSON object is not as it should be.</summary>
internal enum MemberFlaw
{
    /// <summary>It must be there, and is not.</summary>
    Missing,

    /// <summary>Nobody asks for it.</summary>
    Unknown,

    /// <summary>Its name is there twice.</summary>
    Repeated,

    /// <summary>It is of another kind.</summary>
    OtherKind,

    /// <summary>It is a number, but none of those allowed.</summary>
    OutOfRange,

    /// <summary>It is a text or a list, and holds nothing.</summary>
    Empty,

    /// <summary>It is a text or a list, and holds too much.</summary>
    TooLong,

    /// <summary>It is a text with half a surrogate pair or bytes that are no UTF-8.</summary>
    NotUnicode,

    /// <summary>It is of the right kind and still not right, as <see cref="MemberFault.Expected"/> says in full.</summary>
    Other,
}

/// <summary>A member that is not as it should be; each kind of document has its own words for it.</summary>
/// <param name="Path">Where it stands, such as <c>filters.metadata[0]</c>.</param>
/// <param name="Flaw">What is wrong.</param>
/// <param name="Value">What was found; the object where the member is missing, undefined for <see cref="MemberFlaw.Other"/>.</param>
/// <param name="Expected">What was expected; the known names for <see cref="MemberFlaw.Unknown"/>.</param>
/// <param name="Amount">How much was found, for <see cref="MemberFlaw.TooLong"/>: <c>21 objects</c>.</param>
internal readonly record struct MemberFault(string Path, MemberFlaw Flaw, JsonElement Value, string Expected, string? Amount = null)
{
    private const int LongestRaw = 60;

    /// <summary>What was found as it is written, cut off when it is long.</summary>
    public string Raw
    {
        get
        {
            // Not GetRawText, which throws where bytes are no UTF-8.
            string raw = System.Text.Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(Value));
            return raw.Length <= LongestRaw ? raw : raw[..LongestRaw] + "…";
        }
    }

    /// <summary>What kind of value was found.</summary>
    public string Kind => Value.ValueKind.ToString().ToLowerInvariant();
}
