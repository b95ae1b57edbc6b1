using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Indexing;

/// <summary>
/// The encoders that index knowledge bases: the one that was asked for, else the chosen one of each, else the service that is set up,
/// else the bundled one. Each is loaded when it is first needed.
/// </summary>
/// <param name="store">Knows the choices.</param>
/// <param name="choice">Which encoders there are.</param>
/// <param name="note">Is told of each choice that is overridden, and what encoders note.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Told how the service fares.</param>
internal sealed class AssignedEncoders(
    KnowledgeStore store, EncoderChoice choice, Action<IndexNote> note, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly Dictionary<string, TextEncoder> _byFolder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IEncoder Encoder, ConfidenceFitting? Fitting, VersionTeaching Teaching)> _byKnowledgeBase =
        new(StringComparer.Ordinal);
    private RemoteEncoder? _remote;

    /// <summary>Loads what a knowledge base needs.</summary>
    /// <param name="id">The knowledge base.</param>
    /// <param name="cancellationToken">Stops asking the service.</param>
    /// <exception cref="ModelException">A model cannot be loaded.</exception>
    /// <exception cref="ModelLibraryException">A chosen model is not installed.</exception>
    /// <exception cref="EncoderUnavailableException">The service cannot be reached.</exception>
    public async Task LoadAsync(string id, CancellationToken cancellationToken)
    {
        ModelAssignment? assignment = store.AssignmentOf(id);
        string? chosen = assignment?.Model;
        if (choice.Named is null && chosen is null)
        {
            (IEncoder byDefault, string? from) = await DefaultAsync(cancellationToken);
            _byKnowledgeBase[id] = (byDefault, ConfidenceFitting.For(byDefault, from), VersionTeaching.For(byDefault, from));
            return;
        }

        string folder = FullPath(choice.Named ?? choice.Library.Locate(chosen!).Folder);
        if (choice.Named is not null && chosen is not null && !IsFolderOf(chosen, folder))
        {
            note(new ChoiceOverridden(id, folder, chosen));
        }

        TextEncoder encoder = Load(folder);
        _byKnowledgeBase[id] =
            (encoder, ConfidenceFitting.For(encoder, folder, assignment), VersionTeaching.For(encoder, folder, assignment));
    }

    /// <summary>Finds the versions of knowledge bases without a choice that the default encoder has to encode anew.</summary>
    /// <param name="cancellationToken">Stops asking the service.</param>
    /// <returns>What encodes them, and the versions.</returns>
    /// <exception cref="ModelException">The default encoder cannot be loaded.</exception>
    /// <exception cref="EncoderUnavailableException">The service cannot be reached.</exception>
    public async Task<(VersionRenewal Renewal, OutdatedVersion[] Versions)> OutdatedAsync(CancellationToken cancellationToken)
    {
        (IEncoder encoder, string? folder) = await DefaultAsync(cancellationToken);
        VersionRenewal renewal = new(store, encoder, folder, time);
        List<OutdatedVersion> versions = [];
        foreach (OutdatedVersion outdated in renewal.Outdated())
        {
            // A service may be set to that model as its default one.
            string installed = Path.Combine(choice.Library.Folder, outdated.Version.Model.Name);
            if (installed != folder && Directory.Exists(installed))
            {
                note(new VersionLeftAlone(outdated));
            }
            else
            {
                versions.Add(outdated);
            }
        }

        return (renewal, [.. versions]);
    }

    /// <summary>What indexes a knowledge base whose encoder is loaded.</summary>
    public KnowledgeIndexer IndexerOf(string knowledgeBaseId, Deployment deployment)
    {
        (IEncoder encoder, ConfidenceFitting? fitting, VersionTeaching teaching) = _byKnowledgeBase[knowledgeBaseId];
        return new KnowledgeIndexer(store, encoder, time, deployment) { Fitting = fitting, Teaching = teaching };
    }

    public void Dispose()
    {
        _remote?.Dispose();
        foreach (TextEncoder encoder in _byFolder.Values)
        {
            encoder.Dispose();
        }
    }

    private async Task<(IEncoder Encoder, string? Folder)> DefaultAsync(CancellationToken cancellationToken)
    {
        if (choice.Remote.IsUsed)
        {
            return (_remote ??= await RemoteEncoder.OpenAsync(choice.Remote, time, new Random(), loggers, cancellationToken), null);
        }

        string folder = FullPath(choice.Bundled());
        return (Load(folder), folder);
    }

    private static string FullPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private TextEncoder Load(string folder)
    {
        if (!_byFolder.TryGetValue(folder, out TextEncoder? encoder))
        {
            _byFolder[folder] = encoder = TextEncoder.Load(folder, choice.Options);
            foreach (string notice in encoder.Notices)
            {
                note(new EncoderNotice(notice));
            }
        }

        return encoder;
    }

    private bool IsFolderOf(string chosen, string folder) =>
        folder == (Path.IsPathFullyQualified(chosen) ? chosen : Path.Combine(choice.Library.Folder, chosen));
}
