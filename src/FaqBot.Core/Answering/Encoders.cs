using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>The encoders in memory: the default one for as long as the service runs, others for as long as something uses them.</summary>
/// <remarks>Thread-safe. One at a time is loaded; that never keeps from using those that are loaded.</remarks>
public sealed class Encoders : IAsyncDisposable
{
    private readonly Func<string, LoadedEncoder> _load;
    private readonly Lock _loading = new();
    private readonly Lock _gate = new();
    private readonly List<LoadedEncoder> _loaded = [];

    // Under which names models were loaded the last time; only used while loading.
    private readonly Dictionary<string, string> _fingerprints = new(StringComparer.Ordinal);

    /// <summary>Starts with the default encoder.</summary>
    /// <param name="byDefault">The default encoder, whose first use is taken over.</param>
    /// <param name="load">
    /// Loads the model that is named as <see cref="ModelAssignment.Model"/>; fails with <see cref="ModelException"/>.
    /// </param>
    public Encoders(LoadedEncoder byDefault, Func<string, LoadedEncoder> load)
    {
        ArgumentNullException.ThrowIfNull(byDefault);
        ArgumentNullException.ThrowIfNull(load);
        Default = byDefault;
        _load = load;
        _loaded.Add(byDefault);
    }

    /// <summary>The encoder of knowledge bases without a choice of their own.</summary>
    public LoadedEncoder Default { get; }

    /// <summary>The encoder of a model.</summary>
    /// <param name="model">The model as <see cref="ModelAssignment.Model"/> names it; null: the default encoder.</param>
    /// <param name="anew">Whether it must be what lies in its folder now, rather than what was loaded from there.</param>
    /// <returns>The encoder, in use by the caller.</returns>
    /// <exception cref="ModelException">The model cannot be loaded.</exception>
    public LoadedEncoder Use(string? model, bool anew = true)
    {
        if (model is null)
        {
            ObjectDisposedException.ThrowIf(!Default.TryUse(), this);
            return Default;
        }

        lock (_loading)
        {
            if (!anew && _fingerprints.TryGetValue(model, out string? fingerprint) && Find(fingerprint) is { } loaded)
            {
                return loaded;
            }

            LoadedEncoder encoder = Keep(_load(model));
            _fingerprints[model] = encoder.Identity.Fingerprint;
            return encoder;
        }
    }

    /// <summary>The encoder of a published version, loaded if need be.</summary>
    /// <param name="version">The version.</param>
    /// <param name="assignment">The choice of a model for its knowledge base, or null.</param>
    /// <returns>The encoder, in use by the caller.</returns>
    /// <exception cref="VersionMismatchException">No encoder that can be found made its vectors.</exception>
    public LoadedEncoder UseFor(VersionIdentity version, ModelAssignment? assignment)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (Find(version.Model.Fingerprint) is { } loaded)
        {
            return loaded;
        }

        EncoderIdentity expected = Default.Identity;
        ModelException? fault = null;
        foreach (string model in new[] { version.Model.Name, assignment?.Model }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            try
            {
                LoadedEncoder encoder = Use(model);
                if (encoder.Identity.Fingerprint == version.Model.Fingerprint)
                {
                    return encoder;
                }

                expected = model == assignment?.Model ? encoder.Identity : expected;
                encoder.Release();
            }
            catch (ModelException exception)
            {
                // That no folder has the version's name says nothing; the chosen model must be there.
                fault = model == assignment?.Model ? exception : fault;
            }
        }

        throw new VersionMismatchException(version, expected, fault);
    }

    /// <summary>Lets go of the default encoder and waits until all encoders have left memory.</summary>
    /// <returns>When they have.</returns>
    public async ValueTask DisposeAsync()
    {
        Default.Release();
        Task[] all;
        lock (_gate)
        {
            all = [.. _loaded.Select(encoder => encoder.Unloaded)];
        }

        await Task.WhenAll(all);
    }

    private LoadedEncoder? Find(string fingerprint)
    {
        lock (_gate)
        {
            _loaded.RemoveAll(encoder => encoder.Unloaded.IsCompleted);
            return _loaded.Find(encoder => encoder.Identity.Fingerprint == fingerprint && encoder.TryUse());
        }
    }

    /// <summary>Keeps a loaded encoder, or takes one of the same model that is in use already.</summary>
    private LoadedEncoder Keep(LoadedEncoder encoder)
    {
        if (Find(encoder.Identity.Fingerprint) is { } same)
        {
            // A confidence that came into the folder later counts from now on.
            if (same.Confidence == encoder.Confidence)
            {
                encoder.Release();
                return same;
            }

            same.Release();
        }

        lock (_gate)
        {
            _loaded.Insert(0, encoder);
        }

        return encoder;
    }
}
