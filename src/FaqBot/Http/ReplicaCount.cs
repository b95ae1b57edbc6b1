namespace FaqBot.Http;

/// <summary>How many replicas answer beside each other, this one included, as far as the store tells.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ReplicaCount
{
    private volatile int _value = 1;

    public int Value
    {
        get => _value;
        set => _value = Math.Max(1, value);
    }
}
