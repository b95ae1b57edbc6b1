using FaqBot.Core.Redis;

namespace FaqBot.Core.Tests.Redis;

public sealed class ValueSealTests
{
    private static readonly byte[] Value = "value"u8.ToArray();

    [Fact]
    public void Open_gives_what_was_closed_at_the_same_place_alone()
    {
        ValueSeal seal = Seals.Of(1);
        byte[] whole = seal.Close("a", Value);
        Assert.Equal(Value, seal.Open("a", "test", whole)!.Value.ToArray());
        Assert.Null(seal.Open("b", "test", whole));
        Assert.Null(seal.Open("", "test", whole));
        Assert.Equal(0, seal.Open("a", "test", seal.Close("a", []))!.Value.Length);
    }

    [Fact]
    public void Open_believes_no_byte_that_was_changed_added_or_taken_away()
    {
        ValueSeal seal = Seals.Of(1);
        byte[] whole = seal.Close("a", Value);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 1;
            Assert.Null(seal.Open("a", "test", changed));
            Assert.Null(seal.Open("a", "test", whole.AsMemory(0, i)));
        }

        Assert.Null(seal.Open("a", "test", (byte[])[.. whole, 0]));
        Assert.Null(Seals.Of(2).Open("a", "test", whole));
    }

    [Fact]
    public void Open_believes_former_keys_and_closes_by_the_newest()
    {
        byte[] old = Seals.Of(1).Close("a", Value);
        ValueSeal rotated = Seals.Of(2, former: 1);
        Assert.NotNull(rotated.Open("a", "test", old));
        Assert.Null(Seals.Of(1).Open("a", "test", rotated.Close("a", Value)));
    }

    /// <summary>No place can be read as the start of a value.</summary>
    [Fact]
    public void Place_and_value_do_not_run_into_each_other()
    {
        byte[] whole = Seals.Of(1).Close("ab", "c"u8);
        Assert.Null(Seals.Of(1).Open("a", "test", (byte[])[.. whole[..ValueSeal.Bytes], .. "bc"u8]));
    }
}
