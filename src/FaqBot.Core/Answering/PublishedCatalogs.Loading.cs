using System.Collections.Frozen;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Answering;

/// <content>Loads versions and puts their catalogs in place.</content>
public sealed partial class PublishedCatalogs
{
    private FrozenDictionary<(string Id, Deployment Deployment), PublishedCatalog> InPlace => _held.Catalogs;

    private FrozenDictionary<(string Id, Deployment Deployment), ColdCatalog> Cold => _held.Cold;

    private bool IsRefused((string Id, Deployment Deployment) key, VersionIdentity version) =>
        _refused.TryGetValue(key, out (VersionIdentity Version, ModelAssignment? Assignment) refused)
        && refused.Version == version && refused.Assignment == store.AssignmentOf(version.KnowledgeBaseId);

    private bool IsInPlace(
        (string Id, Deployment Deployment) key, VersionIdentity version, IReadOnlyList<FittedConfidence> fitted) =>
        InPlace.GetValueOrDefault(key) is { } answering
            ? answering.Catalog.Identity == version && answering.Fitted == FittedOf(key.Id, fitted)
            : Cold.GetValueOrDefault(key) is { } cold && cold.Head.Identity == version && cold.Fitted == FittedOf(key.Id, fitted);

    private static FittedConfidence? FittedOf(string knowledgeBaseId, IReadOnlyList<FittedConfidence> fitted) =>
        fitted.FirstOrDefault(own => own.KnowledgeBaseId == knowledgeBaseId);

    /// <summary>Loads, and puts catalogs and faults in place, each by one reference: none is missed while it is looked for.</summary>
    private (List<FaqCatalog> Loaded, List<Exception> Faults) Swap(
        IEnumerable<(string Id, Deployment Deployment)> load,
        Func<(string Id, Deployment Deployment), bool> keep,
        Dictionary<(string Id, Deployment Deployment), Exception> known,
        List<Exception> faults)
    {
        Dictionary<(string Id, Deployment Deployment), PublishedCatalog> next = InPlace.Where(pair => keep(pair.Key)).ToDictionary();
        Dictionary<(string Id, Deployment Deployment), ColdCatalog> cold = Cold.Where(pair => keep(pair.Key)).ToDictionary();
        List<FaqCatalog> loaded = [];
        foreach ((string Id, Deployment Deployment) key in load)
        {
            cold.Remove(key);
            try
            {
                if (store.Load(key.Id, key.Deployment) is { } version)
                {
                    if (_awaited.Contains(version.Identity))
                    {
                        throw new KnowledgeBaseAwaitedException(key.Id);
                    }

                    loaded.Add((next[key] = Build(key, version)).Catalog);
                    Cool(next, cold, except: key);
                }

                known.Remove(key);
            }
            catch (Exception exception)
            {
                // Whatever it is, it is this knowledge base's alone.
                faults.Add(exception);
                if (exception is not KnowledgeBaseAwaitedException)
                {
                    known[key] = exception;
                }

                if (InPlace.GetValueOrDefault(key) is { } old)
                {
                    next[key] = old;
                }
            }
        }

        Replace(next.ToFrozenDictionary(), cold.ToFrozenDictionary());
        _faults = known.ToFrozenDictionary();
        return (loaded, faults);
    }

    private PublishedCatalog Build((string Id, Deployment Deployment) key, StoredVersion version)
    {
        _refused[key] = (version.Identity, version.Assignment);
        LoadedEncoder encoder = encoders.UseFor(version.Identity, version.Assignment);
        try
        {
            PublishedCatalog built = PublishedCatalog.Build(version, encoder, VectorFolder);
            built.LastUse.Value = Environment.TickCount64;
            _refused.Remove(key);
            return built;
        }
        catch
        {
            encoder.Release();
            throw;
        }
    }

    private void Replace(
        FrozenDictionary<(string Id, Deployment Deployment), PublishedCatalog> next,
        FrozenDictionary<(string Id, Deployment Deployment), ColdCatalog> cold)
    {
        FrozenDictionary<(string Id, Deployment Deployment), PublishedCatalog> former = InPlace;
        _held = new Held(next, cold);
        Interlocked.Increment(ref _changes);
        foreach (((string Id, Deployment Deployment) key, PublishedCatalog catalog) in former)
        {
            if (!ReferenceEquals(next.GetValueOrDefault(key), catalog))
            {
                catalog.Encoder.Release();
            }
        }
    }
}
