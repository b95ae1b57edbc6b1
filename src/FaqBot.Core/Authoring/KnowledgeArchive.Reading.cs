using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Authoring;

/// <content>What an archive holds, held against what it says of itself.</content>
public static partial class KnowledgeArchive
{
    /// <summary>Reads the files of an archive within limits, whatever their headers claim.</summary>
    private sealed class Reader(string name, ZipArchive archive, long mostBytes, CancellationToken cancellationToken)
    {
        private readonly UnpackBudget _budget = new(mostBytes);

        /// <summary>What the archive says that it holds.</summary>
        public IReadOnlyList<ArchivedKnowledge> List()
        {
            byte[] part = Part(Manifest, ManifestBytes) ?? throw new ImportException(
                ImportFlaw.Unreadable,
                $"{name} has no {Manifest}, expected an archive of knowledge bases as 'export --all' and GET /api/v1/archive make them; "
                + "files of others are imported into one knowledge base.");
            ArchiveManifest? manifest = JsonSerializer.Deserialize<ArchiveManifest>(part, Json);
            if (manifest?.KnowledgeBases is null || manifest.Format != FormatVersion || manifest.KnowledgeBases.Count > Most)
            {
                throw NotWhole($"its {Manifest} is of format {manifest?.Format}, expected {FormatVersion} and at most {Most} entries");
            }

            if (manifest.KnowledgeBases.Any(one => one?.Id is null))
            {
                throw NotWhole($"its {Manifest} lists a knowledge base without an id");
            }

            return manifest.KnowledgeBases.GroupBy(one => one.Id).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? throw NotWhole($"its {Manifest} lists '{twice.Key}' twice") : manifest.KnowledgeBases;
        }

        /// <summary>Reads a knowledge base, and holds it against what the archive says of it.</summary>
        /// <exception cref="InvalidKnowledgeException">It breaks rules.</exception>
        public ArchivedKnowledge Whole(ArchivedKnowledge stated)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (stated.Published is null && !stated.HasDraft)
            {
                throw NotWhole($"'{stated.Id}' has no content");
            }

            return stated with
            {
                PublishedContent = stated.Published is null ? null : Content(stated.Id, PublishedFolder, stated.PublishedEntries),
                Draft = stated.HasDraft ? Content(stated.Id, DraftFolder, stated.Entries) : null,
                Labels = stated.Labelled == 0 ? [] : LabelsOf(stated),
            };
        }

        private KnowledgeBase Content(string id, string folder, int entries)
        {
            string path = $"{folder}{id}.json";
            byte[] part = Part(path, KnowledgeLimits.FileBytes) ?? throw NotWhole($"it has no {path}");
            KnowledgeBase knowledge = FaqFile.Parse(part, $"{name}/{path}");
            return knowledge.Id == id && knowledge.Entries.Count == entries ? knowledge : throw NotWhole(
                $"{path} holds {knowledge.Entries.Count} entries of '{knowledge.Id}', expected {entries} of '{id}'");
        }

        private IReadOnlyList<EvaluationQuestion> LabelsOf(ArchivedKnowledge stated)
        {
            string path = $"{LabelFolder}{stated.Id}.tsv";
            byte[] part = Part(path, LabelBytes) ?? throw NotWhole("labelled questions are missing");
            IReadOnlyList<EvaluationQuestion> labels;
            try
            {
                labels = EvaluationFiles.ParseKept(Utf8.GetString(part), $"{name}/{path}");
            }
            catch (DecoderFallbackException)
            {
                throw NotWhole($"{path} is not UTF-8");
            }
            catch (InvalidDataException exception)
            {
                throw new ImportException(ImportFlaw.Unreadable, exception.Message, exception);
            }

            return labels.Count == stated.Labelled && labels.Count <= Labels.Most ? labels : throw NotWhole(
                $"{path} holds {labels.Count} labelled questions, expected {stated.Labelled}, and at most {Labels.Most}");
        }

        private ImportException NotWhole(string what) => new(ImportFlaw.Unreadable, $"{name} is not whole: {what}. Make it again.");

        /// <summary>A file of the archive; null where there is none.</summary>
        private byte[]? Part(string path, int most) =>
            archive.GetEntry(path) is { } entry ? Archive.Read(entry, (read, length) => Check(path, most, read, length)) : null;

        private void Check(string path, int most, int read, long length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (length > most)
            {
                throw new ImportException(ImportFlaw.TooLarge, $"{name} holds {path} of more than {most} bytes.");
            }

            if (!_budget.Take(read))
            {
                throw new ImportException(
                    ImportFlaw.TooLarge,
                    $"{name} becomes more than {mostBytes} bytes when it is unpacked; bring it in with 'faqbot index --input', or its "
                    + "knowledge bases one by one.");
            }
        }
    }
}
