using System.Globalization;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Files;

/// <summary>Reads workbooks, <c>.xlsx</c> and <c>.xls</c>: the texts that their cells show.</summary>
internal sealed class Workbook(ImportLimits limits, UnpackBudget budget, NoteLog notes, CancellationToken cancellationToken)
{
    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
    };

    /// <summary>Old workbooks name code pages.</summary>
    static Workbook() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether bytes begin like an old workbook.</summary>
    public static bool IsOld(ReadOnlySpan<byte> content) => content.StartsWith((byte[])[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>Whether the files of an archive are those of a workbook.</summary>
    public static bool IsOne(IEnumerable<ImportFile> parts) =>
        parts.Any(part => part.Name.EndsWith("/xl/workbook.xml", StringComparison.Ordinal));

    /// <summary>Reads the sheets of a workbook.</summary>
    /// <param name="file">The workbook.</param>
    /// <returns>Its sheets, in their order, empty ones left out.</returns>
    /// <exception cref="ImportException">It is damaged, protected or too large.</exception>
    public List<Table> Read(ImportFile file)
    {
        int formulas = IsOld(file.Content.Span) ? 0 : Check(file);
        if (formulas > 0)
        {
            notes.Changed(
                NoteCode.Formulas, new Place(file.Name), $"{formulas} cells hold formulas; the values that were last computed were taken");
        }

        try
        {
            using MemoryStream stream = new(file.Content.ToArray(), writable: false);
            using IExcelDataReader reader = ExcelReaderFactory.CreateReader(stream);
            List<Table> tables = [];
            int rows = 0;
            do
            {
                if (ReadSheet(file.Name, reader, ref rows) is { Rows.Count: > 0 } table)
                {
                    tables.Add(table);
                }
            }
            while (reader.NextResult());
            return tables;
        }
        catch (Exception exception) when (exception is ExcelReaderException or XmlException or InvalidDataException or FormatException
            or ArgumentException or IndexOutOfRangeException or InvalidCastException or OverflowException or NullReferenceException
            or KeyNotFoundException or EndOfStreamException or InvalidOperationException)
        {
            // Whatever a spoilt workbook provokes in its reader: nothing of it was taken.
            throw new ImportException(
                ImportFlaw.Unreadable, $"{file.Name} is no workbook that can be read; save it anew, without a password.", exception);
        }
    }

    private Table ReadSheet(string file, IExcelDataReader reader, ref int rows)
    {
        List<TableRow> read = [];
        string sheet = reader.Name;
        if (reader.FieldCount > limits.Columns)
        {
            throw new ImportException(
                ImportFlaw.TooLarge, $"{file}, sheet '{sheet}' has {reader.FieldCount} columns, at most {limits.Columns} are read.");
        }

        int number = 0;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            string[] cells = new string[reader.FieldCount];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = Shown(reader.GetValue(i));
            }

            TableRow row = new(number, cells);
            if (row.IsBlank)
            {
                continue;
            }

            if (++rows > limits.Rows)
            {
                throw new ImportException(ImportFlaw.TooLarge, $"{file} has more than {limits.Rows} rows; split it.");
            }

            read.Add(row);
        }

        return new Table(file, sheet, read);
    }

    private static string Shown(object? value) => value switch
    {
        null => "",
        string text => text.Replace("_x000D_", "", StringComparison.Ordinal),
        bool flag => flag ? "True" : "False",
        DateTime time => time.TimeOfDay == TimeSpan.Zero
            ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Reads the parts of a workbook once within limits, so that no other reader meets an entity, a bomb or a wall of
    /// cells.</summary>
    /// <returns>How many cells hold formulas.</returns>
    private int Check(ImportFile file)
    {
        int formulas = 0;
        foreach (ImportFile part in Archive.Unpack(file, limits, budget, cancellationToken))
        {
            if (!part.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                && !part.Name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            try
            {
                using XmlReader reader = XmlReader.Create(new MemoryStream(part.Content.ToArray(), writable: false), Safe);
                bool isSheet = part.Name.Contains("/worksheets/", StringComparison.Ordinal);
                while (reader.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    formulas += isSheet && reader is { NodeType: XmlNodeType.Element, LocalName: "f" } ? 1 : 0;
                    if (reader.Depth > limits.Depth)
                    {
                        throw new ImportException(
                            ImportFlaw.TooLarge, $"{part.Name} is nested more than {limits.Depth} deep; such a workbook is not read.");
                    }

                    // Where a sheet says that it has its row a million, a reader would go through all before.
                    if (isSheet && reader is { NodeType: XmlNodeType.Element, LocalName: "row" }
                        && long.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out long row)
                        && row > Math.Max(limits.Rows, 1_048_576))
                    {
                        throw new ImportException(ImportFlaw.TooLarge, $"{part.Name} has a row {row}; such a workbook is not read.");
                    }
                }
            }
            catch (XmlException exception)
            {
                throw new ImportException(
                    ImportFlaw.Unreadable, $"{part.Name} is no XML that can be read ({exception.Message.TrimEnd('.')}); save the "
                        + $"workbook anew.",
                    exception);
            }
        }

        return formulas;
    }
}
