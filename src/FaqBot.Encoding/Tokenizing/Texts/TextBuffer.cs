using System.Buffers;
using System.Text;

namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>A growing text in rented memory.</summary>
internal ref struct TextBuffer
{
    private char[] _chars;

    public TextBuffer(int capacity)
    {
        _chars = ArrayPool<char>.Shared.Rent(capacity);
        Length = 0;
    }

    public int Length { get; set; }

    public readonly Span<char> Text => _chars.AsSpan(0, Length);

    public void Append(char c)
    {
        Reserve(1);
        _chars[Length++] = c;
    }

    public void Append(Rune rune)
    {
        Reserve(2);
        Length += rune.EncodeToUtf16(_chars.AsSpan(Length));
    }

    public void Append(scoped ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_chars.AsSpan(Length));
        Length += text.Length;
    }

    public void AppendUtf8(scoped ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        Length += System.Text.Encoding.UTF8.GetChars(utf8, _chars.AsSpan(Length));
    }

    /// <summary>Appends a text as code points: half surrogates become U+FFFD, as in any conversion to UTF-8.</summary>
    /// <param name="text">The text.</param>
    public void AppendScalars(scoped ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            Append(text);
            return;
        }

        foreach (Rune rune in text.EnumerateRunes())
        {
            Append(rune);
        }
    }

    /// <summary>Room for more text, for who writes it without <see cref="Append(char)"/>.</summary>
    /// <param name="size">UTF-16 units.</param>
    /// <returns>At least that much room; <see cref="Length"/> says afterwards how much is text.</returns>
    public Span<char> Room(int size)
    {
        Reserve(size);
        return _chars.AsSpan(Length);
    }

    public void Dispose()
    {
        if (_chars.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_chars);
            _chars = [];
        }
    }

    private void Reserve(int more)
    {
        if (Length + more <= _chars.Length)
        {
            return;
        }

        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(_chars.Length * 2, Length + more));
        _chars.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_chars);
        _chars = larger;
    }
}
