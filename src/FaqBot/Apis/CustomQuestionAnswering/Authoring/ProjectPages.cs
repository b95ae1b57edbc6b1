using System.Globalization;
using FaqBot.Http;

namespace FaqBot.Apis.CustomQuestionAnswering.Authoring;

/// <summary>Which part of a list a request asks for: <c>top</c>, <c>skip</c>, <c>maxpagesize</c>.</summary>
/// <param name="Skip">How many come before it.</param>
/// <param name="Size">How many a page has at most.</param>
/// <param name="Top">How many there are to be on all pages from here on; null: all.</param>
internal readonly record struct PageOrder(int Skip, int Size, int? Top)
{
    private const int UsualSize = 100;
    private const int MostSize = 1_000;

    /// <summary>Reads what a request asks for.</summary>
    /// <exception cref="InvalidRequestException">A number is none, or out of range.</exception>
    public static PageOrder Of(HttpRequest request)
    {
        RequestFaults faults = new();
        int? Number(string name, int least)
        {
            string stated = request.Query[name].ToString();
            if (stated.Length == 0)
            {
                return null;
            }

            if (int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least)
            {
                return number;
            }

            faults.Add(name, $"Found another text, expected a whole number of {least} or more.");
            return null;
        }

        int? top = Number("top", 0), skip = Number("skip", 0), size = Number("maxpagesize", 1);
        faults.ThrowIfAny();
        return new PageOrder(skip ?? 0, Math.Min(size ?? UsualSize, MostSize), top);
    }

    /// <summary>The page of a list, and the address of the next one; null on the last.</summary>
    /// <param name="all">The list.</param>
    /// <param name="request">The request.</param>
    /// <param name="address">The service's address.</param>
    public (IReadOnlyList<T> Page, string? NextLink) Of<T>(IReadOnlyCollection<T> all, HttpRequest request, string address)
    {
        int wanted = Math.Min(Top ?? int.MaxValue, Math.Max(0, all.Count - Skip));
        T[] page = [.. all.Skip(Skip).Take(Math.Min(wanted, Size))];
        if (page.Length >= wanted)
        {
            return (page, null);
        }

        Dictionary<string, string?> query = request.Query
            .ToDictionary(pair => pair.Key, string? (pair) => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        query["skip"] = (Skip + page.Length).ToString(CultureInfo.InvariantCulture);
        if (Top is { } top)
        {
            query["top"] = (top - page.Length).ToString(CultureInfo.InvariantCulture);
        }

        return (page, address + request.Path.ToUriComponent() + QueryString.Create(query));
    }
}
