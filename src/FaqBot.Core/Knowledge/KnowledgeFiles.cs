namespace FaqBot.Core.Knowledge;

/// <summary>Reads several knowledge files as one input.</summary>
public static class KnowledgeFiles
{
    /// <summary>Reads files.</summary>
    /// <param name="paths">The files.</param>
    /// <returns>Their knowledge bases, in the same order, no id twice.</returns>
    /// <exception cref="InvalidKnowledgeException">Files break rules; the faults of all are reported together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static KnowledgeBase[] Read(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<KnowledgeBase> bases = [];
        List<InvalidKnowledgeException> faulty = [];
        foreach (string path in paths)
        {
            try
            {
                KnowledgeBase knowledge = FaqFile.Read(path);
                if (bases.Exists(other => other.Id == knowledge.Id))
                {
                    throw new InvalidKnowledgeException(path, [
                        new Fault(1, null, $"the id '{knowledge.Id}' is also that of another file",
                            "Give one of the knowledge bases another id")]);
                }

                bases.Add(knowledge);
            }
            catch (InvalidKnowledgeException exception)
            {
                faulty.Add(exception);
            }
        }

        return faulty.Count == 0 ? [.. bases] : throw InvalidKnowledgeException.Together(faulty);
    }
}
