using System.ComponentModel;
using System.Text.Json;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing.Exporting;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.Net.Http.Headers;

namespace FaqBot.Api.Authoring;

/// <summary><c>…/export</c>: writes a knowledge base in formats that other services read.</summary>
internal static class ExportEndpoints
{
    private const int MostTold = 1_000;

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".json"] = "application/json; charset=utf-8",
        [".tsv"] = "text/tab-separated-values; charset=utf-8",
        [".csv"] = "text/csv; charset=utf-8",
        [".qna"] = "text/plain; charset=utf-8",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".zip"] = "application/zip",
    };

    public static void MapExport(this RouteGroupBuilder group) =>
        group.MapGet("/{kb}/export", ExportAsync).WithName("ExportKnowledge")
            .WithSummary("Get the working copy, or what is published, as a file that other services read.")
            .Audited()
            .WithDescription($"Query: format ({string.Join(", ", ExportFormatName.All)}; json, which holds everything, otherwise), of "
                + "(draft or production; draft otherwise), language (of answers, in formats that hold one), raw (leave cells that begin "
                + "with = + - @ as they are), notes (true: tell what the format cannot hold, as JSON, instead of the file).")
            .Produces<string>(StatusCodes.Status200OK, "application/octet-stream").ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ExportAsync(string kb, HttpContext http, AnsweringEngine engine)
    {
        Editing editing = engine.Editing();
        IQueryCollection query = http.Request.Query;
        RequestFaults faults = new();
        ExportFormat format = ExportFormat.Knowledge;
        if (query["format"].ToString() is { Length: > 0 } stated && !ExportFormatName.TryParse(stated, out format))
        {
            faults.Add("format", $"Found another word, expected {string.Join(", ", ExportFormatName.All)}.");
        }

        string? language = query["language"].ToString() is { Length: > 0 } tag ? tag : null;
        if (language is not null && !LanguageTag.TryParse(language, out _))
        {
            faults.Add("language", "Found another tag, expected zh-Hans, zh-Hant or en.");
        }

        bool isDraft = query["of"].ToString() is "" or "draft";
        if (!isDraft && query["of"] != "production")
        {
            faults.Add("of", "Found another word, expected draft or production.");
        }

        faults.ThrowIfAny();
        bool isRaw = query["raw"] == "true", tells = query["notes"] == "true";
        (ExportedFile file, int all) = await AuthoringRequest.RunAsync(() =>
        {
            KnowledgeBase knowledge = isDraft ? editing.Copies.Get(kb).ToKnowledge()
                : editing.Publishing.Published(editing.Copies.Get(kb).Id)
                    ?? throw new NotThereException($"Found nothing of '{kb}' that is published; export of=draft, or publish it.");
            return (KnowledgeExport.Write(knowledge, new ExportOptions
            {
                Format = format,
                Language = language,
                Raw = isRaw,
                Numbers = editing.Copies.NumbersOf(knowledge),
            }), knowledge.Entries.Count);
        });
        if (tells)
        {
            return TypedResults.Ok(new ExportNotes(
                file.Entries, all,
                [.. file.Notes.Take(MostTold).Select(note => new ExportNote(note.Code, note.Place.ToString(), note.Text))],
                file.Notes.Count));
        }

        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"{kb}{file.Extension}",
        }.ToString();
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(file.Content, Types[file.Extension]);
    }
}

/// <summary>What a format cannot hold of a knowledge base.</summary>
internal sealed record ExportNotes(
    [property: Description("Entries that the file holds.")] int Entries,
    [property: Description("Entries that there are.")] int Of,
    IReadOnlyList<ExportNote> Notes,
    [property: Description("How many notes there are; of very many the first thousand are listed.")] int NoteCount);

/// <summary>Something that a format cannot hold.</summary>
internal sealed record ExportNote([property: Description("A stable name of its kind.")] string Code, string Place, string Text);
