using System.Text.Json.Nodes;
using k8s.Models;
using Operon.ApiServer;
using Operon.Hosting.Tests;
using Operon.Kubernetes;
using Xunit;

namespace Operon.AotTests;

/// <summary>The program that deploy/etcd-operator/Dockerfile ships: what the compiler leaves out is missed only when it runs.</summary>
[Collection(nameof(NativeOperatorTests))]
public sealed class NativeEtcdOperatorTests
{
    private static readonly ResourceKind<UntypedObject> _clusters =
        ResourceKinds.Untyped(new ResourceType("etcd.database.coreos.com", "v1beta2", "EtcdCluster", "etcdclusters", IsNamespaced: true));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compiled_ahead_of_time_it_installs_its_definitions_and_starts_a_cluster_with_certificates_and_claims()
    {
        var program = await new NativeProgram("operators/Operon.Etcd", "Operon.Etcd", ["deploy/etcd-operator/crd"], "-p:Native=true").PublishAsync();
        Assert.False(await NativeProgram.HoldsAsync(program, "ingressClassName"), "The program holds models of kinds it does not name: something uses KubernetesJson.Options.");
        await using var server = await ApiServerHost.StartAsync(new ApiServerOptions(), Cancellation);
        await using var admin = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfigText(server.Kubeconfig("admin", "system:masters")));
        await GrantRightsAsync(admin);

        // Members run as it; in a whole cluster a controller makes it.
        await admin.Resource(ResourceKinds.ServiceAccount).CreateAsync(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "default", NamespaceProperty = "default" } }, Cancellation);
        var kubeconfig = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(kubeconfig, server.Kubeconfig("system:serviceaccount:default:default", "system:serviceaccounts", "system:authenticated"), Cancellation);
            await using var running = new RunningProgram(program, ["-listen-addr=127.0.0.1:0"], new Dictionary<string, string>
            {
                ["KUBECONFIG"] = kubeconfig,
                ["MY_POD_NAMESPACE"] = "default",
                ["MY_POD_NAME"] = "etcd-operator-0",
            });
            await PlayAsync(admin, running);
        }
        finally
        {
            File.Delete(kubeconfig);
        }
    }

    private static async Task PlayAsync(KubernetesClient admin, RunningProgram running)
    {
        await Eventually.TrueAsync(() => IsEstablishedAsync(admin), () => running.Output);
        await admin.Resource(_clusters).CreateAsync(UntypedObject.FromJson(JsonNode.Parse("""
            {
              "apiVersion": "etcd.database.coreos.com/v1beta2",
              "kind": "EtcdCluster",
              "metadata": {"name": "example", "namespace": "default"},
              "spec": {
                "size": 3,
                "version": "3.5.30",
                "TLS": {"auto": {}},
                "pod": {"persistentVolumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
              }
            }
            """)!.AsObject()), Cancellation);

        await Eventually.TrueAsync(
            async () => (await admin.Resource(ResourceKinds.Pod).ListAsync("default", null, Cancellation)).Items.Any(pod => pod.Metadata.Labels["etcd_cluster"] == "example"), () => running.Output);
        await Eventually.TrueAsync(
            async () => (string?)(await admin.Resource(_clusters).GetAsync("default", "example", Cancellation)).Fields["status"]?["phase"] == "Creating", () => running.Output);
        Assert.Equal(0, await running.StopAsync());
    }

    private static async Task GrantRightsAsync(KubernetesClient admin)
    {
        foreach (var (file, type) in new[] { ("cluster-role-template.yaml", ResourceKinds.ClusterRole.Type), ("cluster-role-binding-template.yaml", ResourceKinds.ClusterRoleBinding.Type) })
        {
            var text = await File.ReadAllTextAsync(Path.Combine(HelloScenario.Repository, "examples/etcd/rbac", file), Cancellation);
            text = text.Replace("<ROLE_NAME>", "etcd-operator", StringComparison.Ordinal)
                .Replace("<ROLE_BINDING_NAME>", "etcd-operator", StringComparison.Ordinal)
                .Replace("<NAMESPACE>", "default", StringComparison.Ordinal);
            await admin.Resource(ResourceKinds.Untyped(type)).CreateAsync(UntypedObject.FromJson((JsonObject)Yaml.ToJson(text)[0]), Cancellation);
        }
    }

    private static async Task<bool> IsEstablishedAsync(KubernetesClient admin) =>
        await admin.Resource(ResourceKinds.CustomResourceDefinition).FindAsync(null, "etcdclusters.etcd.database.coreos.com", Cancellation) is { Status.Conditions: { } conditions }
        && conditions.Any(condition => condition is { Type: "Established", Status: "True" });
}
