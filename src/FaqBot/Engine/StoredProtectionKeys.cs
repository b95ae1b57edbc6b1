using System.Xml.Linq;
using FaqBot.Core.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FaqBot.Engine;

/// <summary>Keeps the keys of ASP.NET Core's data protection in the store, so that every replica reads what another protected.</summary>
internal sealed class StoredProtectionKeys(StoreKeyRing ring) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. ring.Table.Protection().Select(element => XElement.Parse(element.Xml))];

    public void StoreElement(XElement element, string friendlyName) =>
        ring.Table.Add(new ProtectionElement(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
}

/// <summary>Sets data protection up.</summary>
internal static class ProtectionServices
{
    // The same for all replicas, wherever they are installed.
    private const string Application = "FaqBot";

    /// <summary>Protects with keys of the store, which rotate by themselves after ninety days.</summary>
    public static IServiceCollection AddStoredProtection(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(Application);
        services.AddOptions<KeyManagementOptions>()
            .Configure<StoreKeyRing>((keys, ring) => keys.XmlRepository = new StoredProtectionKeys(ring));
        return services.ReadProtectionKeysLate();
    }

    /// <summary>Takes away what reads the keys while the server starts, when the store is not open yet. Whatever adds data protection
    /// again, adds that, too.</summary>
    public static IServiceCollection ReadProtectionKeysLate(this IServiceCollection services)
    {
        ServiceDescriptor? early = services.FirstOrDefault(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(DataProtectionOptions).Assembly);
        if (early is not null)
        {
            services.Remove(early);
        }

        return services;
    }
}
