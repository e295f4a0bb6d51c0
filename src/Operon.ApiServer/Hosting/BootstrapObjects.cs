using System.Net;
using System.Text.Json.Nodes;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Hosting;

/// <summary>What every cluster has from the first moment: namespaces, RBAC, priority classes and the kubernetes Service.</summary>
internal sealed class BootstrapObjects(ObjectStore store, ResourceRegistry registry, ObjectWriter writer, IPNetwork serviceRange)
{
    private static readonly string[] Namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Namespaces)
        {
            await EnsureAsync("", "v1", "namespaces", "", Named("v1", "Namespace", name)).ConfigureAwait(false);
        }

        foreach (var (plural, obj) in BootstrapPolicy.Objects())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await EnsureAsync("rbac.authorization.k8s.io", "v1", plural, obj.Namespace(), obj).ConfigureAwait(false);
        }

        await EnsureAsync("scheduling.k8s.io", "v1", "priorityclasses", "", PriorityClass("system-node-critical", 2000001000, "Used for system critical pods that must not be moved from their current node.")).ConfigureAwait(false);
        await EnsureAsync("scheduling.k8s.io", "v1", "priorityclasses", "", PriorityClass("system-cluster-critical", 2000000000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.")).ConfigureAwait(false);
        await EnsureAsync("", "v1", "services", "default", KubernetesService()).ConfigureAwait(false);
    }

    private async Task EnsureAsync(string group, string version, string plural, string ns, JsonObject obj)
    {
        var resource = registry.BuiltIn(group, version, plural);
        if (store.Find(resource.StorageName, ns, obj.Name()) is null)
        {
            await writer.CreateAsync(resource, ns, obj, WriteContext.Internal).ConfigureAwait(false);
        }
    }

    private static JsonObject Named(string apiVersion, string kind, string name) =>
        new() { ["kind"] = kind, ["apiVersion"] = apiVersion, ["metadata"] = new JsonObject { ["name"] = name } };

    private static JsonObject PriorityClass(string name, long value, string description)
    {
        var obj = Named("scheduling.k8s.io/v1", "PriorityClass", name);
        obj["value"] = value;
        obj["description"] = description;
        return obj;
    }

    private JsonObject KubernetesService()
    {
        var obj = Named("v1", "Service", "kubernetes");
        obj.Metadata()["namespace"] = "default";
        obj.Metadata()["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" };
        obj["spec"] = new JsonObject
        {
            ["clusterIP"] = ServiceRange.First(serviceRange).ToString(),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = 6443 }),
            ["type"] = "ClusterIP",
        };
        return obj;
    }
}
