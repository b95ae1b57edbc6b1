namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>The characters by which byte-level vocabularies spell bytes.</summary>
/// <remarks>
/// Bytes that print in Latin-1 stand for themselves, the others follow from U+0100 in their order:
/// https://github.com/openai/gpt-2/blob/master/src/encoder.py.
/// </remarks>
internal static class ByteCharacters
{
    private static readonly char[] Characters = MakeCharacters();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The character of a byte.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>The character.</returns>
    public static char Of(byte value) => Characters[value];

    /// <summary>The bytes that a token spells.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The bytes; those of its own UTF-8 form when it holds a character that spells none.</returns>
    public static byte[] Spelled(string token)
    {
        byte[] bytes = new byte[token.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (token[i] >= Bytes.Length || Bytes[token[i]] < 0)
            {
                return System.Text.Encoding.UTF8.GetBytes(token);
            }

            bytes[i] = (byte)Bytes[token[i]];
        }

        return bytes;
    }

    private static char[] MakeCharacters()
    {
        char[] characters = new char[256];
        char next = '\u0100';
        for (int value = 0; value < characters.Length; value++)
        {
            bool prints = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            characters[value] = prints ? (char)value : next++;
        }

        return characters;
    }

    private static short[] MakeBytes()
    {
        short[] bytes = new short[Characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < Characters.Length; value++)
        {
            bytes[Characters[value]] = (short)value;
        }

        return bytes;
    }
}
