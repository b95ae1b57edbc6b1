using System.Globalization;

namespace FaqBot.Tests.Privacy;

/// <summary>What sockets of a process are connected to, as Linux tells it.</summary>
internal static class ProcessSockets
{
    private const int RemoteField = 2;
    private const int InodeField = 9;

    /// <summary>Reads the remote addresses of a process's sockets that are not of this machine.</summary>
    /// <param name="process">Number of the process.</param>
    /// <returns>Protocol and address as the kernel writes them; empty when the process has ended.</returns>
    public static IReadOnlyList<string> Foreign(int process)
    {
        HashSet<string> inodes = Inodes(process);
        return
        [
            .. from protocol in new[] { "tcp", "tcp6", "udp", "udp6" }
               from line in Lines($"/proc/{process}/net/{protocol}").Skip(1)
               let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where inodes.Contains(fields[InodeField]) && IsForeign(fields[RemoteField].Split(':')[0])
               select $"{protocol} {fields[RemoteField]}",
        ];
    }

    /// <summary>Whether an address, written as 32-bit words in the machine's order, is of another machine.</summary>
    internal static bool IsForeign(string address)
    {
        // Of an address of version 6 that stands for one of version 4 the last word is that.
        bool isOfFour = address.Length == 8 || address.StartsWith("0000000000000000FFFF0000", StringComparison.Ordinal);
        uint last = uint.Parse(address.AsSpan(address.Length - 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        bool isNone = address.Trim('0').Length == 0;
        return !isNone && (isOfFour ? (last & 0xFF) is not 127 && last != 0 : address != "00000000000000000000000001000000");
    }

    private static HashSet<string> Inodes(int process)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles($"/proc/{process}/fd")
                    .Select(file => new FileInfo(file).LinkTarget ?? "")
                    .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
                    .Select(target => target["socket:[".Length..^1]),
            ];
        }
        catch (IOException)
        {
            // A file that was closed meanwhile, or all of them.
            return [];
        }
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
