using System.Text.Json;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>What the body of an import brings.</summary>
/// <param name="Document">A document of entries, or a file of another format; null: none.</param>
/// <param name="Synonyms">Groups of synonyms alone; null: those of the document, if it has any.</param>
internal sealed record ProjectImport(byte[]? Document, IReadOnlyList<IReadOnlyList<string>>? Synonyms)
{
    private const string Example = "{\"metadata\": {…}, \"assets\": {\"qnas\": [{\"answer\": \"…\", \"questions\": [\"…\"]}]}}";

    /// <summary>Reads a body: JSON of the service, or the file itself.</summary>
    /// <exception cref="InvalidRequestException">It brings nothing, or an address.</exception>
    public static async Task<ProjectImport> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            using MemoryStream file = new();
            await request.Body.CopyToAsync(file, cancellationToken);
            return file.Length > 0 ? new ProjectImport(file.ToArray(), null)
                : throw Fault("", "Found no body, expected a file, or JSON with assets.");
        }

        JsonElement body = await JsonBody.ReadForeignAsync(request, Example, JsonValueKind.Object, cancellationToken);
        RequestFaults faults = new();
        JsonMembers members = faults.Members(body, isForeign: true);
        if (members.Text("fileUri") is { Length: > 0 })
        {
            faults.Add("fileUri", "Found an address, expected none: nothing is fetched from other hosts. Send the file as the body, with a "
                + "Content-Type of its own.");
        }

        JsonMembers? assets = members.Object("assets");
        bool hasEntries = assets?.Element("qnas") is { ValueKind: JsonValueKind.Array };
        bool wantsSynonyms = request.Query["assetKind"].ToString().Equals("synonyms", StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<IReadOnlyList<string>>? synonyms = assets?.Element("synonyms") is null ? null
            :
            [
                .. assets.Objects("synonyms", KnowledgeLimits.SynonymGroups * 5)
                    .Select(group => group.Texts("alterations", KnowledgeLimits.SynonymMembers, KnowledgeLimits.Phrase)),
            ];
        if (faults.Count == 0 && (wantsSynonyms ? synonyms is null : !hasEntries))
        {
            faults.Add(wantsSynonyms ? "assets.synonyms" : "assets.qnas", "Found none, expected a list.");
        }

        faults.ThrowIfAny();
        if (wantsSynonyms || !hasEntries)
        {
            return new ProjectImport(null, synonyms);
        }

        using MemoryStream document = new();
        using (Utf8JsonWriter writer = new(document))
        {
            body.WriteTo(writer);
        }

        return new ProjectImport(document.ToArray(), null);
    }

    private static InvalidRequestException Fault(string field, string fault)
    {
        RequestFaults faults = new();
        faults.Add(field, fault);
        return faults.ToException();
    }
}
