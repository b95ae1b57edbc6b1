namespace FaqBot.Encoding.Running;

/// <summary>What a model makes of each token of a text on its way to the text's vector.</summary>
/// <param name="Ids">Ids of the tokens, special ones included.</param>
/// <param name="Values">The states without padding, row-major [tokens × <see cref="Width"/>].</param>
public readonly record struct TokenStates(ReadOnlyMemory<int> Ids, ReadOnlyMemory<float> Values)
{
    /// <summary>Numbers of a token's state.</summary>
    public int Width => Ids.IsEmpty ? 0 : Values.Length / Ids.Length;
}
