using FaqBot.Core.Indexing;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using FaqBot.Indexer.CommandLine;
using Microsoft.Extensions.Logging;

namespace FaqBot.Indexer.Indexing;

/// <summary>
/// The encoders of knowledge bases: the one that the command line names, else the chosen one of each, else the service that the
/// settings name, else the bundled one.
/// </summary>
/// <param name="store">Knows the choices.</param>
/// <param name="places">Where models lie.</param>
/// <param name="named">Folder of the encoder that the command line names, or null.</param>
/// <param name="options">How encoders use the machine.</param>
/// <param name="remote">The service that encodes, if one is used.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Told how that service fares.</param>
internal sealed class AssignedEncoders(
    KnowledgeStore store, ModelPlaces places, string? named, EncoderOptions options, RemoteEncoderOptions remote, TimeProvider time, ILoggerFactory loggers)
    : IDisposable
{
    private readonly ModelLibrary _library = places.Library;
    private readonly Dictionary<string, TextEncoder> _byFolder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IEncoder Encoder, ConfidenceFitting? Fitting)> _byKnowledgeBase = new(StringComparer.Ordinal);
    private RemoteEncoder? _remote;

    /// <summary>Loads what knowledge bases need.</summary>
    /// <param name="knowledgeBaseIds">The knowledge bases.</param>
    /// <param name="notes">Is told of each choice that the command line overrides, and what encoders note.</param>
    /// <param name="cancellationToken">Stops asking the service.</param>
    /// <exception cref="ModelException">A model cannot be loaded.</exception>
    /// <exception cref="ModelLibraryException">A chosen model is not installed.</exception>
    /// <exception cref="EncoderUnavailableException">The service cannot be reached.</exception>
    public async Task LoadAsync(IEnumerable<string> knowledgeBaseIds, TextWriter notes, CancellationToken cancellationToken)
    {
        foreach (string id in knowledgeBaseIds)
        {
            ModelAssignment? assignment = store.AssignmentOf(id);
            string? chosen = assignment?.Model;
            if (named is null && chosen is null)
            {
                (IEncoder byDefault, string? from) = await DefaultAsync(notes, cancellationToken);
                _byKnowledgeBase[id] = (byDefault, ConfidenceFitting.For(byDefault, from));
                continue;
            }

            string folder = FullPath(named ?? _library.Locate(chosen!).Folder);
            if (named is not null && chosen is not null && !IsFolderOf(chosen, folder))
            {
                notes.WriteLine($"'{id}' is indexed with '{folder}' as --model says, though '{chosen}' was chosen for it. "
                    + "Leave --model out to index with that, or choose the other model by PUT /api/v1/kbs/{kb}/model of the service.");
            }

            TextEncoder encoder = Load(folder, notes);
            _byKnowledgeBase[id] = (encoder, ConfidenceFitting.For(encoder, folder, assignment));
        }
    }

    /// <summary>Finds the versions of knowledge bases without a choice that the default encoder has to encode anew.</summary>
    /// <param name="notes">Is told which are left alone, and what the encoder notes.</param>
    /// <param name="cancellationToken">Stops asking the service.</param>
    /// <returns>What encodes them, and the versions.</returns>
    /// <exception cref="ModelException">The default encoder cannot be loaded.</exception>
    /// <exception cref="EncoderUnavailableException">The service cannot be reached.</exception>
    public async Task<(VersionRenewal Renewal, OutdatedVersion[] Versions)> OutdatedAsync(TextWriter notes, CancellationToken cancellationToken)
    {
        (IEncoder encoder, string? folder) = await DefaultAsync(notes, cancellationToken);
        VersionRenewal renewal = new(store, encoder, folder, time);
        List<OutdatedVersion> versions = [];
        foreach (OutdatedVersion outdated in renewal.Outdated())
        {
            // A service may be set to that model as its default one.
            string installed = Path.Combine(_library.Folder, outdated.Version.Model.Name);
            if (installed != folder && Directory.Exists(installed))
            {
                notes.WriteLine($"Version {outdated.Version.Number} of '{outdated.KnowledgeBaseId}' is left as it is: its model '{outdated.Version.Model.Name}' is installed. "
                    + "A service with another default encoder encodes it anew when it starts, unless the model is chosen by PUT /api/v1/kbs/{kb}/model.");
            }
            else
            {
                versions.Add(outdated);
            }
        }

        return (renewal, [.. versions]);
    }

    /// <summary>What indexes a knowledge base that was loaded for.</summary>
    public KnowledgeIndexer IndexerOf(string knowledgeBaseId, Deployment deployment)
    {
        (IEncoder encoder, ConfidenceFitting? fitting) = _byKnowledgeBase[knowledgeBaseId];
        return new KnowledgeIndexer(store, encoder, time, deployment) { Fitting = fitting };
    }

    public void Dispose()
    {
        _remote?.Dispose();
        foreach (TextEncoder encoder in _byFolder.Values)
        {
            encoder.Dispose();
        }
    }

    private async Task<(IEncoder Encoder, string? Folder)> DefaultAsync(TextWriter notes, CancellationToken cancellationToken)
    {
        if (remote.IsUsed)
        {
            return (_remote ??= await RemoteEncoder.OpenAsync(remote, time, new Random(), loggers, cancellationToken), null);
        }

        string folder = FullPath(places.BundledModel());
        return (Load(folder, notes), folder);
    }

    private static string FullPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private TextEncoder Load(string folder, TextWriter notes)
    {
        if (!_byFolder.TryGetValue(folder, out TextEncoder? encoder))
        {
            _byFolder[folder] = encoder = TextEncoder.Load(folder, options);
            foreach (string notice in encoder.Notices)
            {
                notes.WriteLine(notice);
            }
        }

        return encoder;
    }

    private bool IsFolderOf(string chosen, string folder) =>
        folder == (Path.IsPathFullyQualified(chosen) ? chosen : Path.Combine(_library.Folder, chosen));
}
