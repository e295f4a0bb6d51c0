using System.Globalization;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Leadership in a <c>coordination.k8s.io/v1</c> Lease.</summary>
public sealed class LeaseLock : ILeaderLock
{
    private readonly IResourceClient<V1Lease> _leases;
    private readonly string _namespace;
    private readonly string _name;
    private readonly IReadOnlyDictionary<string, string> _labels;

    /// <summary>A lock on one Lease; it is created when it does not exist. <paramref name="labels"/> are added to it whenever it is written.</summary>
    public LeaseLock(IKubernetesClient client, string namespaceName, string name, IReadOnlyDictionary<string, string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _leases = client.Resource(ResourceKinds.Lease);
        _namespace = namespaceName;
        _name = name;
        _labels = labels ?? new Dictionary<string, string>();
    }

    /// <inheritdoc/>
    public string Name => $"{_namespace}/{_name}";

    /// <inheritdoc/>
    public async Task<LeaderRecord?> FindAsync(CancellationToken cancellationToken) =>
        await _leases.FindAsync(_namespace, _name, cancellationToken) is { } lease ? RecordOf(lease) : null;

    /// <inheritdoc/>
    public Task<LeaderRecord?> CreateAsync(LeaderRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var lease = Lease(new V1Lease { Metadata = new V1ObjectMeta { Name = _name, NamespaceProperty = _namespace } }, record);
        return WriteAsync(_leases.CreateAsync(lease, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<LeaderRecord?> UpdateAsync(LeaderRecord known, LeaderRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(record);
        var stored = known.Lease ?? throw new ArgumentException($"The record of lease {Name} was not read from it.", nameof(known));
        return WriteAsync(_leases.UpdateAsync(Lease(stored, record), cancellationToken));
    }

    private static async Task<LeaderRecord?> WriteAsync(Task<V1Lease> write)
    {
        try
        {
            return RecordOf(await write);
        }
        catch (KubernetesApiException e) when (e.IsConflict || e.IsAlreadyExists || e.IsNotFound)
        {
            // Somebody else was quicker.
            return null;
        }
    }

    private V1Lease Lease(V1Lease stored, LeaderRecord record)
    {
        var metadata = stored.Metadata;
        if (_labels.Count > 0)
        {
            metadata.Labels = new Dictionary<string, string>(metadata.Labels ?? new Dictionary<string, string>());
            foreach (var (name, value) in _labels)
            {
                metadata.Labels[name] = value;
            }
        }

        return new V1Lease
        {
            ApiVersion = stored.ApiVersion,
            Kind = stored.Kind,
            Metadata = metadata,
            Spec = new V1LeaseSpec
            {
                HolderIdentity = record.Holder,

                // Whole seconds, rounded up: others must not wait shorter than the holder believes.
                LeaseDurationSeconds = (int)Math.Ceiling(record.LeaseDuration.TotalSeconds),
                AcquireTime = record.AcquireTime.UtcDateTime,
                RenewTime = record.RenewTime.UtcDateTime,
                LeaseTransitions = record.Transitions,
                Strategy = stored.Spec?.Strategy,
                PreferredHolder = stored.Spec?.PreferredHolder,
            },
        };
    }

    internal static LeaderRecord RecordOf(V1Lease lease) => new()
    {
        Holder = lease.Spec?.HolderIdentity ?? "",
        LeaseDuration = TimeSpan.FromSeconds(lease.Spec?.LeaseDurationSeconds ?? 0),
        AcquireTime = lease.Spec?.AcquireTime ?? DateTimeOffset.MinValue,
        RenewTime = lease.Spec?.RenewTime ?? DateTimeOffset.MinValue,
        Transitions = lease.Spec?.LeaseTransitions ?? 0,
        Version = lease.Metadata.ResourceVersion,
        FencingToken = ulong.TryParse(lease.Metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null,
        Lease = lease,
    };
}
