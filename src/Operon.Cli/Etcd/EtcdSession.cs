using Operon.Kubernetes;

namespace Operon.Cli.Etcd;

/// <summary>A connection to the cluster that holds the EtcdClusters, and the namespace to work in.</summary>
/// <param name="Client">The connection.</param>
/// <param name="Namespace">Namespace; null for all.</param>
internal sealed record EtcdSession(IKubernetesClient Client, string? Namespace) : IAsyncDisposable
{
    private string Place => Namespace is null ? "any namespace" : $"namespace {Namespace}";

    /// <summary>The EtcdCluster; throws <see cref="CommandException"/> that names those there are.</summary>
    public async Task<UntypedObject> ClusterAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(EtcdKind.Cluster, name, cancellationToken) ?? throw await MissingAsync(name, cancellationToken);

    public async Task<UntypedObject?> FindAsync(ResourceKind<UntypedObject> kind, string name, CancellationToken cancellationToken) =>
        await ServedAsync(kind, () => Client.Resource(kind).FindAsync(Namespace, name, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<UntypedObject>> ListAsync(ResourceKind<UntypedObject> kind, CancellationToken cancellationToken) =>
        [.. (await ServedAsync(kind, () => Client.Resource(kind).ListAsync(Namespace, null, cancellationToken), cancellationToken)).Items];

    public async Task<UntypedObject> CreateAsync(ResourceKind<UntypedObject> kind, UntypedObject resource, CancellationToken cancellationToken)
    {
        try
        {
            return await ServedAsync(kind, () => Client.Resource(kind).CreateAsync(resource, cancellationToken), cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            throw new CommandException($"{kind.Type.Kind} {resource.Metadata.Name} exists in {Place}.\n  remedy: --name with another name, or kubectl delete {kind.Type.Plural} {resource.Metadata.Name}", e);
        }
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    // A missing object and a missing kind are both 404; only discovery tells them apart.
    private async Task<T> ServedAsync<T>(ResourceKind<UntypedObject> kind, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await call();
            return answer is null && !await IsServedAsync(kind, cancellationToken) ? throw NotServed(kind) : answer;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            throw await IsServedAsync(kind, cancellationToken) ? e : NotServed(kind);
        }
    }

    private async Task<bool> IsServedAsync(ResourceKind<UntypedObject> kind, CancellationToken cancellationToken)
    {
        try
        {
            await Client.Resource(kind).ListAsync(Namespace, new ListOptions { Limit = 1 }, cancellationToken);
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private CommandException NotServed(ResourceKind<UntypedObject> kind) => new(
        $"{Client.Server} does not know {kind.Type.Kind} ({EtcdKind.Group}/{EtcdKind.Version}).\n  remedy: install the etcd operator there: docs/etcd/README.md, or point --kubeconfig at the cluster that has it");

    private async Task<CommandException> MissingAsync(string name, CancellationToken cancellationToken)
    {
        var there = (await ListAsync(EtcdKind.Cluster, cancellationToken)).Select(cluster => cluster.Metadata.Name).ToList();
        return new CommandException(there.Count == 0
            ? $"there is no EtcdCluster in {Place}.\n  remedy: --namespace NAME for another namespace; operon etcd status --all-namespaces lists all"
            : $"there is no EtcdCluster {name} in {Place}; there are: {string.Join(", ", there)}");
    }
}
