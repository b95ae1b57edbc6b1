using System.CommandLine;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Completion;

/// <summary><c>completion</c>: prints what a shell needs to complete commands, options and their values.</summary>
/// <remarks>The scripts ask the program itself, by the directive <c>[suggest]</c> of System.CommandLine: they are never out of
/// date.</remarks>
internal static class CompletionCommand
{
    private const string Tool = "faqbot";

    private static readonly Dictionary<string, (string Script, string Use)> Shells = new(StringComparer.Ordinal)
    {
        ["bash"] = (Bash, "add to ~/.bashrc: source <(faqbot completion bash)"),
        ["zsh"] = (Zsh, "add to ~/.zshrc, behind compinit: source <(faqbot completion zsh)"),
        ["fish"] = (Fish, "run: faqbot completion fish > ~/.config/fish/completions/faqbot.fish"),
        ["powershell"] = (PowerShell, "add to $PROFILE: faqbot completion powershell | Out-String | Invoke-Expression"),
    };

    private const string Bash = """
        _NAME_complete() {
            local line="${COMP_LINE:0:$COMP_POINT}" IFS=$'\n'
            line="${line#*[[:space:]]}"
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o bashdefault -o default -F _NAME_complete NAME
        """;

    private const string Zsh = """
        #compdef NAME
        _NAME() {
            local line="${(j: :)words[2,CURRENT]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            found=(${found:#})
            compadd -a found || _files
        }
        compdef _NAME NAME
        """;

    private const string Fish = """
        function __NAME_complete
            set -l line (commandline -cp | string replace -r '^\S+\s' '')
            NAME "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c NAME -a '(__NAME_complete)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName NAME -ScriptBlock {
            param($word, $commandAst, $cursor)
            $typed = $commandAst.ToString()
            $typed = $typed.PadRight([Math]::Max($cursor, $typed.Length)).Substring(0, $cursor)
            $line = $typed -replace '^\S+\s', ''
            & NAME "[suggest:$($line.Length)]" $line 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create()
    {
        Argument<string> shell = new("shell") { Description = $"One of {string.Join(", ", Shells.Keys)}." };
        shell.AcceptOnlyFromAmong([.. Shells.Keys]);
        Option<string> name = new("--name")
        {
            Description = "What the shell calls the command.",
            DefaultValueFactory = _ => Tool,
        };
        Command command = new(
            "completion", $"Print a script that completes commands and options in a shell. {string.Join("; ",
                Shells.Select(pair => $"{pair.Key}: {pair.Value.Use}"))}.") { shell, name };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is { } chosen
                && !chosen.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '-' or '.'))
            {
                result.AddError("--name must be letters, digits, '.', '-' and '_'.");
            }
        });
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(ScriptOf(parsed.GetValue(shell)!, parsed.GetValue(name)!));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Functions of shells have no dots in their names.</summary>
    private static string ScriptOf(string shell, string name) => Shells[shell].Script
        .Replace("_NAME", "_" + name.Replace('.', '_').Replace('-', '_'), StringComparison.Ordinal)
        .Replace("NAME", name, StringComparison.Ordinal)
        .ReplaceLineEndings("\n");
}
