using System.Diagnostics;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Runtime;

/// <summary>Events as readers of the core API and of kubectl see them.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task A_series_is_shown_by_the_core_api_and_by_kubectl_with_its_count()
    {
        await using var cluster = await StartAsync();
        var map = await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(ConfigMap("a"), Cancel);
        await PublishAsync(cluster, events =>
        {
            for (var i = 0; i < 7; i++)
            {
                events.Warning(map, "Unhealthy", "the probe failed");
            }

            events.Normal(map, "Started", "it runs");
        });

        var published = (await cluster.Observer.Resource(ResourceKinds.Event).ListAsync("default", new ListOptions { FieldSelector = $"involvedObject.uid={map.Metadata.Uid}" }, Cancel)).Items;
        var series = published.Single(one => one.Reason == "Unhealthy");
        Assert.Equal((7, "the probe failed", "Warning", "tester", "a"), (series.Series.Count ?? 0, series.Message, series.Type, series.ReportingComponent, series.InvolvedObject.Name));
        Assert.Null(published.Single(one => one.Reason == "Started").Series);

        if (!File.Exists("/usr/bin/kubectl"))
        {
            return;
        }

        var described = await KubectlAsync(cluster, "describe", "configmap", "a");
        Assert.Matches(@"Warning\s+Unhealthy\s+\S+ \(x7 over \S+\)\s+tester\s+the probe failed", described);
        Assert.Matches(@"Normal\s+Started\s+\S+\s+tester\s+it runs", described);
        Assert.Matches(@"Warning\s+Unhealthy\s+configmap/a.*\s7\s", await KubectlAsync(cluster, "get", "events", "-o", "wide"));
    }

    [Fact]
    public async Task With_rights_for_the_core_api_alone_events_go_there_with_their_count()
    {
        await using var cluster = await StartAsync();
        var client = await cluster.AddUserAsync(new TestUser("modest", new V1PolicyRule { ApiGroups = [""], Resources = ["events"], Verbs = ["create", "patch"] }), Cancel);
        var map = await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(ConfigMap("a"), Cancel);
        await PublishAsync(client, events =>
        {
            for (var i = 0; i < 7; i++)
            {
                events.Warning(map, "Unhealthy", "the probe failed");
            }

            events.Normal(map, "Started", "it runs");
        });

        var published = (await cluster.Observer.Resource(ResourceKinds.Event).ListAsync("default", new ListOptions { FieldSelector = $"involvedObject.uid={map.Metadata.Uid}" }, Cancel)).Items;
        var series = published.Single(one => one.Reason == "Unhealthy");
        Assert.Equal((7, "the probe failed", "Warning", "tester"), (series.Count ?? 0, series.Message, series.Type, series.Source.Component));
        Assert.True(series.LastTimestamp >= series.FirstTimestamp);
        Assert.Single(published, one => one.Reason == "Started");
    }

    [Fact]
    public async Task A_namespace_that_is_going_away_is_left_in_peace()
    {
        await using var cluster = await StartAsync();
        var namespaces = cluster.Observer.Resource(ResourceKinds.Namespace);
        await namespaces.CreateAsync(new k8s.Models.V1Namespace { Metadata = new k8s.Models.V1ObjectMeta { Name = "ending" } }, Cancel);
        var map = await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(ConfigMap("a", namespaceName: "ending"), Cancel);
        await namespaces.DeleteAsync(null, "ending", Cancel);
        var window = cluster.Requests.Start();
        await PublishAsync(cluster, events => events.Normal(map, "Deleting", "bye"));

        Assert.Single(window.Requests, request => request.Resource == "events");
    }

    private static Task PublishAsync(TestCluster cluster, Action<IEventRecorder> publish) => PublishAsync(cluster.Client, publish);

    private static async Task PublishAsync(IKubernetesClient client, Action<IEventRecorder> publish)
    {
        var manager = new ControllerManager(client);
        using var stop = new CancellationTokenSource();
        var running = manager.RunAsync(stop.Token);
        publish(manager.Events("tester"));
        await manager.Elected.WaitAsync(Cancel);
        await stop.CancelAsync();
        await running;
    }

    private static async Task<string> KubectlAsync(TestCluster cluster, params string[] arguments)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("operon-kubectl-").FullName, "kubeconfig");
        await cluster.WriteKubeconfigAsync(file, cancellationToken: Cancel);
        try
        {
            var start = new ProcessStartInfo("/usr/bin/kubectl", ["--kubeconfig", file, "--cache-dir", Path.GetDirectoryName(file)!, .. arguments]) { RedirectStandardOutput = true };
            using var kubectl = Process.Start(start)!;
            var output = await kubectl.StandardOutput.ReadToEndAsync(Cancel);
            await kubectl.WaitForExitAsync(Cancel);
            return output;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }
}
