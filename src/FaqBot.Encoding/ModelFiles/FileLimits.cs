using System.Globalization;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>How large the files of a model may be: they come from others, and a file must not take the machine.</summary>
internal static class FileLimits
{
    /// <summary>Most bytes of a file of settings, such as <c>config.json</c>.</summary>
    public const long Settings = 4L << 20;

    /// <summary>Most bytes of a tokenizer's file. The largest in use have about 35 MB.</summary>
    public const long Tokenizer = 64L << 20;

    /// <summary>Most bytes of the index of shards.</summary>
    public const long Index = 16L << 20;

    /// <summary>Most bytes of an ONNX graph without its external data: those of a message of Protocol Buffers.</summary>
    public const long Graph = int.MaxValue;

    /// <summary>Most bytes of word vectors as text.</summary>
    public const long Words = 16L << 30;

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Most bytes that it may have.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="IOException">It has more, has none, or cannot be read; the message does not name it.</exception>
    public static byte[] ReadAll(string path, long most)
    {
        Require(path, most);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

        // Of the opened file, which may be another one by now.
        long length = stream.Length;
        if (length > most)
        {
            throw TooLarge(length, most);
        }

        byte[] content = new byte[length];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }

    /// <summary>Refuses a file by its size, without opening it: pipes and devices, which have none, would not end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Most bytes that it may have.</param>
    /// <exception cref="IOException">It has more, or none.</exception>
    public static void Require(string path, long most)
    {
        FileInfo file = new(path);

        // The size of what a link leads to.
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
        {
            file = target;
        }

        long length = file.Length;
        if (length == 0)
        {
            throw new IOException("it is empty or no file");
        }

        if (length > most)
        {
            throw TooLarge(length, most);
        }
    }

    private static IOException TooLarge(long length, long most) =>
        new(string.Create(CultureInfo.InvariantCulture, $"it has {length} bytes, expected at most {most}"));
}
