using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Building;

/// <summary>The folder that a build makes: written aside, then moved into its place.</summary>
internal sealed class BuildTarget(string source, string target, WeightFormat format)
{
    private bool IsInPlace => source == target;

    /// <summary>Where the files are written first: on the same disk, so that moving them is one step.</summary>
    private string Aside => IsInPlace
        ? Path.Combine(target, ".building")
        : Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetFileName(target)}.building");

    /// <summary>Finds what is in the way.</summary>
    public IEnumerable<string> Faults()
    {
        if (File.Exists(target) || (!IsInPlace && Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            yield return $"the folder to build, '{target}', exists and is not empty; name another or remove it";
        }
        else if (IsInPlace && format != WeightFormat.Referenced)
        {
            yield return $"the folder to build is the checkpoint's own, expected another one, or weights that stay in the safetensors "
                + $"files ({nameof(WeightFormat.Referenced)})";
        }
        else if (IsInPlace && File.Exists(Path.Combine(target, OnnxFile.FileName)))
        {
            yield return $"the checkpoint's folder already has '{OnnxFile.FileName}'; remove it or build into another folder";
        }
    }

    /// <summary>Bytes that will be written.</summary>
    public long Length(OnnxFile file, IEnumerable<string> besides) =>
        file.Length + (IsInPlace ? 0 : besides.Sum(name => new FileInfo(Path.Combine(source, name)).Length));

    /// <summary>Writes all files and moves them into their place.</summary>
    /// <param name="file">The graph.</param>
    /// <param name="modules">What stands around the transformer.</param>
    /// <param name="besides">Names of files with weights that the graph refers to.</param>
    /// <param name="progress">Told how far the graph is written.</param>
    /// <param name="cancellationToken">Stops; nothing is left then.</param>
    public void Write(
        OnnxFile file, SentenceModules modules, IReadOnlyList<string> besides, IProgress<BuildProgress>? progress,
            CancellationToken cancellationToken)
    {
        string aside = Aside;
        Remove(aside); // What a build that was killed left behind.
        try
        {
            Directory.CreateDirectory(aside);
            long done = 0;
            file.Write(aside, bytes => progress?.Report(new BuildProgress(done += bytes, file.Length)), cancellationToken);
            string[] deciding = [.. BuildFiles.DecidingIn(source, modules), .. besides];
            if (!IsInPlace)
            {
                BuildFiles.Copy(source, aside, deciding.Concat(BuildFiles.AccompanyingIn(source)), cancellationToken);
            }

            KeyValuePair<string, string> SumOf(string folder, string name)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return new(name, Checksums.Of(Path.Combine(folder, name)));
            }

            Checksums.Write(
                aside, [.. file.FileNames.Select(name => SumOf(aside, name)),
                    .. deciding.Select(name => SumOf(IsInPlace ? source : aside, name))]);
            MoveIntoPlace(aside, file.FileNames);
        }
        finally
        {
            Remove(aside);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void MoveIntoPlace(string aside, IEnumerable<string> written)
    {
        if (!IsInPlace)
        {
            Remove(target); // It is empty.
            Directory.Move(aside, target);
            return;
        }

        // The checksums last: a folder without them is not opened.
        foreach (string name in written.Append(Checksums.FileName))
        {
            File.Move(Path.Combine(aside, name), Path.Combine(target, name), overwrite: true);
        }
    }
}
