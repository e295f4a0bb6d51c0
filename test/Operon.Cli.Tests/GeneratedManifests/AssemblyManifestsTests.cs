using Operon.Cli.Manifests;
using Operon.Cli.Tests.Support;
using Operon.Kubernetes;

[assembly: GeneratedManifest("crd/bases/test.yaml", """{"kind":"A"}""")]
[assembly: GeneratedManifest("webhook/manifests.yaml", """[{"kind":"B"},{"kind":"C"}]""")]

namespace Operon.Cli.Tests.GeneratedManifests;

public sealed class AssemblyManifestsTests
{
    [Fact]
    public void The_attributes_of_an_assembly_are_read_without_running_it()
    {
        var manifests = AssemblyManifests.Read(typeof(AssemblyManifestsTests).Assembly.Location);
        Assert.Equal(["crd/bases/test.yaml", "webhook/manifests.yaml"], manifests.Select(manifest => manifest.Path));
        Assert.Equal(["A"], manifests[0].Documents.Select(document => document["kind"]!.ToString()));
        Assert.Equal(["B", "C"], manifests[1].Documents.Select(document => document["kind"]!.ToString()));
    }

    [Fact]
    public void What_is_no_assembly_is_refused_by_its_name() =>
        Assert.Contains("global.json", Assert.Throws<CommandException>(() => AssemblyManifests.Read(Path.Combine(Repository.Root, "global.json"))).Message, StringComparison.Ordinal);
}
