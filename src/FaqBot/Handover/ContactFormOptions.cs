namespace FaqBot.Handover;

/// <summary>Where what visitors write to people goes: section <c>FaqBot:Channels:ContactForm</c>.</summary>
internal sealed class ContactFormOptions
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1), LongestTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Address that gets each message as JSON, such as an incoming webhook; null: pages have no form.</summary>
    public string? Target { get; set; }

    /// <summary>Value of the header <c>Authorization</c> that the target wants; null: none.</summary>
    public string? Authorization { get; set; }

    /// <summary>Time in which the target must take a message.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether pages have a form.</summary>
    public bool IsOffered => Target is not null;

    /// <summary>What is wrong; the address itself may be a secret and is not repeated.</summary>
    public IEnumerable<string> Faults()
    {
        if (Target is not null && !(Uri.TryCreate(Target, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http"))
        {
            yield return "ContactForm:Target is no address of https or http";
        }

        if (Authorization is { } header && header.Any(char.IsControl))
        {
            yield return "ContactForm:Authorization holds a control character, expected the value of a header, such as Bearer …";
        }

        if (Timeout < ShortestTimeout || Timeout > LongestTimeout)
        {
            yield return $"ContactForm:Timeout is {Timeout}, expected {ShortestTimeout} to {LongestTimeout}";
        }
    }
}
