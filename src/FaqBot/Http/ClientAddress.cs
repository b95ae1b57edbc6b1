using System.Net;
using System.Net.Sockets;

namespace FaqBot.Http;

/// <summary>What stands for a caller's machine where callers are counted.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The address of version 4; of version 6 the network, within which one machine may have any address.</summary>
    public static string Of(HttpContext context)
    {
        IPAddress? address = context.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6 } && !IPAddress.IsLoopback(address)
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address?.ToString() ?? "";
    }
}
