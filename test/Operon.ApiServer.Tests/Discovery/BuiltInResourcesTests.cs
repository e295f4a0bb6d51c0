using Operon.ApiServer.Discovery;
using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Discovery;

public sealed class BuiltInResourcesTests
{
    [Theory]
    [InlineData("", "pods", "Pod", true, "po")]
    [InlineData("", "services", "Service", true, "svc")]
    [InlineData("", "persistentvolumes", "PersistentVolume", false, "pv")]
    [InlineData("apps", "deployments", "Deployment", true, "deploy")]
    [InlineData("apiextensions.k8s.io", "customresourcedefinitions", "CustomResourceDefinition", false, "crd,crds")]
    public void Describes_resources_as_upstream_does(string group, string plural, string kind, bool namespaced, string shortNames)
    {
        var resource = Find(group, plural);

        Assert.Equal((kind, kind + "List", namespaced), (resource.Kind, resource.ListKind, resource.Namespaced));
        Assert.Equal(shortNames, string.Join(',', resource.ShortNames));
        Assert.Equal(["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], resource.Verbs);
    }

    [Fact]
    public void Tells_subresources_with_the_kind_of_their_bodies()
    {
        Assert.Contains(Find("apps", "deployments").Subresources, sub => sub is { Name: "scale", Group: "autoscaling", Version: "v1", Kind: "Scale" });
        Assert.Contains(Find("", "pods").Subresources, sub => sub is { Name: "eviction", Group: "policy", Version: "v1", Kind: "Eviction" });
        Assert.Contains(Find("", "serviceaccounts").Subresources, sub => sub is { Name: "token", Group: "authentication.k8s.io", Version: "v1", Kind: "TokenRequest" });
        Assert.Contains(Find("", "pods").Subresources, sub => sub is { Name: "status", Group: "", Version: "v1", Kind: "Pod" });
    }

    [Fact]
    public void Serves_only_general_availability_and_knows_every_served_kind()
    {
        Assert.All(BuiltInResources.All, resource => Assert.Matches("^v[0-9]+$", resource.Version));
        Assert.All(BuiltInResources.All, resource => Assert.NotNull(BuiltInSchemas.Find(resource.Group, resource.Version, resource.Kind)));
    }

    private static ResourceDefinition Find(string group, string plural) =>
        BuiltInResources.All.Single(resource => resource.Group == group && resource.Plural == plural);
}
