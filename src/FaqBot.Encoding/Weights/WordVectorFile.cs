using System.Globalization;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Tokenizing;
using FaqBot.Encoding.Tokenizing.Splitting;

namespace FaqBot.Encoding.Weights;

/// <summary>Word vectors in the text format of word2vec: a word and its numbers a line, after an optional line with both counts.</summary>
/// <remarks>
/// Such files list words by falling frequency. Texts without blanks between words are cut where the words' frequencies, taken from
/// their ranks by Zipf's law, make the text most probable.
/// </remarks>
internal sealed class WordVectorFile
{
    private const string Extension = ".vec";
    private const int MostWords = 5_000_000;
    private const int LongestWord = 200;
    private const int MostDimensions = 8_192;
    private const int MostNumbers = 1 << 30;
    private const int LongestLine = 1 << 18;
    private const int MostFaults = 20;

    private WordVectorFile(string folder, List<string> words, float[] rows, int dimensions)
    {
        Dimensions = dimensions;
        Rows = rows;
        IsWord = new bool[words.Count];
        Array.Fill(IsWord, true, 1, words.Count - 1);
        Tokenizer = Segmenter(folder, words);
    }

    /// <summary>Components of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>The vectors, row-major [ids × <see cref="Dimensions"/>]; id 0 stands for unknown words.</summary>
    public float[] Rows { get; }

    /// <summary>Whether an id is a word.</summary>
    public bool[] IsWord { get; }

    /// <summary>Cuts texts into the file's words.</summary>
    public ModelTokenizer Tokenizer { get; }

    /// <summary>Name of the only <c>.vec</c> file of a folder; null when there is none or several.</summary>
    public static string? FindIn(string folder)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Take(2)] : [];
        return files.Length == 1 ? Path.GetFileName(files[0]) : null;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelException">Lines are broken; the first faults are reported together.</exception>
    public static WordVectorFile Read(string folder, string file)
    {
        List<string> faults = [];
        List<string> words = ["\0"];
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<float> rows = [];
        int dimensions = 0, number = 0;
        foreach (string line in Lines(folder, file, faults))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            bool isHead = ++number == 1 && parts.Length == 2;
            if (parts.Length == 0 || isHead)
            {
                continue;
            }

            if (dimensions == 0)
            {
                dimensions = parts.Length - 1;
                if (dimensions > MostDimensions)
                {
                    faults.Add($"'{file}' line {number} has {dimensions} numbers, expected at most {MostDimensions}");
                    break;
                }

                rows.AddRange(new float[dimensions]);
            }

            if (ReadLine(parts, dimensions, rows) is { } fault)
            {
                faults.Add($"'{file}' line {number} {fault}");
            }
            else if (!seen.Add(parts[0]))
            {
                rows.RemoveRange(rows.Count - dimensions, dimensions);
            }
            else
            {
                words.Add(parts[0]);
            }

            bool isTooLarge = words.Count > MostWords || rows.Count > MostNumbers - dimensions;
            if (isTooLarge)
            {
                faults.Add(
                    $"'{file}' holds more than {MostWords} words or {MostNumbers} numbers; keep the most frequent words");
            }

            if (faults.Count >= MostFaults || isTooLarge)
            {
                break;
            }
        }

        if (words.Count == 1 && faults.Count == 0)
        {
            faults.Add($"'{file}' holds no word, expected lines of a word and its numbers");
        }

        return faults.Count > 0 ? throw new ModelException(folder, faults) : new WordVectorFile(folder, words, [.. rows], dimensions);
    }

    /// <summary>The lines up to one that cannot be read, which is a fault.</summary>
    private static IEnumerable<string> Lines(string folder, string file, List<string> faults)
    {
        using IEnumerator<string> lines = TextLines.Read(Path.Combine(folder, file), LongestLine).GetEnumerator();
        while (Next(lines, file, faults))
        {
            yield return lines.Current;
        }
    }

    private static bool Next(IEnumerator<string> lines, string file, List<string> faults)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"'{file}' cannot be read: {exception.Message}");
            return false;
        }
    }

    private static string? ReadLine(string[] parts, int dimensions, List<float> rows)
    {
        if (parts.Length != dimensions + 1)
        {
            return $"has {parts.Length - 1} numbers, expected {dimensions} as before; it is cut off, or a word holds a blank";
        }

        if (parts[0].Length > LongestWord)
        {
            return $"starts with a word of {parts[0].Length} characters, expected at most {LongestWord}";
        }

        int before = rows.Count;
        foreach (string part in parts.AsSpan(1))
        {
            if (!float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
            {
                rows.RemoveRange(before, rows.Count - before);
                return "holds something that is no finite number";
            }

            rows.Add(value);
        }

        return null;
    }

    private static UnigramTokenizer Segmenter(string folder, List<string> words)
    {
        double total = Math.Log(words.Count) + 0.5772;
        double[] scores = [.. words.Select((_, rank) => -Math.Log(Math.Max(1, rank) * total))];
        TokenTemplate alone = new([TemplatePart.First()]);
        TokenizerSpecification specification = new()
        {
            Folder = folder,
            Tokens = words,
            AddedTokens = [],
            Normalizers = [],
            Splits = [new BertSplit()],
            Single = alone,
            Pair = new([TemplatePart.First(), TemplatePart.Second(1)]),
        };
        UnigramVocabulary vocabulary =
            new() { Tokens = words, Scores = scores, UnknownId = 0, UnknownScore = scores[^1] - 10, IsUnused = id => id == 0 };
        return new UnigramTokenizer(specification, vocabulary, ' ');
    }
}
