using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Matching;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.QnaMaker;

/// <summary>Members that clients of QnA Maker and Custom Question Answering write in several ways.</summary>
internal static class ForeignFields
{
    /// <summary>A number of an entry, as number or text; 0, less and an empty text are none.</summary>
    public static int? EntryNumber(this JsonMembers fields, string name)
    {
        if (fields.Element(name) is not { } value)
        {
            return null;
        }

        int number = 0;
        bool read = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt32(out number),
            JsonValueKind.String => JsonMembers.TextOf(value) is { } text
                && (text.Length == 0 || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)),
            _ => false,
        };
        if (!read)
        {
            fields.Report(name, "Found another value, expected a whole number.");
        }

        return number > 0 ? number : null;
    }

    /// <summary>How conditions are joined: a word in any case, or 0 and 1.</summary>
    public static FilterJoin Join(this JsonMembers fields, string name)
    {
        if (fields.Element(name) is not { } value)
        {
            return FilterJoin.And;
        }

        string? word = value.ValueKind switch
        {
            JsonValueKind.String => JsonMembers.TextOf(value)?.ToUpperInvariant(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        switch (word)
        {
            case "AND" or "0":
                return FilterJoin.And;
            case "OR" or "1":
                return FilterJoin.Or;
            default:
                fields.Report(name, "Found another value, expected AND or OR.");
                return FilterJoin.And;
        }
    }

    /// <summary>How many entries to give; more than there ever are is all of them.</summary>
    public static int Top(this JsonMembers fields) =>
        (int)Math.Min(Ranking.MaxEntries, fields.Number("top", 1, int.MaxValue, whole: true) ?? 1);

    /// <summary>The entry that was answered before; the clients' spellings of the name differ in case only.</summary>
    public static int? PreviousNumber(this JsonMembers fields) => fields.Object("context")?.EntryNumber("previousQnaId");
}
