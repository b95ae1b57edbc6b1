using System.Text.Json;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Collects what is wrong with the tokenizer files of a folder.</summary>
internal sealed class FaultList
{
    // A message may hold a text of the file, which may be of any length.
    private const int LongestMessage = 1_000;

    private readonly List<string> _lines = [];

    /// <summary>One line a fault.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a fault of a file.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="message">What was found and expected, and where.</param>
    public void Add(string file, string message) => _lines.Add($"'{file}' cannot be used: {Cut(message)}");

    /// <summary>Adds a fault of the folder.</summary>
    /// <param name="message">What was found and expected, and what to do.</param>
    public void Add(string message) => _lines.Add(message);

    /// <summary>Reads a part of a file; a fault is added and makes the result the default.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="file">Name of the file.</param>
    /// <param name="read">Reads it, or throws a <see cref="FormatException"/>.</param>
    /// <returns>What was read.</returns>
    public T? Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            Add(file, exception.Message);
        }
        catch (JsonException exception)
        {
            Add(file, $"it is not valid JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _lines.Add($"'{file}' cannot be read: {exception.Message}");
        }

        return default;
    }

    private static string Cut(string message)
    {
        int length = Math.Min(message.Length, LongestMessage);
        length -= length < message.Length && char.IsHighSurrogate(message[length - 1]) ? 1 : 0;
        return length < message.Length ? message[..length] + "…" : message;
    }
}
