namespace FaqBot.Bench;

/// <summary>The command line: <c>[names…] [--json FILE] [--history FOLDER] [--accept] [--quick]</c>.</summary>
/// <param name="Names">What is measured.</param>
/// <param name="JsonFile">Where the figures are written to; or null.</param>
/// <param name="HistoryFolder">Where what was measured before lies; null: in the repository.</param>
/// <param name="Accept">Whether what got worse is recorded all the same.</param>
/// <param name="Quick">Whether rounds are few and short; such figures are neither compared nor recorded.</param>
internal sealed record Arguments(string[] Names, string? JsonFile, string? HistoryFolder, bool Accept, bool Quick)
{
    public static bool TryParse(string[] args, IReadOnlyCollection<string> known, TextWriter errors, out Arguments arguments)
    {
        List<string> names = [];
        string? json = null, history = null;
        bool quick = false, accept = false;
        arguments = new Arguments([], null, null, false, false);
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
            {
                quick = true;
            }
            else if (args[i] == "--accept")
            {
                accept = true;
            }
            else if (args[i] == "--json" && i + 1 < args.Length)
            {
                json = args[++i];
            }
            else if (args[i] == "--history" && i + 1 < args.Length)
            {
                history = args[++i];
            }
            else if (known.Contains(args[i]))
            {
                names.Add(args[i]);
            }
            else
            {
                errors.WriteLine(
                    $"Found '{args[i]}', expected [{string.Join("|", known)}]… [--json FILE] [--history FOLDER] [--accept] [--quick]");
                return false;
            }
        }

        arguments = new Arguments(names.Count == 0 ? [.. known] : [.. names], json, history, accept, quick);
        return true;
    }
}
