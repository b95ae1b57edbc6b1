using System.Text.Json.Serialization;

namespace FaqBot.Core.Importing.Reports;

/// <summary>What a note says of its part of the input.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoteKind>))]
public enum NoteKind
{
    /// <summary>It was taken over, read or written in another way than it stands there.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,

    /// <summary>It is sound and has no place in a knowledge base, or is there already.</summary>
    [JsonStringEnumMemberName("leftOut")]
    LeftOut,

    /// <summary>It is faulty and was not taken over; a strict import refuses the whole for it.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

/// <summary>Something that is not as it was in the input.</summary>
/// <param name="Code">A stable name of the kind of note: see <see cref="NoteCode"/>.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Place">Where it stands in the input.</param>
/// <param name="Text">What was found, what was expected, what to do.</param>
public sealed record ImportNote(string Code, NoteKind Kind, Place Place, string Text)
{
    /// <inheritdoc />
    public override string ToString() => $"{Place}: {Text}";
}
