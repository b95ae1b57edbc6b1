using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Knows tables of Dify with one column of segments: texts to search in, without questions.</summary>
internal static class DifySegments
{
    /// <summary>What such a table is called.</summary>
    public const string Format = "Dify segments without questions";

    private static readonly string[] Contents = ["分段内容", "分段內容", "segmentcontent"];

    /// <summary>Whether a table has the one column, by its bare name: MaxKB says in brackets what is to stand in it.</summary>
    public static bool IsOne(Header header) => header.Count == 1 && header.Names[0].Trim() is var name
        && Contents.Contains(Header.Key(name)) && !name.AsSpan().ContainsAny('（', '(');

    /// <summary>Leaves all rows out.</summary>
    public static void Read(Table table, ReadingContext context)
    {
        foreach (TableRow row in table.Rows.Skip(1))
        {
            context.CountRow();
            context.LeaveOut(NoteCode.NoQuestion, table.At(row.Number), "the segment has no question to be asked by; write one");
        }
    }
}
