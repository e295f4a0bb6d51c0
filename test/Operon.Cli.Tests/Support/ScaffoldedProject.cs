using Operon.Cli.Packages;
using Operon.Cli.Projects;
using Operon.Cli.Scaffolding;

namespace Operon.Cli.Tests.Support;

/// <summary>A project as <c>operon new</c> and <c>operon add</c> write it.</summary>
internal sealed class ScaffoldedProject : IDisposable
{
    public ScaffoldedProject(bool isNamespaced = false) =>
        new ProjectScaffold { Name = "demo", IsNamespaced = isNamespaced, Packages = new PackageFeed("1.2.3", "/feed") }.Write(Folder.Path, force: false, TextWriter.Null);

    public TemporaryFolder Folder { get; } = new();

    /// <summary>The project as it is on disk now.</summary>
    public OperatorProject Project => OperatorProject.Find(Folder.Path);

    public void AddApi(string version = "v1", string kind = "Guestbook", bool isNamespaced = true) => Add((project, scaffold) =>
    {
        var name = ResourceName.Of("demo.example.com", "example.com", version, kind, null);
        new ApiScaffold(project, name, isNamespaced).Plan(scaffold);
        new ControllerScaffold(project, name, null, isNamespaced).Plan(scaffold);
    });

    public void Add(Action<OperatorProject, Scaffold> plan)
    {
        var project = Project;
        var scaffold = new Scaffold(project.Root);
        plan(project, scaffold);
        scaffold.Edit(ProjectFile.FileName, _ => project.File.ToYaml());
        scaffold.Write(force: false);
    }

    /// <summary>Writes the files <c>operon generate</c> would make for Guestbook, in a short form.</summary>
    public void WriteGenerated()
    {
        Folder.Write("config/crd/bases/demo.example.com_guestbooks.yaml", """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: guestbooks.demo.example.com}
            spec:
              group: demo.example.com
              names: {kind: Guestbook, plural: guestbooks}
              scope: Namespaced
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
            """);
        foreach (var role in new[] { "admin", "editor", "viewer" })
        {
            Folder.Write($"config/rbac/guestbook_{role}_role.yaml", $$"""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: guestbook-{{role}}-role}
                rules: [{apiGroups: [demo.example.com], resources: [guestbooks], verbs: [get]}]
                """);
        }
    }

    public void Dispose() => Folder.Dispose();
}
