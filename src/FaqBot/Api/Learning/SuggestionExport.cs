using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing.Exporting;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Learning;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.Net.Http.Headers;

namespace FaqBot.Api.Learning;

/// <summary><c>…/suggestions/export</c>: the working copy with the suggested wordings beside their entries, as other services read
/// them.</summary>
internal static class SuggestionExport
{
    private static readonly ExportFormat[] Formats =
        [ExportFormat.CqaTsv, ExportFormat.CqaXlsx, ExportFormat.CqaZip, ExportFormat.CqaJson, ExportFormat.Knowledge];

    private static string Names => string.Join(", ", ExportFormatName.All.Where(name =>
        ExportFormatName.TryParse(name, out ExportFormat format) && Formats.Contains(format)));

    public static void MapSuggestionExport(this RouteGroupBuilder group) =>
        group.MapGet("/suggestions/export", ExportAsync).WithName("ExportSuggestions")
            .Needs(Right.ReadContent | Right.ReadQuestionTexts).Audited()
            .WithSummary("Get the working copy with the suggested wordings of its entries as a file that other services read.")
            .WithDescription($"Query: format ({Names}; json otherwise). In QnA Maker's tables they stand in SuggestedQuestions, in exports "
                + "of Custom Question Answering in activeLearningSuggestions, with how many people asked and chose.")
            .Produces<string>(StatusCodes.Status200OK, "application/octet-stream");

    private static async Task<IResult> ExportAsync(
        string kb, string? format, HttpContext http, AnsweringEngine engine, SuggestionBoard board, CancellationToken cancellationToken)
    {
        ExportFormat wanted = ExportFormat.Knowledge;
        RequestFaults faults = new();
        if (format is { Length: > 0 } && (!ExportFormatName.TryParse(format, out wanted) || !Formats.Contains(wanted)))
        {
            faults.Add("format", $"Found another word, expected {Names}.");
        }

        faults.ThrowIfAny();
        WorkingCopies copies = engine.Require().Editing.Copies;
        MadeSuggestions made = await board.GetAsync(kb, false, cancellationToken);
        ExportedFile file = await Task.Run(
            () =>
            {
                KnowledgeBase knowledge = ImportedSuggestions.With(copies.Get(kb).ToKnowledge(), made.All);
                return KnowledgeExport.Write(
                    knowledge, new ExportOptions { Format = wanted, Numbers = copies.NumbersOf(knowledge) });
            },
            cancellationToken);
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"{kb}{file.Extension}",
        }.ToString();
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(file.Content, "application/octet-stream");
    }
}
