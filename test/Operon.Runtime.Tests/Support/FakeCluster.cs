using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime.Tests;

/// <summary>An API server's observable rules, in memory: versions, uids, conflicts, lists and watches.</summary>
internal sealed class FakeCluster : IKubernetesClient
{
    private readonly ConcurrentDictionary<string, FakeStore> _stores = [];
    private long _version = 100;

    public Uri Server { get; } = new("http://fake");

    public string DefaultNamespace => "default";

    public long Version => Interlocked.Read(ref _version);

    public long NextVersion() => Interlocked.Increment(ref _version);

    public FakeStore Store<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> => _stores.GetOrAdd(kind.Type.GroupResource, _ => new FakeStore(this));

    public IResourceClient<T> Resource<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta> => new FakeResourceClient<T>(kind, Store(kind));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
