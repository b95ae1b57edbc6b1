using System.Text;
using System.Text.RegularExpressions;

namespace FaqBot.Encoding.Remote;

/// <summary>Takes the key and the texts of a request out of what the service says about it.</summary>
/// <remarks>
/// Services repeat input, whole or cut, and show keys in part: so each run of a message that also occurs in the key or in a text
/// is masked. A run is short enough to say nothing, and long enough for a service's own words to stay.
/// </remarks>
internal sealed partial class Redaction
{
    private const int KeyRun = 6;
    private const int AsciiRun = 12;
    private const int OtherRun = 3;
    private const int MostShown = 300;
    private const int MostCharacters = 200_000;
    private const string Mask = "…";

    private readonly string? _key;
    private readonly IReadOnlyList<string> _texts;

    /// <summary>Remembers what must not be shown.</summary>
    /// <param name="key">The key, if any.</param>
    /// <param name="texts">The texts.</param>
    public Redaction(string? key, IReadOnlyList<string> texts)
    {
        _key = string.IsNullOrEmpty(key) ? null : key;
        _texts = texts;
    }

    /// <summary>Makes a message fit to show.</summary>
    /// <param name="message">What the service says.</param>
    /// <returns>One line of at most 300 characters.</returns>
    public string Of(string message)
    {
        if (_texts.Sum(text => (long)text.Length) > MostCharacters)
        {
            return Mask;
        }

        string line = Starred().Replace(Escaped().Replace(message, Mask), Mask);
        line = new string([.. line.Take(MostShown * 2).Select(character => char.IsControl(character) ? ' ' : character)]);
        bool[] hidden = new bool[line.Length];
        for (int start = 0; start < line.Length; start++)
        {
            Hide(line, start, KeyRun, hidden, run => _key is not null && run.Length >= Math.Min(KeyRun, _key.Length)
                && _key.AsSpan().Contains(run, StringComparison.OrdinalIgnoreCase));
            Hide(line, start, AsciiRun, hidden, InTexts);
            ReadOnlySpan<char> other = line.AsSpan(start, Math.Min(OtherRun, line.Length - start));
            if (other.ContainsAnyExceptInRange('\0', '\x7f'))
            {
                Hide(line, start, OtherRun, hidden, InTexts);
            }
        }

        foreach (string text in _texts.Append(_key ?? "").Select(text => text.Trim()).Where(text => text.Length is > 0 and < AsciiRun))
        {
            for (int at = line.IndexOf(text, StringComparison.OrdinalIgnoreCase); at >= 0; at = line.IndexOf(text, at
                + text.Length, StringComparison.OrdinalIgnoreCase))
            {
                if (!Ascii.IsValid(text) || (!IsWordAt(line, at - 1) && !IsWordAt(line, at + text.Length)))
                {
                    hidden.AsSpan(at, text.Length).Fill(true);
                }
            }
        }

        return Shown(line, hidden);
    }

    private static bool IsWordAt(string line, int at) => at >= 0 && at < line.Length && char.IsLetterOrDigit(line[at]);

    private bool InTexts(ReadOnlySpan<char> run)
    {
        foreach (string text in _texts)
        {
            if (text.AsSpan().Contains(run, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static void Hide(string line, int start, int length, bool[] hidden, Func<ReadOnlySpan<char>, bool> isSecret)
    {
        if (start + length <= line.Length && isSecret(line.AsSpan(start, length)))
        {
            hidden.AsSpan(start, length).Fill(true);
        }
    }

    private static string Shown(string line, bool[] hidden)
    {
        string shown =
            string.Concat(line.Select((character, i) => !hidden[i] ? character.ToString() : i == 0 || !hidden[i - 1] ? Mask : "")).Trim();
        int end = shown.Length <= MostShown ? shown.Length : char.IsHighSurrogate(shown[MostShown - 1]) ? MostShown - 1 : MostShown;
        return shown[..end] + (end < shown.Length ? Mask : "");
    }

    // Keys that the service has starred out in part, and texts that it repeats in escaped form.
    [GeneratedRegex(@"\S*\*{3,}\S*")]
    private static partial Regex Starred();

    [GeneratedRegex(@"(\\+u[0-9a-fA-F]{4}|\\+x[0-9a-fA-F]{2})+")]
    private static partial Regex Escaped();
}
