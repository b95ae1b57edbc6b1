namespace FaqBot.Bench;

/// <summary>The command line: <c>[names…] [--json FILE] [--quick]</c>.</summary>
internal sealed record Arguments(string[] Names, string? JsonFile, bool Quick)
{
    public static bool TryParse(string[] args, IReadOnlyCollection<string> known, TextWriter errors, out Arguments arguments)
    {
        List<string> names = [];
        string? json = null;
        bool quick = false;
        arguments = new Arguments([], null, false);
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
            {
                quick = true;
            }
            else if (args[i] == "--json" && i + 1 < args.Length)
            {
                json = args[++i];
            }
            else if (known.Contains(args[i]))
            {
                names.Add(args[i]);
            }
            else
            {
                errors.WriteLine($"Found '{args[i]}', expected [{string.Join("|", known)}]… [--json FILE] [--quick]");
                return false;
            }
        }

        arguments = new Arguments(names.Count == 0 ? [.. known] : [.. names], json, quick);
        return true;
    }
}
