using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Vectors that were read from a server before, in a file near at hand, so that a start reads only those that are new.</summary>
/// <remarks>
/// <para>
/// Thread-safe. Derived data: a vector is found by what it was computed from (model, normalisation, format, text), and each record by its
/// checksum; whatever is damaged, cut off or of another form is read from the server again. One process writes it; others that find it in
/// use, or cannot write it, do without.
/// </para>
/// <para>A record is the key (16 bytes), the length (4), the bytes, and the start of SHA-256 of all that (8); after a head of
/// 8 bytes.</para>
/// </remarks>
internal sealed class VectorFile : IDisposable
{
    private const int KeyBytes = 16, HeadOfRecord = KeyBytes + sizeof(int), Checksum = sizeof(ulong), LongestVector = 1 << 20;

    /// <summary>Beyond this the file is begun anew: what no version has any more goes with it.</summary>
    private const long LongestFile = 8L << 30;

    private static ReadOnlySpan<byte> Head => "faqvec1\n"u8;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _file;
    private readonly Dictionary<UInt128, (long Offset, int Length)> _known = [];
    private long _end;

    private VectorFile(SafeFileHandle file) => _file = file;

    /// <summary>How many vectors it holds.</summary>
    public int Count => _known.Count;

    /// <summary>Opens a file, or makes it.</summary>
    /// <returns>The file; null when it is in use, or cannot be written.</returns>
    public static VectorFile? TryOpen(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            VectorFile opened = new(file);
            opened.ReadRecords();
            return opened;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            return null;
        }
    }

    /// <summary>The key of a vector.</summary>
    /// <param name="version">What it belongs to.</param>
    /// <param name="text">The normalised text.</param>
    public static UInt128 KeyOf(VersionIdentity version, string text) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes($"{version.Model.Fingerprint}\n{version.Normalizer}\n{(int)version.Format}\n{text}")));

    /// <summary>Finds the bytes of a vector; null when they are not there, or damaged.</summary>
    public byte[]? Find(UInt128 key)
    {
        (long Offset, int Length) place;
        lock (_gate)
        {
            if (!_known.TryGetValue(key, out place))
            {
                return null;
            }
        }

        byte[] record = new byte[HeadOfRecord + place.Length + Checksum];
        return RandomAccess.Read(_file, record, place.Offset) == record.Length && IsWhole(record)
            ? record[HeadOfRecord..^Checksum] : null;
    }

    /// <summary>Adds vectors; when that fails, the file is left as it was.</summary>
    public void Add(IEnumerable<(UInt128 Key, byte[] Vector)> vectors)
    {
        lock (_gate)
        {
            try
            {
                if (_end > LongestFile)
                {
                    Begin();
                }

                foreach ((UInt128 key, byte[] vector) in vectors)
                {
                    byte[] record = new byte[HeadOfRecord + vector.Length + Checksum];
                    BinaryPrimitives.WriteUInt128LittleEndian(record, key);
                    BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(KeyBytes), vector.Length);
                    vector.CopyTo(record, HeadOfRecord);
                    SHA256.HashData(record.AsSpan(..^Checksum)).AsSpan(0, Checksum).CopyTo(record.AsSpan(^Checksum..));
                    RandomAccess.Write(_file, record, _end);
                    _known[key] = (_end, vector.Length);
                    _end += record.Length;
                }
            }
            catch (IOException)
            {
                // A full disk: a start reads from the server what is missing here.
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> record) =>
        SHA256.HashData(record[..^Checksum]).AsSpan(0, Checksum).SequenceEqual(record[^Checksum..]);

    /// <summary>Where each record is; what comes after one that is cut off is written over. Checksums are looked at when they are
    /// used.</summary>
    private void ReadRecords()
    {
        long length = RandomAccess.GetLength(_file);
        Span<byte> head = stackalloc byte[HeadOfRecord];
        Span<byte> found = head[..Head.Length];
        if (length < Head.Length || RandomAccess.Read(_file, found, 0) != Head.Length || !found.SequenceEqual(Head))
        {
            Begin();
            return;
        }

        _end = Head.Length;
        while (_end + HeadOfRecord + Checksum <= length && RandomAccess.Read(_file, head, _end) == HeadOfRecord)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(head[KeyBytes..]);
            if (size is <= 0 or > LongestVector || _end + HeadOfRecord + size + Checksum > length)
            {
                break;
            }

            _known[BinaryPrimitives.ReadUInt128LittleEndian(head)] = (_end, size);
            _end += HeadOfRecord + size + Checksum;
        }
    }

    private void Begin()
    {
        _known.Clear();
        RandomAccess.SetLength(_file, 0);
        RandomAccess.Write(_file, Head, 0);
        _end = Head.Length;
    }
}
