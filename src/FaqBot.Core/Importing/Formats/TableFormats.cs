using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Finds what a table is by its header, and reads it.</summary>
internal static class TableFormats
{
    private static readonly string[] Shown = ["question, answer", "Question, Answer, Source, Metadata, …, QnaId", "q, a, indexes",
        "qid, question1, answer"];

    /// <summary>Reads a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="context">Takes what is found.</param>
    /// <returns>The name of its format; null when it is none that is read.</returns>
    /// <exception cref="ImportException">The stated columns are not there.</exception>
    public static string? Read(Table table, ReadingContext context)
    {
        if (table.Rows.Count == 0)
        {
            return null;
        }

        Header header = new(table.Rows[0]);
        if (context.Options.Columns is { } mapping)
        {
            context.Tables.Add(new FoundTable(table.Whole, header.Names, mapping.Pairs, ColumnOrigin.Stated));

            // Who names columns by their numbers may have a table whose first row is one like the others: it would be lost as a header.
            if (mapping.IsByNumber && QnaTable.FormatOf(header) is null && PairTable.IsOne(table))
            {
                (Table numbered, Header numbers) = Header.OfNumbers(table);
                QnaTable.ReadMapped(numbered, numbers, mapping, context);
                return "table without header";
            }

            QnaTable.ReadMapped(table, header, mapping, context);
            context.Mapped.Add(new MappedTable(table.Whole, mapping.Pairs, null, null) { Header = header.Signature ?? "" });
            return "table with stated columns";
        }

        if (header.Signature is { } signature && context.Options.Remembered?.Invoke(signature) is { } known
            && ColumnMapping.Of(known.Pairs) is { } remembered)
        {
            context.Notes.Changed(
                NoteCode.ColumnsRemembered, table.Whole,
                $"the columns were read as {known.Author} named them on {known.At:yyyy-MM-dd} ({string.Join(", ", known.Pairs)}); name "
                + "others, or columns=detect to find them by their names");
            QnaTable.ReadMapped(table, header, remembered, context);
            context.Tables.Add(new FoundTable(table.Whole, header.Names, known.Pairs, ColumnOrigin.Remembered));
            context.Mapped.Add(new MappedTable(table.Whole, known.Pairs, known.Author, known.At) { Header = signature });
            return "table with remembered columns";
        }

        if (ReviewTable.IsOne(header))
        {
            ReviewTable.Read(table, header, context);
            return ReviewTable.Format;
        }

        if (QnaSettings.AreSynonyms(header))
        {
            QnaSettings.ReadSynonyms(table, context);
            return "synonyms";
        }

        if (QnaSettings.IsOne(header))
        {
            QnaSettings.Read(table, header, context);
            return "settings";
        }

        if (QnaBot.IsSheet(header))
        {
            QnaBot.ReadSheet(table, header, context);
            return "QnABot sheet";
        }

        if (DifySegments.IsOne(header))
        {
            DifySegments.Read(table, context);
            return DifySegments.Format;
        }

        if (MaxKbTable.IsOne(header))
        {
            MaxKbTable.Read(table, header, context);
            return "MaxKB table";
        }

        if (QnaTable.FormatOf(header) is { } format)
        {
            ColumnMapping found = QnaTable.Read(table, header, context);
            context.Tables.Add(new FoundTable(table.Whole, header.Names, found.Pairs, ColumnOrigin.Found));
            return format;
        }

        if (PairTable.IsOne(table))
        {
            PairTable.Read(table, context);
            context.Tables.Add(new FoundTable(table.Whole, header.Names, ["question=1", "answer=2"], ColumnOrigin.Unknown));
            return "two columns without header";
        }

        context.Tables.Add(new FoundTable(table.Whole, header.Names, [], ColumnOrigin.Unknown));
        context.Notes.LeftOut(
            NoteCode.TableNotRead, table.Whole,
            $"the table begins with '{QnaCells.Shown(string.Join(", ", header.Names))}', expected columns such as {string.Join("; "
                + "", Shown)}; "
            + "name the columns yourself to read it");
        context.Notes.RowsLeftOut += table.Rows.Count;
        context.Found.Rows += table.Rows.Count;
        return null;
    }

    /// <summary>Undoes what exports put before cells that a spreadsheet would compute.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="table">Its table.</param>
    /// <param name="apostrophes">How many were taken away.</param>
    /// <param name="guardsBars">Whether the service puts them before a bar, too.</param>
    public static string Plain(string cell, Table table, ref int apostrophes, bool guardsBars = false)
    {
        bool isGuarded = table.MayHaveApostrophes && cell.Length > 1 && cell[0] == '\''
            && (cell[1] is '=' or '+' or '-' or '@' or '\t' or '\r' || guardsBars && cell[1] == '|');
        apostrophes += isGuarded ? 1 : 0;
        return isGuarded ? cell[1..] : cell;
    }

    /// <summary>Says how many apostrophes were taken away.</summary>
    public static void NoteApostrophes(Table table, int apostrophes, NoteLog notes)
    {
        if (apostrophes > 0)
        {
            notes.Changed(
                NoteCode.Apostrophes, table.Whole,
                $"{apostrophes} cells begin with an apostrophe before a sign that spreadsheets compute; it was taken away");
        }
    }

    /// <summary>Says which columns nobody reads.</summary>
    public static void NoteNotRead(Table table, Header header, NoteLog notes, params ReadOnlySpan<string> known)
    {
        foreach ((string name, int cells) in header.NotRead(table))
        {
            if (!known.Contains(Header.Key(name)))
            {
                notes.LeftOut(
                    NoteCode.ColumnNotRead, table.At(table.Rows[0].Number, name),
                    $"the column is not read; {cells} cells of it hold something. Name it as a column of metadata to keep it");
            }
        }
    }
}
