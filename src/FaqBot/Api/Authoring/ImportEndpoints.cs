using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.Extensions.Primitives;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/import</c>: brings files of other services, tables, pages and knowledge files into a working copy.</summary>
internal static class ImportEndpoints
{
    private static readonly ImportLimits Most = new();

    private static readonly string[] Encodings = ["utf-8", "utf-16", "utf-16be", "gb18030", "big5", "windows-1252"];

    public static void MapImport(this RouteGroupBuilder group, HttpOptions options) =>
        group.MapPost("/{kb}/import", ImportAsync).WithName("ImportFiles")
            .WithSummary("Bring a file, or several, of other services into the working copy as one change set, or look what that would do.")
            .Needs(Right.Edit)
            .WithDescription("The body is the file (its name in filename= or in Content-Disposition), or multipart/form-data with files "
                + "and, as fields, what else stands in the query. "
                + $"Query: mode ({string.Join(", ", ImportModeName.All)}), dryRun, strict, source, "
                + "columns=meaning=column (repeatable: question=…, answer=…, alternates=…, id=…, source=…, or the name of metadata; "
                + "they are remembered with the table's header and mean the same the next time; columns=detect finds them by their names), "
                + $"encoding ({string.Join(", ", Encodings)}), joinSameAnswers, drafts, name, languages (repeatable), "
                + "defaultAnswer, create (begin the knowledge base where there is none), revision (only where nothing was changed since), "
                + "note. The report says of each row what became of it; where nothing of the input became an entry, or strict is set and "
                + "something is faulty, nothing is changed and the problem (400) has the report. "
                + $"{Limits(options)}, {Most.Rows} rows and {Most.Columns} columns of a table are taken at most; more is refused (413).")
            .WithMetadata(new AuthoringRoutes.BodyLimit(options.MaxImportBodyBytes))
            .Accepts<string>("text/tab-separated-values", "text/csv", "application/json", "application/octet-stream",
                "multipart/form-data", "*/*")
            .Produces<ImportView>().ProducesEditProblems();

    /// <summary>How large what is sent may be, as callers are told before they send it.</summary>
    internal static string Limits(HttpOptions options) =>
        $"{options.MaxImportBodyBytes} bytes, {Most.UnpackedBytes} once archives are unpacked";

    private static async Task<IResult> ImportAsync(
        string kb, HttpContext http, AnsweringEngine engine, ImportTurns turns, CancellationToken cancellationToken)
    {
        Editing editing = engine.Editing();
        RequireId(kb);
        using LargeWork turn = await turns.TakeAsync(cancellationToken);
        SentFiles sent = await SentFiles.ReadAsync(http.Request, http.Request.Query["filename"].ToString() is { Length: > 0 } name
            ? name : $"{kb}.import", cancellationToken);
        (ImportOrder order, string? note) = Order(kb, sent, field => StringValues.Concat(
            http.Request.Query[field], sent.Fields.GetValueOrDefault(field)));
        Authorship by = Actor.Of(http, note) with { Origin = ChangeOrigin.Import(sent.Files[0].Name) };
        if (order.MayBegin && !Caller.Of(http).May(Right.Configure, kb)
            && await AuthoringRequest.RunAsync(() => editing.Copies.Find(kb)) is null)
        {
            throw new NotThereException($"Found no knowledge base '{kb}', and the caller may not begin one; an owner may.");
        }

        ImportOutcome outcome = await AuthoringRequest.RunAsync(() => Run(editing, order, by, cancellationToken));
        JsonElement report = JsonElement.Parse(outcome.Report.ToJson());
        if (outcome.IsRefused)
        {
            throw new RefusedImportException(order.IsDryRun, report);
        }

        return TypedResults.Ok(new ImportView(
            outcome.Revision, outcome.Set is { } set ? ChangeSetView.Of(set) : null, order.IsDryRun, report));
    }

    private static ImportOutcome Run(Editing editing, ImportOrder order, Authorship by, CancellationToken cancellationToken)
    {
        try
        {
            return editing.Imports.Run(order, by, cancellationToken);
        }
        catch (InvalidKnowledgeException exception)
        {
            // Of what was sent, not of what is stored.
            throw new InvalidEditException([.. exception.Faults.Select(fault => fault with
            {
                Path = fault.Line > 0 ? $"line {fault.Line}" : fault.Path,
            })]);
        }
    }

