namespace FaqBot.Encoding.Library.Hubs;

/// <summary>A place that models are downloaded from.</summary>
public interface IModelHub
{
    /// <summary>Where it is and how it is used.</summary>
    HubOptions Options { get; }

    /// <summary>Asks what files a model has.</summary>
    /// <param name="connection">The connection to this hub.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>The files.</returns>
    /// <exception cref="HubException">The hub does not offer the model.</exception>
    Task<HubListing> ListAsync(HubConnection connection, ModelReference model, CancellationToken cancellationToken);

    /// <summary>Where a file is downloaded from.</summary>
    /// <param name="listing">The model.</param>
    /// <param name="file">The file.</param>
    /// <returns>The address, on this hub.</returns>
    Uri AddressOf(HubListing listing, HubFile file);
}
