namespace FaqBot.Http.Keys;

/// <summary>Who may use the admin routes.</summary>
internal sealed class AdminOptions
{
    private const int LeastLength = 16;

    public string? Key { get; set; }

    public IEnumerable<string> Faults() =>
        Key is { Length: < LeastLength } ? [$"Key has {Key.Length} characters, expected {LeastLength} or more, or none at all"] : [];
}