    /// <summary>A knowledge base may begin with an import: its id is one of ours.</summary>
    private static void RequireId(string kb)
    {
        if (kb.Length > KnowledgeLimits.Id || !kb.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)
            || character is '.' or '_' or '-'))
        {
            throw new NotThereException($"Found no knowledge base of this id, expected small letters, digits, '.', '_' and '-', at most "
                + $"{KnowledgeLimits.Id}.");
        }
    }

    private static (ImportOrder Order, string? Note) Order(string kb, SentFiles sent, Func<string, StringValues> values)
    {
        RequestFaults faults = new();
        string? Text(string field, int most)
        {
            string text = values(field).ToString();
            if (text.Length > most)
            {
                faults.Add(field, $"Found {text.Length} characters, expected at most {most}.");
            }

            return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        }

        bool Flag(string field)
        {
            string text = values(field).ToString();
            if (text.Length > 0 && text is not ("true" or "false"))
            {
                faults.Add(field, "Found another word, expected true or false.");
            }

            return text == "true";
        }

        ImportMode mode = ImportMode.Merge;
        if (Text("mode", KnowledgeLimits.Id) is { } stated && !ImportModeName.TryParse(stated, out mode))
        {
            faults.Add("mode", $"Found another word, expected {string.Join(", ", ImportModeName.All)}.");
        }

        string? encoding = Text("encoding", KnowledgeLimits.Id);
        if (encoding is not null && !Encodings.Contains(encoding, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add("encoding", $"Found another one, expected {string.Join(", ", Encodings)}.");
        }

        string[] languages = [.. values("languages").OfType<string>()];
        if (languages.Any(tag => !LanguageTag.TryParse(tag, out _)))
        {
            faults.Add("languages", "Found another tag, expected zh-Hans, zh-Hant or en.");
        }

        StringValues columns = values("columns");
        bool detects = columns.ToString() == "detect";
        ImportOptions options = new()
        {
            Mode = mode,
            Strict = Flag("strict"),
            Source = Text("source", KnowledgeLimits.Name),
            Name = Text("name", KnowledgeLimits.Name),
            Languages = languages,
            DefaultAnswer = Text("defaultAnswer", KnowledgeLimits.AnswerLength),
            Reading = new ReadingOptions
            {
                Encoding = encoding,
                JoinsSameAnswers = Flag("joinSameAnswers"),
                IncludesDrafts = Flag("drafts"),
                Columns = detects ? null : Columns(columns, faults),
            },
        };
        ImportOrder order = new(kb, sent.Files, options)
        {
            IsDryRun = Flag("dryRun"),
            MayBegin = Flag("create"),
            DetectsColumns = detects,
            Revision = Revision(values("revision").ToString(), faults),
        };
        string? note = Text("note", Authorship.MostNote);
        faults.ThrowIfAny();
        return (order, note);
    }

    private static int? Revision(string stated, RequestFaults faults)
    {
        if (stated.Length == 0 || int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out int revision))
        {
            return stated.Length == 0 ? null : int.Parse(stated, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        faults.Add("revision", "Found another text, expected the number of a change set.");
        return null;
    }

    private static ColumnMapping? Columns(StringValues pairs, RequestFaults faults)
    {
        try
        {
            return ColumnMapping.Of([.. pairs.OfType<string>()]);
        }
        catch (FormatException exception)
        {
            faults.Add("columns", exception.Message);
            return null;
        }
    }
}

/// <summary>What an import did.</summary>
internal sealed record ImportView(
    [property: Description("The revision of the working copy afterwards; null: there is none yet.")] int? Revision,
    [property: Description("The change set; null where nothing differs, or it was a dry run.")] ChangeSetView? Change,
    bool DryRun,
    [property: Description("What was read, and what became of each row: files, rows, entries, notes, suggestions, settings.")]
    JsonElement Report);

/// <summary>Nothing of an input became an entry, or one fault of it refuses the whole.</summary>
internal sealed class RefusedImportException(bool isDryRun, JsonElement report) : ServiceFaultException(
    report.GetProperty("applied").GetBoolean()
        ? "Nothing of the input became an entry; nothing was changed. The report says why."
        : $"The input has faults and the import is strict; nothing {(isDryRun ? "would be" : "was")} changed. The report lists them.")
{
    public override int Status => StatusCodes.Status400BadRequest;

    public override string Title => "The input was refused.";

    public override string Code => "import_refused";

    public override Microsoft.AspNetCore.Mvc.ProblemDetails ToProblem()
    {
        Microsoft.AspNetCore.Mvc.ProblemDetails problem = base.ToProblem();
        problem.Extensions["report"] = report;
        return problem;
    }
}
