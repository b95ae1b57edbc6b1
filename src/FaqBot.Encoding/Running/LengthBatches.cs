namespace FaqBot.Encoding.Running;

/// <summary>Puts texts of about the same length into a batch, so that short ones are not padded to long ones.</summary>
internal static class LengthBatches
{
    /// <summary>Makes the batches, one at a time.</summary>
    /// <param name="lengths">Number of ids of each text; is sorted in place.</param>
    /// <param name="fits">Whether so many texts, the longest of so many ids, may share a batch; one text always may.</param>
    /// <returns>Places of the texts of each batch, shortest first.</returns>
    public static IEnumerable<int[]> Of(int[] lengths, Func<int, int, bool> fits)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Length)];
        Array.Sort(lengths, order);
        for (int first = 0, end; first < order.Length; first = end)
        {
            end = first + 1;
            while (end < order.Length && fits(end - first + 1, lengths[end]))
            {
                end++;
            }

            yield return order[first..end];
        }
    }
}
