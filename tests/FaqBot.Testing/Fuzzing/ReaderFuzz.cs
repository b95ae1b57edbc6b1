using System.Globalization;
using CsCheck;

namespace FaqBot.Testing.Fuzzing;

/// <summary>Gives a reader changed files: only the faults that it documents may come out, and no file may take the machine.</summary>
/// <remarks>Deterministic: the same seed gives the same files on every machine.</remarks>
public sealed class ReaderFuzz
{
    /// <summary>Files of a full run.</summary>
    public const int Full = 100_000;

    private const ulong Seed = 20_260_701;

    private const int MostFailures = 5, ShownBytes = 600;

    /// <summary>Bytes that a reader may allocate for a file, beside <see cref="BytesForEach"/> of its own.</summary>
    public long FreeBytes { get; init; } = 16 << 20;

    /// <summary>Bytes that a reader may allocate for each byte of a file.</summary>
    public long BytesForEach { get; init; } = 4_096;

    /// <summary>How long a file may keep a reader: far longer than any takes on a busy machine, far shorter than for ever.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Files of a run: a fiftieth of a full one, and all with <c>./test.sh --long</c>.</summary>
    public static int Count => Environment.GetEnvironmentVariable("FAQBOT_LONG") == "1" ? Full : Full / 50;

    /// <summary>Reads files.</summary>
    /// <param name="files">The files to change; they are read unchanged first.</param>
    /// <param name="count">How many changed ones.</param>
    /// <param name="read">The reader.</param>
    /// <param name="isDocumented">Whether an exception may come out.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <returns>What went wrong, one line a file; empty when nothing did.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<byte[]> files, int count, Action<byte[]> read, Func<Exception, bool> isDocumented, CancellationToken cancellationToken)
    {
        List<string> failures = [];
        int current = 0;
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Gen<byte[]> changed = Mutation.Of(files);
        Thread thread = new(() =>
        {
            for (int i = 0; i < files.Count + count && failures.Count < MostFailures && !cancellationToken.IsCancellationRequested; i++)
            {
                Volatile.Write(ref current, i);
                byte[] file = i < files.Count ? files[i] : changed.Generate(new PCG((uint)(i - files.Count), Seed), null, out _);
                if (Failure(file, read, isDocumented) is { } failure)
                {
                    lock (failures)
                    {
                        failures.Add(Line(i - files.Count, failure, file));
                    }
                }
            }

            done.SetResult();
        })
        {
            // A reader that never ends must not keep the tests from ending.
            IsBackground = true,
        };
        thread.Start();
        using PeriodicTimer clock = new(Longest);
        int seen = -1;
        while (await Task.WhenAny(done.Task, clock.WaitForNextTickAsync(cancellationToken).AsTask()) != done.Task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int now = Volatile.Read(ref current);
            if (now == seen)
            {
                lock (failures)
                {
                    return [.. failures, Line(now - files.Count, $"takes more than {Longest}", [])];
                }
            }

            seen = now;
        }

        return failures;
    }

    private static string Line(int number, string failure, byte[] file) => string.Create(
        CultureInfo.InvariantCulture,
        $"file {number} of seed {Seed} {failure}: {Convert.ToBase64String(file.AsSpan(0, Math.Min(file.Length, ShownBytes)))} ({file.Length} bytes)");

    private string? Failure(byte[] file, Action<byte[]> read, Func<Exception, bool> isDocumented)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(file);
        }
        catch (Exception exception) when (isDocumented(exception))
        {
        }
        catch (Exception exception)
        {
            return $"gives {exception.GetType().Name}, {exception.Message.Split('\n')[0]} {exception.StackTrace?.Split('\n')[0].Trim()}";
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > FreeBytes + (BytesForEach * file.Length) ? $"takes {allocated} bytes of memory" : null;
    }
}
