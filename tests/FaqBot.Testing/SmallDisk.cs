using System.Diagnostics;

namespace FaqBot.Testing;

/// <summary>A disk of a few megabytes in memory, which can be filled; needs Linux and root, and skips the test elsewhere.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int Page = 4096;

    private readonly TemporaryFolder _folder = new();

    public SmallDisk(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Needs to mount a disk.");
        int code = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _folder.Path);
        Assert.SkipUnless(code == 0, "A disk cannot be mounted here.");
    }

    public string Path => _folder.Path;

    private string Ballast => File("ballast");

    public string File(string name) => _folder.File(name);

    /// <summary>Fills the disk but for some pages of 4,096 bytes.</summary>
    public void Fill(int freePages = 0)
    {
        Empty();
        long bytes = new DriveInfo(Path).AvailableFreeSpace - ((long)freePages * Page);
        using FileStream ballast = System.IO.File.Create(Ballast);
        byte[] page = new byte[Page];
        for (long written = 0; written + Page <= bytes; written += Page)
        {
            ballast.Write(page);
        }
    }

    /// <summary>Frees what <see cref="Fill"/> took.</summary>
    public void Empty() => System.IO.File.Delete(Ballast);

    /// <summary>Lets it be read only.</summary>
    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", _folder.Path));

    public void Dispose()
    {
        _ = Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
