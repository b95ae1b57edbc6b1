namespace FaqBot.Texts;

/// <summary>What all channels do alike: section <c>FaqBot:Channels</c>.</summary>
internal sealed class ChannelOptions
{
    private const int MostGreetingLength = 2_000;

    /// <summary>What the bot says first; null: a greeting in the user's language; empty: nothing.</summary>
    public string? Greeting { get; set; }

    /// <summary>Whether a person is offered when nothing matches.</summary>
    public bool OfferHandover { get; set; }

    public IEnumerable<string> Faults() => Greeting is { Length: > MostGreetingLength }
        ? [$"Greeting has {Greeting.Length} characters, expected at most {MostGreetingLength}"]
        : [];
}
