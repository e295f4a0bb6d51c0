using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Operon.Cli.Commands;

/// <summary>Examples at the end of <c>--help</c>.</summary>
internal static class HelpExamples
{
    private static readonly ConditionalWeakTable<Command, string[]> _examples = [];

    public static Command WithExamples(this Command command, params string[] examples)
    {
        _examples.AddOrUpdate(command, examples);
        return command;
    }

    /// <summary>The examples of a command; empty for none.</summary>
    public static IReadOnlyList<string> Of(Command command) => _examples.TryGetValue(command, out var examples) ? examples : [];

    /// <summary>Has <c>--help</c> show them.</summary>
    public static RootCommand ShowExamples(this RootCommand root)
    {
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: HelpAction help } option)
        {
            option.Action = new HelpWithExamples(help);
        }

        return root;
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            var examples = Of(parseResult.CommandResult.Command);
            if (examples.Count > 0)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    output.WriteLine($"  {example}");
                }

                output.WriteLine();
            }

            return code;
        }
    }
}
