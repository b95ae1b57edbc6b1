using System.Buffers;
using System.Text;

namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>A growing text in rented memory, which grows to a limit only.</summary>
internal ref struct TextBuffer
{
    private readonly int _most;
    private char[] _chars;

    /// <summary>Makes an empty text.</summary>
    /// <param name="capacity">UTF-16 units that have room at first.</param>
    /// <param name="most">UTF-16 units that it may have.</param>
    public TextBuffer(int capacity, int most)
    {
        _most = most;
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
        // What is rented may have more room than was asked for; the limit is about memory.
        if (more <= _chars.Length - Length)
        {
            return;
        }

        if (more > _most - Length)
        {
            throw new TextLimitException($"more than {_most} characters");
        }

        char[] larger = ArrayPool<char>.Shared.Rent((int)Math.Min(_most, Math.Max(_chars.Length * 2L, Length + more)));
        _chars.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_chars);
        _chars = larger;
    }
}
