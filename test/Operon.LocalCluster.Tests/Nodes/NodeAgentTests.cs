using System.Net;
using k8s.Models;
using Operon.ApiServer;
using Operon.Kubernetes;
using Operon.LocalCluster.Logs;
using Operon.LocalCluster.Networking;
using Operon.LocalCluster.Nodes;
using Operon.LocalCluster.Tests.Pods;
using Operon.LocalCluster.Tests.Support;
using Operon.Runtime;

namespace Operon.LocalCluster.Tests.Nodes;

[RunsInNamespace]
public sealed class NodeAgentTests
{
    [Fact(Explicit = true)]
    public async Task Pods_of_a_real_api_server_run_log_and_stop()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var logs = new RecordedLogs();
        using var directory = new TemporaryDirectory();
        await using var network = await ClusterNetwork.CreateAsync(directory.Path, cancellationToken);
        var apiAddress = new IPEndPoint(ClusterAddresses.ApiServer, 443);
        await using var server = await ApiServerHost.StartAsync(new ApiServerOptions { AlsoListen = [apiAddress] }, cancellationToken);
        await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfigText(server.Kubeconfig("admin", "system:masters")));
        var manager = new ControllerManager(client, new ControllerManagerOptions { LoggerFactory = logs });
        var agent = NodeAgent.AddTo(manager, new NodeAgentOptions { Network = network, DataDirectory = directory.Path });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = manager.RunAsync(stop.Token);

        var nodes = await Eventually.GetAsync(
            async () => await client.Resource(ResourceKinds.Node).ListAsync(null, null, cancellationToken) is { Items: { Count: 3 } items }
                && items.All(node => node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true) ? items : null,
            "three nodes are ready");
        Assert.Equal(["operon-a", "operon-b", "operon-c"], nodes.Select(node => node.Metadata.Labels["topology.kubernetes.io/zone"]).Order());

        await client.Resource(ResourceKinds.ConfigMap).CreateAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "settings", NamespaceProperty = "default" }, Data = new Dictionary<string, string> { ["greeting"] = "hello" } },
            cancellationToken);
        await client.Resource(ResourceKinds.ServiceAccount).CreateAsync(
            new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "default", NamespaceProperty = "default" } }, cancellationToken);
        await client.Resource(ResourceKinds.ConfigMap).CreateAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = "kube-root-ca.crt", NamespaceProperty = "default" },
                Data = new Dictionary<string, string> { ["ca.crt"] = server.CaCertificatePem },
            },
            cancellationToken);
        var pod = PodBench.Pod("talker", PodBench.Shell("echo $GREETING from $NODE; cd /var/run/secrets/kubernetes.io/serviceaccount; cat namespace; echo; grep -c BEGIN ca.crt; test -s token && echo token; trap 'exit 0' TERM; while :; do sleep 0.05; done"));
        pod.Metadata = new V1ObjectMeta { Name = "talker", NamespaceProperty = "default" };
        pod.Spec.Containers[0].Env =
        [
            new V1EnvVar { Name = "GREETING", ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "settings", Key = "greeting" } } },
            new V1EnvVar { Name = "NODE", ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = "spec.nodeName" } } },
        ];
        await client.Resource(ResourceKinds.Pod).CreateAsync(pod, cancellationToken);

        var ready = await Eventually.GetAsync(
            async () => await client.Resource(ResourceKinds.Pod).FindAsync("default", "talker", cancellationToken) is { Status: { Conditions: not null } } found && PodBench.IsReady(found.Status) ? found : null,
            "the pod is ready",
            explainAsync: DescribeAsync);
        Assert.StartsWith("10.77.1.", ready.Status.PodIP, StringComparison.Ordinal);
        await Eventually.GetAsync(
            async () =>
            {
                using var reader = new StreamReader(agent.Logs.Open("default", "talker", "main", new LogQuery()));
                return await reader.ReadToEndAsync(cancellationToken) == "hello from operon-node-1\ndefault\n1\ntoken\n" ? "read" : null;
            },
            "the log can be read");
        await Eventually.GetAsync(
            async () => (await client.Resource(ResourceKinds.Event).ListAsync("default", null, cancellationToken)).Items.Any(item => item.Reason == "Started") ? "found" : null,
            "events are published");

        await client.Resource(ResourceKinds.Pod).DeleteAsync("default", "talker", cancellationToken);
        await Eventually.GetAsync(
            async () => await client.Resource(ResourceKinds.Pod).FindAsync("default", "talker", cancellationToken) is null ? "gone" : null,
            "the pod is gone");
        await stop.CancelAsync();
        await running;

        async Task<string> DescribeAsync()
        {
            var found = await client.Resource(ResourceKinds.Pod).GetAsync("default", "talker", cancellationToken);
            var events = await client.Resource(ResourceKinds.Event).ListAsync("default", null, cancellationToken);
            return System.Text.Json.JsonSerializer.Serialize(found, ResourceKinds.Pod.Json) + "\n"
                + string.Join('\n', events.Items.Select(item => $"{item.Reason} {item.Message}")) + "\n" + string.Join('\n', logs.Lines);
        }
    }
}
