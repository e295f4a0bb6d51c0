using System.CommandLine;
using Operon.Cli.Output;

namespace Operon.Cli.Commands;

/// <summary><c>--output text|json|yaml</c> of commands that tell what they found or did.</summary>
internal sealed class OutputOption
{
    private readonly Option<string> _option = new("--output", "-o")
    {
        Description = "Form of the output: text for people, json or yaml for programs.",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "text",
    };

    public OutputOption() => _option.AcceptOnlyFromAmong("text", "json", "yaml");

    public void AddTo(Command command) => command.Options.Add(_option);

    public OutputFormat Of(ParseResult parsed) => parsed.GetValue(_option) switch
    {
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        _ => OutputFormat.Text,
    };
}
