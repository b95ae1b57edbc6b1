using System.Text.RegularExpressions;
using FaqBot.Core.Access;

namespace FaqBot.Core.Tests.Access;

public sealed class KeySecretTests
{
    [Fact]
    public void Keys_are_different_well_formed_and_found_by_their_pattern()
    {
        string[] keys = [.. Enumerable.Range(0, 200).Select(_ => KeySecret.Generate())];
        Assert.Equal(keys.Length, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.All(keys, key =>
        {
            Assert.True(KeySecret.IsWellFormed(key));
            Assert.Matches($"^{KeySecret.Pattern}$", key);
            Assert.Equal(key, Regex.Match($"token = \"{key}\";", KeySecret.Pattern).Value);
            Assert.StartsWith(KeySecret.ShownOf(key), key, StringComparison.Ordinal);
            Assert.Equal(8, KeySecret.ShownOf(key).Length);
        });
    }

    [Fact]
    public void Check_digits_notice_every_letter_that_is_another_and_two_that_have_changed_places()
    {
        string key = KeySecret.Generate();
        for (int i = KeySecret.Prefix.Length; i < key.Length; i++)
        {
            Assert.False(KeySecret.IsWellFormed(key[..i] + (key[i] == 'x' ? 'y' : 'x') + key[(i + 1)..]));
            if (i + 1 < key.Length && key[i] != key[i + 1])
            {
                Assert.False(KeySecret.IsWellFormed(key[..i] + key[i + 1] + key[i] + key[(i + 2)..]));
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("fqb_")]
    [InlineData("the key of the editing tests")]
    public void What_is_no_key_is_not_well_formed(string? text) => Assert.False(KeySecret.IsWellFormed(text));

    /// <summary>What scanners of other people compute: it must never change.</summary>
    [Fact]
    public void Check_digits_are_those_that_are_documented() =>
        Assert.True(KeySecret.IsWellFormed("fqb_" + new string('0', 36) + Crc32C(new string('0', 36))));

    /// <summary>The table-free definition, bit by bit.</summary>
    private static string Crc32C(string text)
    {
        const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        uint crc = uint.MaxValue;
        foreach (char letter in text)
        {
            crc ^= letter;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        crc = ~crc;
        string digits = "";
        for (int i = 0; i < 6; i++, crc /= 62)
        {
            digits = Letters[(int)(crc % 62)] + digits;
        }

        return digits;
    }
}
