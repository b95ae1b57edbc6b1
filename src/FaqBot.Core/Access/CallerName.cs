namespace FaqBot.Core.Access;

/// <summary>How histories and the audit log call who acts. The kind stands in front, so that no name can pass for another kind's.</summary>
public static class CallerName
{
    /// <summary>The key of the configuration.</summary>
    public const string Configured = "admin";

    /// <summary>Who shows no key and is not signed in.</summary>
    public const string Nobody = "nobody";

    /// <summary>Whoever runs commands beside the service.</summary>
    public const string CommandLine = "command line";

    private const string KeyKind = "key:", UserKind = "user:", AccountKind = "account:";

    /// <summary>A key.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What it is called.</returns>
    public static string OfKey(string name) => KeyKind + name;

    /// <summary>A person of an issuer.</summary>
    /// <param name="name">The person's name.</param>
    /// <returns>What the person is called.</returns>
    public static string OfUser(string name) => UserKind + name;

    /// <summary>An account of the service itself.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What it is called.</returns>
    public static string OfAccount(string name) => AccountKind + name;
}
