using System.CommandLine;
using System.Text.RegularExpressions;
using Operon.Cli.Commands;
using Operon.Cli.Tests.Support;

namespace Operon.Cli.Tests.Commands;

/// <summary>docs/sdk/cli.md says what the command really has.</summary>
public sealed partial class CommandReferenceTests
{
    private static readonly string[] _ofOperators = ["new", "add", "generate", "install", "uninstall", "run", "build", "deploy", "undeploy", "build-installer", "completion"];

    private static string Reference => File.ReadAllText(Path.Combine(Repository.Root, "docs", "sdk", "cli.md"));

    [Fact]
    public void Every_command_of_the_reference_is_real()
    {
        var root = Program.CreateRoot();
        foreach (Match match in Mentioned().Matches(Reference))
        {
            var command = (Command)root;
            foreach (var word in match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains('|', StringComparison.Ordinal)).TakeWhile(word => word != "..."))
            {
                var next = command.Subcommands.FirstOrDefault(one => one.Name == word);
                Assert.True(next is not null || command.Arguments.Count > 0, $"docs/sdk/cli.md names `operon {match.Groups[1].Value}`, but {command.Name} has no {word}");
                command = next ?? command;
            }
        }
    }

    [Fact]
    public void Every_option_of_the_reference_is_real_and_none_is_left_out()
    {
        var real = Commands(Program.CreateRoot()).Where(command => !command.Hidden).SelectMany(command => command.Options).SelectMany(option => (string[])[option.Name, .. option.Aliases]).ToHashSet(StringComparer.Ordinal);
        var named = Option().Matches(Reference).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        named.Remove("--global");
        Assert.Empty(named.Except(real));
        var needed = Program.CreateRoot().Subcommands.Where(command => _ofOperators.Contains(command.Name)).SelectMany(Commands).Where(command => command.Name != "etcd").SelectMany(command => command.Options).Select(option => option.Name);
        Assert.Empty(needed.Except(named));
    }

    [Fact]
    public void Every_command_of_operators_is_in_the_reference_and_has_examples()
    {
        foreach (var name in _ofOperators)
        {
            Assert.Contains($"operon {name}", Reference, StringComparison.Ordinal);
            foreach (var leaf in Commands(Program.CreateRoot().Subcommands.Single(command => command.Name == name)).Where(command => command.Subcommands.Count == 0 && command.Name != "etcd"))
            {
                Assert.NotEmpty(HelpExamples.Of(leaf));
            }
        }
    }

    [Fact]
    public void Every_example_can_be_parsed()
    {
        foreach (var example in Commands(Program.CreateRoot()).SelectMany(HelpExamples.Of))
        {
            foreach (Match match in Invocation().Matches(example))
            {
                var parsed = Program.CreateRoot().Parse(match.Groups[1].Value.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries));
                Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
            }
        }
    }

    [Fact]
    public void Help_shows_the_examples()
    {
        using var output = new StringWriter();
        Program.CreateRoot().Parse(["new", "--help"]).Invoke(new InvocationConfiguration { Output = output });
        Assert.Contains("Examples:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("operon new demo", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_completed_by_the_command_itself()
    {
        using var output = new StringWriter();
        Program.CreateRoot().Parse(["[suggest:12]", "operon undep"]).Invoke(new InvocationConfiguration { Output = output });
        Assert.Equal("undeploy", output.ToString().Trim());
    }

    private static IEnumerable<Command> Commands(Command command) => [command, .. command.Subcommands.SelectMany(Commands)];

    [GeneratedRegex("`operon ((?:[a-z]+(?:-[a-z]+)*)(?: [a-z|]+(?:-[a-z]+)*)*)")]
    private static partial Regex Mentioned();

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex("operon ([^&|>)#]+)")]
    private static partial Regex Invocation();
}
