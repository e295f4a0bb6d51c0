using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

internal static class CustomResources
{
    /// <summary>Installs a namespaced definition that accepts any fields and waits until it is served.</summary>
    public static async Task<ResourceType> DefineAsync(this SimulatedCluster cluster, string plural)
    {
        var kind = char.ToUpperInvariant(plural[0]) + plural[1..^1];
        var type = new ResourceType("example.com", "v1", kind, plural, true);
        await cluster.CreateAsync(ResourceKinds.CustomResourceDefinition, new V1CustomResourceDefinition
        {
            Metadata = new V1ObjectMeta { Name = type.GroupResource },
            Spec = new V1CustomResourceDefinitionSpec
            {
                Group = type.Group,
                Scope = "Namespaced",
                Names = new V1CustomResourceDefinitionNames { Kind = kind, ListKind = kind + "List", Plural = plural, Singular = plural[..^1] },
                Versions =
                [
                    new V1CustomResourceDefinitionVersion
                    {
                        Name = "v1",
                        Served = true,
                        Storage = true,
                        Schema = new V1CustomResourceValidation { OpenAPIV3Schema = new V1JSONSchemaProps { Type = "object", XKubernetesPreserveUnknownFields = true } },
                    },
                ],
            },
        });
        await SimulatedCluster.EventuallyAsync(async () =>
            Assert.NotNull(await cluster.Client.FindResourceTypeAsync(type.ApiVersion, kind, SimulatedCluster.Token)));
        return type;
    }
}
