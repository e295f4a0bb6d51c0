using System.Text;
using BenchmarkDotNet.Attributes;
using k8s;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Kubernetes;

namespace Operon.Benchmarks.HotPaths;

/// <summary>One watch event of a pod of about 3 kB, from the received bytes to the object.</summary>
[MemoryDiagnoser]
public class WatchDecoding
{
    private const int Events = 1_000;
    private byte[] _stream = [];

    [GlobalSetup]
    public void Prepare()
    {
        var line = $$"""{"type":"MODIFIED","object":{{Pod}}}""" + "\n";
        _stream = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, Events)));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public Task<int> Official_model() => CountAsync(ResourceKinds.Pod);

    [Benchmark(OperationsPerInvoke = Events)]
    public Task<int> Metadata_only() => CountAsync(ResourceKinds.Metadata(ResourceKinds.Pod.Type));

    [Benchmark(OperationsPerInvoke = Events)]
    public Task<int> Lean_record() => CountAsync(EtcdKinds.Pod);

    private async Task<int> CountAsync<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var count = 0;
        using var stream = new MemoryStream(_stream);
        await foreach (var frame in WatchReader.ReadAsync(stream, kind, CancellationToken.None))
        {
            count += frame.Object.Metadata.Name.Length;
        }

        return count;
    }

    private static string Pod { get; } = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"example-etcd-cluster-0gosi8rjdm","namespace":"default","uid":"fbe9721a-6ab9-457e-90b7-b14e103a443b","resourceVersion":"4711","creationTimestamp":"2026-01-02T03:04:05Z","labels":{"app":"etcd","etcd_cluster":"example-etcd-cluster","etcd_node":"example-etcd-cluster-0gosi8rjdm"},"annotations":{"etcd.version":"3.2.13"},"ownerReferences":[{"apiVersion":"etcd.database.coreos.com/v1beta2","kind":"EtcdCluster","name":"example-etcd-cluster","uid":"aaaaaaaa-6ab9-457e-90b7-b14e103a443b","controller":true,"blockOwnerDeletion":true}],"managedFields":[{"manager":"etcd-operator","operation":"Apply","apiVersion":"v1","time":"2026-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{"f:app":{},"f:etcd_cluster":{},"f:etcd_node":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"etcd\"}":{".":{},"f:args":{},"f:command":{},"f:image":{}}}}}}]},"spec":{"nodeName":"operon-node-1","restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","hostname":"example-etcd-cluster-0gosi8rjdm","subdomain":"example-etcd-cluster","containers":[{"name":"etcd","image":"quay.io/coreos/etcd:v3.2.13","command":["/usr/local/bin/etcd"],"args":["--data-dir=/var/etcd/data","--name=example-etcd-cluster-0gosi8rjdm","--listen-peer-urls=http://0.0.0.0:2380","--listen-client-urls=http://0.0.0.0:2379","--initial-cluster-state=new"],"ports":[{"name":"server","containerPort":2380,"protocol":"TCP"},{"name":"client","containerPort":2379,"protocol":"TCP"}],"livenessProbe":{"tcpSocket":{"port":2379},"initialDelaySeconds":10,"timeoutSeconds":10,"periodSeconds":60,"successThreshold":1,"failureThreshold":3},"readinessProbe":{"httpGet":{"path":"/health","port":2379,"scheme":"HTTP"},"initialDelaySeconds":1,"timeoutSeconds":5,"periodSeconds":5,"successThreshold":1,"failureThreshold":3},"volumeMounts":[{"name":"etcd-data","mountPath":"/var/etcd"}]}],"volumes":[{"name":"etcd-data","emptyDir":{}}],"tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]},"status":{"phase":"Running","podIP":"10.77.1.2","podIPs":[{"ip":"10.77.1.2"}],"hostIP":"10.77.0.11","startTime":"2026-01-02T03:04:05Z","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-02T03:04:06Z"},{"type":"ContainersReady","status":"True","lastTransitionTime":"2026-01-02T03:04:06Z"}],"containerStatuses":[{"name":"etcd","ready":true,"restartCount":0,"image":"quay.io/coreos/etcd:v3.2.13","imageID":"x","started":true,"state":{"running":{"startedAt":"2026-01-02T03:04:05Z"}}}]}}
        """;
}
