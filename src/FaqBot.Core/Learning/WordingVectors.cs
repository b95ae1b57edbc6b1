using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Text;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Learning;

/// <summary>Makes the vectors of logged wordings, each once: they are kept in the log for as long as the texts are.</summary>
/// <param name="questions">The log.</param>
internal sealed class WordingVectors(LoggedQuestions questions)
{
    // Beside requests, in pieces small enough to be stopped; what a larger one takes of memory stays with the process.
    private const int TextsAtOnce = 64;

    /// <summary>The wordings with their vectors.</summary>
    /// <param name="published">Whose encoder makes them.</param>
    /// <param name="wordings">The wordings.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<AskedWordings> OfAsync(
        PublishedCatalog published, IReadOnlyList<LoggedWording> wordings, CancellationToken cancellationToken)
    {
        string model = published.Encoder.Identity.Fingerprint;
        int dimensions = published.Encoder.Identity.Dimensions;
        Dictionary<long, float[]> vectors = new(questions.Vectors(wordings, model));
        foreach (LoggedWording[] few in wordings.Where(wording => !vectors.ContainsKey(wording.Id)).Chunk(TextsAtOnce))
        {
            float[] encoded = await published.Encoder.Bulk.EncodeAsync(
                [.. few.Select(wording => TextNormalizer.ForEncoding(wording.Text))], null, cancellationToken);
            (long, float[])[] made = [.. few.Select((wording, i) => (wording.Id, encoded[(i * dimensions)..((i + 1) * dimensions)]))];
            questions.Save(made, model);
            foreach ((long id, float[] vector) in made)
            {
                vectors[id] = vector;
            }
        }

        float[] components = new float[wordings.Count * dimensions];
        foreach ((int row, LoggedWording wording) in wordings.Index())
        {
            vectors[wording.Id].CopyTo(components, row * dimensions);
        }

        return new AskedWordings(wordings, new UnitVectors(components, dimensions));
    }
}
