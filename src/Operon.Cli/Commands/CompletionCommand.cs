using System.CommandLine;

namespace Operon.Cli.Commands;

/// <summary><c>operon completion SHELL</c>: scripts that ask the command itself what fits.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> _scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _operon() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(operon "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _operon operon
            """,
        ["zsh"] = """
            #compdef operon
            _operon() {
              local -a found
              found=("${(@f)$(operon "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              compadd -a found
            }
            compdef _operon operon
            """,
        ["fish"] = """
            function __operon_complete
              set -l line (commandline -cp)
              operon "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c operon -a '(__operon_complete)'
            """,
        ["powershell"] = """
            Register-ArgumentCompleter -Native -CommandName operon -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              operon "[suggest:$cursorPosition]" "$commandAst" 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of: {string.Join(", ", _scripts.Keys)}." };
        shell.AcceptOnlyFromAmong([.. _scripts.Keys]);
        var command = new Command("completion", "Print a script that completes the command's words in a shell.") { shell };
        command.SetAction(parsed =>
        {
            Console.WriteLine(_scripts[parsed.GetRequiredValue(shell)]);
            return 0;
        });
        return command.WithExamples("source <(operon completion bash)", "operon completion zsh > ~/.zfunc/_operon", "operon completion fish > ~/.config/fish/completions/operon.fish");
    }
}
