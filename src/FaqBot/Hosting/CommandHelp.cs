using System.Reflection;

namespace FaqBot.Hosting;

/// <summary>What the program says to who asks it how it is used, instead of starting a server.</summary>
internal static class CommandHelp
{
    private const string Text = """
        Usage: FaqBot [--urls ADDRESSES] [--FaqBot:SECTION:NAME VALUE]...
               FaqBot --health URL

        Answers questions with the words of knowledge bases, over HTTP. Without --urls it listens at http://localhost:5080.
        Settings come from appsettings.json, which explains each, from variables such as FaqBot__Storage__Path, and from the
        command line: --FaqBot:Storage:Path /data/faq.db

          --health URL   Ask a running service once; exit code 0 when it is well, 1 when it is not.
          --help, -h     Show this.
          --version      Show the version.

        Exit codes: 0 it was told to stop; 1 it could not start, and said why; 2 a setting is wrong.
        """;

    /// <summary>Answers, when that is all that was asked for.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives the answer.</param>
    /// <returns>Whether it was.</returns>
    public static bool TryAnswer(string[] args, TextWriter output)
    {
        string? answer = args switch
        {
            ["--help" or "-h" or "-?" or "/?"] => Text,
            ["--version"] => typeof(CommandHelp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion ?? "",
            _ => null,
        };
        if (answer is null)
        {
            return false;
        }

        output.WriteLine(answer);
        return true;
    }
}
