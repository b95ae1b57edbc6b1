using System.Buffers.Text;
using System.Security.Cryptography;
using FaqBot.Core.Access;
using FaqBot.Engine;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FaqBot.Access;

/// <summary>Keeps sessions in the store: every replica knows them, and they can be ended there.</summary>
internal sealed class StoredSessions(AccessRing ring, AccessOptions options, TimeProvider time) : ITicketStore
{
    private const int Bytes = 32;

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        await RenewAsync(key, ticket);
        return key;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        DateTimeOffset now = time.GetUtcNow();
        return Task.Run(() => ring.Store.Sessions.Put(
            KeySecret.HashOf(key), ticket.Principal.Identity?.Name ?? "", TicketSerializer.Default.Serialize(ticket), now,
            ticket.Properties.ExpiresUtc ?? now + options.SessionLifetime));
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key) =>
        await Task.Run(() => ring.Store.Sessions.Find(KeySecret.HashOf(key), time.GetUtcNow())) is { } ticket
            ? TicketSerializer.Default.Deserialize(ticket) : null;

    public Task RemoveAsync(string key) => Task.Run(() => ring.Store.Sessions.End(KeySecret.HashOf(key)));
}
