using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Operon.LocalCluster.Networking.Dns;
using Operon.LocalCluster.Sandboxing;
using Operon.LocalCluster.Tests.Networking;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Pods;

[RunsInNamespace]
public sealed class EtcdClusterTests
{
    [Fact(Explicit = true)]
    public async Task Three_real_etcd_members_form_a_cluster_by_their_dns_names()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.SkipWhen(HostPrograms.Find("etcd") is null || HostPrograms.Find("etcdctl") is null, "etcd is not installed: sudo apt-get install -y etcd-server etcd-client");
        await using var bench = await PodBench.CreateAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var zone = DnsZone.Empty;
        var dns = new DnsServer(() => zone, NullLogger<DnsServer>.Instance).ServeClusterAsync(stop.Token);
        var names = Enumerable.Range(0, 3).Select(number => $"m-{number}").ToList();
        var pods = names.Select(name => Member(name, names)).ToList();
        var workers = pods.Select(bench.Start).ToList();
        foreach (var pod in pods)
        {
            await bench.StatusAsync(pod, status => status.PodIP is not null, "the pod has an address");
        }

        var service = ZoneTests.Headless("etcd");
        service.Spec.PublishNotReadyAddresses = true;
        zone = new DnsZone([service], [new V1EndpointSlice
        {
            Metadata = new V1ObjectMeta { Name = "etcd-1", NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "etcd" } },
            Endpoints = [.. pods.Select(pod => new V1Endpoint { Addresses = [bench.Api.Status(pod)!.PodIP], Hostname = pod.Metadata.Name })],
        }]);
        foreach (var pod in pods)
        {
            await bench.StatusAsync(pod, PodBench.IsReady, "the member is healthy", TimeSpan.FromSeconds(60));
        }

        var put = await SandboxExec.RunAsync(
            workers[0].Runners.Single(runner => runner.Name == "etcd").Process!,
            ["sh", "-c", "etcdctl --endpoints=http://m-1.etcd:2379 put key value && etcdctl --endpoints=http://m-2.etcd:2379 get key --print-value-only && etcdctl member list"],
            TimeSpan.FromSeconds(20),
            cancellationToken);

        Assert.True(put.Succeeded, put.Error + bench.Describe(pods[0]));
        Assert.StartsWith("OK\nvalue\n", put.Output, StringComparison.Ordinal);
        Assert.Equal(3, put.Output.Split('\n').Count(line => line.Contains("started", StringComparison.Ordinal)));
        Assert.Contains(bench.Api.Events, text => text.StartsWith("Warning ImageVersionSubstituted", StringComparison.Ordinal));
        await stop.CancelAsync();
        await dns;
    }

    private static V1Pod Member(string name, IReadOnlyList<string> all)
    {
        var pod = PodBench.Pod(name, new V1Container
        {
            Name = "etcd",
            Image = "quay.io/coreos/etcd:v3.2.13",
            Command = ["/usr/local/bin/etcd", "--data-dir=/var/etcd/data", "--name=$(MY_NAME)"],
            Args =
            [
                "--listen-peer-urls=http://0.0.0.0:2380",
                "--listen-client-urls=http://0.0.0.0:2379",
                "--advertise-client-urls=http://$(MY_NAME).etcd.default.svc:2379",
                "--initial-advertise-peer-urls=http://$(MY_NAME).etcd.default.svc:2380",
                $"--initial-cluster={string.Join(',', all.Select(member => $"{member}=http://{member}.etcd.default.svc:2380"))}",
            ],
            Env =
            [
                new V1EnvVar { Name = "MY_NAME", ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = "metadata.name" } } },
                new V1EnvVar { Name = "ETCDCTL_API", Value = "3" },
            ],
            ReadinessProbe = new V1Probe { HttpGet = new V1HTTPGetAction { Path = "/health", Port = 2379 }, PeriodSeconds = 1, FailureThreshold = 1 },
            VolumeMounts = [new V1VolumeMount { Name = "etcd-data", MountPath = "/var/etcd" }],
        });
        pod.Spec.InitContainers =
        [
            PodBench.Shell("until nslookup $(hostname).etcd.default.svc; do sleep 0.2; done", "check-dns"),
        ];
        pod.Spec.InitContainers[0].Image = "busybox:1.28.0-glibc";
        pod.Spec.Volumes = [new V1Volume { Name = "etcd-data", EmptyDir = new V1EmptyDirVolumeSource() }];
        pod.Spec.Hostname = name;
        pod.Spec.Subdomain = "etcd";
        return pod;
    }
}
