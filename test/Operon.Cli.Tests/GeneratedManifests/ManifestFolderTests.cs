using System.Text.Json.Nodes;
using Operon.Cli.Manifests;
using Operon.Cli.Tests.Support;

namespace Operon.Cli.Tests.GeneratedManifests;

public sealed class ManifestFolderTests
{
    private static readonly GeneratedManifest _definition = New("crd/bases/a.yaml", """{"kind":"CustomResourceDefinition","metadata":{"name":"a"}}""");

    [Fact]
    public void A_second_time_nothing_changes()
    {
        using var folder = new TemporaryFolder();
        var config = new ManifestFolder(folder.Path);
        config.Apply(config.Changes([_definition], ManifestKind.All));
        Assert.Empty(config.Changes([_definition], ManifestKind.All));
        Assert.Contains("- bases/a.yaml", folder.Read("crd/kustomization.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_longer_generated_goes_and_what_people_wrote_stays()
    {
        using var folder = new TemporaryFolder();
        folder.Write("crd/bases/mine.yaml", "kind: CustomResourceDefinition\n");
        var config = new ManifestFolder(folder.Path);
        config.Apply(config.Changes([_definition, New("crd/bases/b.yaml", "{}")], ManifestKind.All));
        config.Apply(config.Changes([_definition], ManifestKind.All));
        Assert.Equal(["a.yaml", "mine.yaml"], Directory.EnumerateFiles(folder["crd/bases"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("b.yaml", folder.Read("crd/kustomization.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_that_needs_no_rights_any_more_keeps_an_empty_role()
    {
        using var folder = new TemporaryFolder();
        var config = new ManifestFolder(folder.Path);
        config.Apply(config.Changes([New("rbac/role.yaml", """{"kind":"ClusterRole","metadata":{"name":"manager-role"},"rules":[{"verbs":["get"]}]}""")], ManifestKind.Rbac));
        config.Apply(config.Changes([], ManifestKind.Rbac));
        Assert.Contains("rules: []", folder.Read("rbac/role.yaml"), StringComparison.Ordinal);
        Assert.Empty(config.Changes([], ManifestKind.Rbac));
    }

    [Fact]
    public void Other_kinds_of_manifests_are_left_alone()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(new ManifestFolder(folder.Path).Changes([_definition], ManifestKind.Rbac));
    }

    private static GeneratedManifest New(string path, string json) => new(path, [JsonNode.Parse(json)!]);
}
