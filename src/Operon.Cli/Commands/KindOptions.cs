using System.CommandLine;
using System.Text.Json.Nodes;
using Operon.Cli.Output;
using Operon.Cli.Projects;
using Operon.Cli.Scaffolding;

namespace Operon.Cli.Commands;

/// <summary>The options that name a kind, with kubebuilder's names.</summary>
internal sealed class KindOptions
{
    public Option<string> Group { get; } = new("--group")
    {
        Description = "API group. With a dot it is the whole group (cache.example.com); without, the project's domain completes it.",
        HelpName = "GROUP",
        Required = true,
    };

    public Option<string> Version { get; } = new("--version") { Description = "API version, such as v1 or v1alpha1.", HelpName = "VERSION", Required = true };

    public Option<string> Kind { get; } = new("--kind") { Description = "The kind, such as Guestbook.", HelpName = "KIND", Required = true };

    public Option<string?> Plural { get; } = new("--plural") { Description = "The plural. Default: made from the kind.", HelpName = "PLURAL" };

    public Option<bool> IsNamespaced { get; } = new("--namespaced") { Description = "Objects live in namespaces; --namespaced=false makes them cluster-wide.", DefaultValueFactory = _ => true };

    public Option<bool> Force { get; } = new("--force") { Description = "Overwrite files that are there." };

    public OutputOption Output { get; } = new();

    public void AddTo(Command command)
    {
        Output.AddTo(command);
        foreach (var option in new Option[] { Group, Version, Kind, Plural, IsNamespaced, Force })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>A kind of the project, or one that somebody else defines (<c>core</c>, <c>apps</c>, <c>cert-manager.io</c>) when the project has none of that name.</summary>
    public ResourceName Existing(ParseResult parsed, OperatorProject project)
    {
        var group = parsed.GetRequiredValue(Group);
        var (version, kind, plural) = (parsed.GetRequiredValue(Version), parsed.GetRequiredValue(Kind), parsed.GetValue(Plural));
        if (group is not ("core" or "") && Own(parsed, project) is var own && project.File.Find(own.FullGroup, version, kind) is { } known)
        {
            return own with { Plural = known.Plural };
        }

        var external = ResourceName.OfExternal(group, version, kind, plural);
        return project.File.Find(external.FullGroup, version, kind) is { } present ? external with { Plural = present.Plural } : external;
    }

    public ResourceName Own(ParseResult parsed, OperatorProject project) =>
        ResourceName.Of(parsed.GetRequiredValue(Group), project.File.Domain, parsed.GetRequiredValue(Version), parsed.GetRequiredValue(Kind), parsed.GetValue(Plural));

    /// <summary>Writes what was planned, PROJECT last, and says what comes next.</summary>
    public int Finish(ParseResult parsed, OperatorProject project, Scaffold scaffold, params string[] next)
    {
        scaffold.Edit(ProjectFile.FileName, _ => project.File.ToYaml());
        var changes = scaffold.Write(parsed.GetValue(Force));
        var (writer, format) = (parsed.InvocationConfiguration.Output, Output.Of(parsed));
        if (format != OutputFormat.Text)
        {
            StructuredOutput.Write(writer, format, new JsonObject { ["files"] = FileChange.ToJson(changes), ["next"] = new JsonArray([.. next.Select(line => (JsonNode)line)]) });
            return 0;
        }

        foreach (var line in changes.Select(change => change.Text).Append("").Append("Next:").Concat(next.Select(line => $"  {line}")))
        {
            writer.WriteLine(line);
        }

        return 0;
    }
}
