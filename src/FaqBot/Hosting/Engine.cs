using FaqBot.Answering;
using FaqBot.Caching;

namespace FaqBot.Hosting;

/// <summary>What answers questions, once it is loaded.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Engine
{
    private volatile LoadedEngine? _loaded;

    /// <summary>The loaded parts, or null while they load.</summary>
    public LoadedEngine? Loaded => _loaded;

    /// <summary>The loaded parts.</summary>
    /// <exception cref="NotReadyException">They are still loading.</exception>
    public LoadedEngine Require() => _loaded ?? throw new NotReadyException();

    public void Start(LoadedEngine loaded) => _loaded = loaded;
}

/// <summary>The parts that answer questions.</summary>
internal sealed record LoadedEngine(Answerer Answerer, PublishedCatalogs Catalogs, ReplyCache Cache);

/// <summary>The service is still loading its model and knowledge bases.</summary>
internal sealed class NotReadyException() : Exception("The service is still loading.");
