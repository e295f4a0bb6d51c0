using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// The Leases of a sharding: <c>NAME-member-HASH</c>, the sign of life of a replica; <c>NAME-shard-NUMBER</c>, whose a shard is; <c>NAME-layout</c>, what all
/// replicas at work agree on.
/// </summary>
internal sealed class ShardLeases
{
    public const string NameLabel = "sharding.operon.dev/name";
    public const string RoleLabel = "sharding.operon.dev/role";
    public const string LayoutLabel = "sharding.operon.dev/layout";
    public const string Member = "member";
    public const string Shard = "shard";
    public const string Layout = "layout";

    private readonly IResourceClient<V1Lease> _leases;
    private readonly IKubernetesClient _client;
    private readonly ShardingOptions _options;
    private readonly string _namespace;

    public ShardLeases(IKubernetesClient client, ShardingOptions options)
    {
        _client = client;
        _options = options;
        _namespace = options.Namespace ?? client.DefaultNamespace;
        _leases = client.Resource(ResourceKinds.Lease);
    }

    /// <summary>Name of this replica's own Lease.</summary>
    public string MemberName => $"{_options.Name}-member-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_options.Identity)))[..16]}";

    public LeaseLock MemberLock => new(_client, _namespace, MemberName, Labels(Member));

    public LeaseLock ShardLock(int shard) => new(_client, _namespace, $"{_options.Name}-shard-{shard}", Labels(Shard));

    public LeaseLock LayoutLock => new(_client, _namespace, $"{_options.Name}-layout", Labels(Layout));

    /// <summary>All Leases of the sharding, as they are now.</summary>
    public async Task<ShardLeaseList> ListAsync(CancellationToken cancellationToken)
    {
        var selector = $"{NameLabel}={_options.Name}";
        var all = await _leases.ListAsync(_namespace, new ListOptions { LabelSelector = selector }, cancellationToken);
        var members = new List<ShardMember>();
        var shards = new Dictionary<string, LeaderRecord>(StringComparer.Ordinal);
        foreach (var lease in all.Items)
        {
            switch (Label(lease, RoleLabel))
            {
                case Member:
                    members.Add(new ShardMember(lease.Metadata.Name, Label(lease, LayoutLabel), LeaseLock.RecordOf(lease)));
                    break;
                case Shard:
                    shards[lease.Metadata.Name] = LeaseLock.RecordOf(lease);
                    break;
            }
        }

        return new ShardLeaseList(members, [.. Enumerable.Range(0, _options.Shards).Select(shard => shards.GetValueOrDefault($"{_options.Name}-shard-{shard}"))]);
    }

    /// <summary>Deletes what a replica left behind, unless it has been written since.</summary>
    public async Task DeleteAsync(string memberName, string? version, CancellationToken cancellationToken)
    {
        try
        {
            await _leases.DeleteAsync(_namespace, memberName, cancellationToken, new DeleteOptions { PreconditionResourceVersion = version });
        }
        catch (KubernetesApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // Somebody was quicker, or it lives.
        }
    }

    private static string Label(V1Lease lease, string name) => lease.Metadata.Labels is { } labels && labels.TryGetValue(name, out var value) ? value : "";

    private Dictionary<string, string> Labels(string role) => new()
    {
        [NameLabel] = _options.Name,
        [RoleLabel] = role,
        [LayoutLabel] = _options.Layout,
    };
}
