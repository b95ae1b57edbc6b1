using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Authentication;

namespace FaqBot.Access;

/// <summary>Lets accounts of the service itself sign in, for the day on which the issuer cannot be reached.</summary>
internal sealed class AccountSignIn(AccessRing ring, AccessOptions options, AuditTrail trail, TimeProvider time) : IDisposable
{
    private const int MostWaiting = 8;

    // Hashing is made to be slow: it may take one core, and no more.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;

    /// <summary>Tries a password; the session begins where it is right.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">Name of the account.</param>
    /// <param name="password">The password.</param>
    /// <returns>Whether it is right. Who is told no is not told why: neither that there is no such account, nor that it is
    /// locked.</returns>
    /// <exception cref="TooManyAttemptsException">Too many try at the same time.</exception>
    public async Task<bool> TryAsync(HttpContext context, string name, string password)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new TooManyAttemptsException();
        }

        LocalAccount? account;
        bool isOpen;
        try
        {
            await _turn.WaitAsync(context.RequestAborted);
            try
            {
                (account, isOpen) = await Task.Run(() => Check(name, password));
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        if (!isOpen)
        {
            AuditDetail.Of(context).Object = account is null ? null : CallerName.OfAccount(account.Name);
            await trail.RefuseAsync(
                context, RouteRight.None, IsLocked(account) ? "The account is locked." : "Name or password were wrong.");
            return false;
        }

        string known = account!.Name;

        AuthenticationProperties properties = new();
        SessionAuthentication.Prepare(properties);
        await trail.DoAsync(
            context, CallerName.OfAccount(known), IssuerSignIn.Action,
            () => context.SignInAsync(SessionAuthentication.Name, SessionAuthentication.OfAccount(known), properties));
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private (LocalAccount? Account, bool IsOpen) Check(string name, string password)
    {
        LocalAccount? account = ring.Store.Accounts.Begin(name, options.ToLockOut(), time.GetUtcNow());

        // A locked account and none at all take as long as an open one.
        if (!LocalAccount.Opens(IsLocked(account) ? null : account, password))
        {
            return (account, false);
        }

        ring.Store.Accounts.Succeed(account!.Name);

        // It may have been made a moment ago, by another process.
        ring.Refresh();
        return (account, true);
    }

    private bool IsLocked(LocalAccount? account) => account?.LockedUntil > time.GetUtcNow();
}

/// <summary>Too many passwords are being tried at the same time.</summary>
internal sealed class TooManyAttemptsException() : ServiceFaultException("Found too many attempts at the same time; try again later.")
{
    public override int Status => StatusCodes.Status429TooManyRequests;

    public override string Title => "Too many requests.";

    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(5);
}
