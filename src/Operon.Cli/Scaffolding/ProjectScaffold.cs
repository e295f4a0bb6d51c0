using System.Text.Json.Nodes;
using Operon.Cli.Packages;
using Operon.Cli.Projects;

namespace Operon.Cli.Scaffolding;

/// <summary>A new project.</summary>
internal sealed record ProjectScaffold
{
    public required string Name { get; init; }

    public string Domain { get; init; } = "example.com";

    public bool IsNamespaced { get; init; }

    public string License { get; init; } = "none";

    public required PackageFeed Packages { get; init; }

    /// <summary>Writes the project into a folder; throws <see cref="CommandException"/> when it is not empty and not forced.</summary>
    public void Write(string folder, bool force, TextWriter output)
    {
        Names.CheckProject(Name);
        Names.CheckDomain(Domain);
        CheckFolder(folder, force);
        var scaffold = new Scaffold(folder);
        foreach (var (path, text) in Template.Render("project", ProjectTokens.Of(Name, Domain, IsNamespaced, License, Packages.Version)))
        {
            scaffold.Create(path, text);
        }

        if (Packages.Folder is not null)
        {
            scaffold.Create("nuget.config", Packages.NugetConfig());
        }

        scaffold.Edit(ProjectFile.FileName, text =>
        {
            var file = ProjectFile.Parse(text!, ProjectFile.FileName);
            if (IsNamespaced)
            {
                file.Set("namespaced", JsonValue.Create(true));
            }

            if (License != "none")
            {
                file.Set("license", JsonValue.Create(License));
            }

            return file.ToYaml();
        });
        foreach (var change in scaffold.Write(force))
        {
            output.WriteLine(change.Text);
        }
    }

    /// <summary>Throws unless the folder is new or empty (a fresh repository counts as empty), or this is forced.</summary>
    public static void CheckFolder(string folder, bool force)
    {
        if (!force && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != ".git"))
        {
            throw new CommandException($"{folder} is not empty.\n  remedy: name another folder with --output DIR, or write into this one with --force");
        }
    }
}
