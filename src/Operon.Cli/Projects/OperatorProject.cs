namespace Operon.Cli.Projects;

/// <summary>A project made by <c>operon new</c>: its folder and what lies where in it.</summary>
internal sealed class OperatorProject
{
    private OperatorProject(string root)
    {
        Root = root;
        File = ProjectFile.Parse(System.IO.File.ReadAllText(Path(ProjectFile.FileName)), Path(ProjectFile.FileName));
    }

    public string Root { get; }

    public ProjectFile File { get; }

    public string Name => File.ProjectName;

    /// <summary>Root namespace, and name of the program's project.</summary>
    public string RootNamespace => Names.Pascal(Name);

    public string ProgramFolder => Path("src", RootNamespace);

    public string ProgramProject => Path("src", RootNamespace, $"{RootNamespace}.csproj");

    public string Config => Path("config");

    /// <summary>Where <c>config/default</c> puts the operator.</summary>
    public string DefaultNamespace => $"{Name}-system";

    /// <summary>The project of <paramref name="directory"/> or of the nearest folder above it; throws <see cref="CommandException"/> when there is none.</summary>
    public static OperatorProject Find(string directory) =>
        TryFind(directory) ?? throw new CommandException($"{System.IO.Path.GetFullPath(directory)} is in no operator project: no file PROJECT is there or above. Make one with: operon new NAME");

    public static OperatorProject? TryFind(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, ProjectFile.FileName)))
            {
                return new OperatorProject(folder.FullName);
            }
        }

        return null;
    }

    public string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);
}
