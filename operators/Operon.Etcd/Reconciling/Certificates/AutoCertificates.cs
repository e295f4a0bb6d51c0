using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Models;
using Operon.Etcd.Certificates;
using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>The secrets of a cluster whose certificates the operator makes, read and written.</summary>
internal sealed class AutoCertificates(IKubernetesClient client, TimeProvider time)
{
    private readonly IResourceClient<V1Secret> _secrets = client.Resource(ResourceKinds.Secret);

    public async Task<CertificateSet> ReadAsync(ClusterLayout layout, CancellationToken cancellationToken)
    {
        var authority = FindAsync(layout, AuthorityName(layout), cancellationToken);
        var leaves = await Task.WhenAll(LeafSpecs.Of(layout).Select(async leaf => (leaf, await FindAsync(layout, leaf.SecretName, cancellationToken))));
        var secret = await authority;
        try
        {
            return new CertificateSet(secret, secret is null ? null : AuthoritySecret.Read(secret), [.. leaves]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidSpecException(
                $"spec.TLS.auto: secret {AuthorityName(layout)} holds no certificate authority that can be read ({e.Message}); put it back, or delete it and a new authority is made and rolled out");
        }
    }

    /// <summary>Why something has to be written; null when all is as it should be.</summary>
    public string? WhyDue(ClusterLayout layout, CertificateSet set)
    {
        var now = time.GetUtcNow();
        return AuthorityPlan.WhyDue(set.Authority, Request(layout), now)
            ?? set.Leaves.Select(leaf => LeafSecret.WhyDue(leaf.Spec, leaf.Secret?.Data, set.Authority!, LifetimesOf(layout), now)).FirstOrDefault(why => why is not null);
    }

    /// <summary>
    /// Writes what is missing or due, the authority first: a process that dies in between finds the leaves due. Null when done, else why another
    /// attempt is needed.
    /// </summary>
    public async Task<string?> WriteAsync(ClusterLayout layout, CancellationToken cancellationToken)
    {
        var set = await ReadAsync(layout, cancellationToken);
        var now = time.GetUtcNow();
        var lifetimes = LifetimesOf(layout);
        var authority = AuthorityPlan.Next(layout.Name, set.Authority, Orphan(set), Request(layout), lifetimes, now);
        if (!ReferenceEquals(authority, set.Authority) && await SaveAsync(layout, set, authority, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        foreach (var (spec, secret) in set.Leaves.Where(leaf => LeafSecret.WhyDue(leaf.Spec, leaf.Secret?.Data, authority, lifetimes, now) is not null))
        {
            var wanted = secret ?? new V1Secret { Metadata = layout.Metadata(spec.SecretName), Type = "Opaque" };
            wanted.Data = LeafSecret.Render(spec, secret?.Data, authority, lifetimes, now);
            if (await PutAsync(wanted, secret is null, cancellationToken) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    /// <summary>Takes the rotation out of the phase <paramref name="from"/>; a process that comes second finds it taken already.</summary>
    public async Task<string?> AdvanceAsync(ClusterLayout layout, AuthorityPhase from, CancellationToken cancellationToken)
    {
        var set = await ReadAsync(layout, cancellationToken);
        if (set.Authority is not { } authority || authority.Phase != from)
        {
            return null;
        }

        return await SaveAsync(layout, set, from == AuthorityPhase.Distributing ? authority.Promoted : authority.Retired, cancellationToken);
    }

    public static Lifetimes LifetimesOf(ClusterLayout layout)
    {
        var auto = layout.Cluster.Spec.Tls?.Auto;
        return new Lifetimes(
            Duration(auto?.Validity) ?? Lifetimes.Default.Leaf, Duration(auto?.RenewBefore), Duration(auto?.CaValidity) ?? Lifetimes.Default.Authority);
    }

    private static string AuthorityName(ClusterLayout layout) => $"{layout.Name}-ca";

    private static TimeSpan? Duration(string? text) => text is not null && Durations.TryParse(text, out var duration) ? duration : null;

    private static string? Request(ClusterLayout layout) =>
        layout.Cluster.Metadata.Annotations?.TryGetValue(ClusterLayout.RotateAnnotation, out var value) == true ? value : null;

    private static X509Certificate2? Orphan(CertificateSet set)
    {
        foreach (var (spec, secret) in set.Leaves)
        {
            if (LeafSecret.Certificate(secret?.Data, spec.CertificateKey) is { } leaf && secret!.Data.TryGetValue(spec.AuthorityKey, out var bundle))
            {
                var authorities = new X509Certificate2Collection();
                authorities.ImportFromPem(Encoding.UTF8.GetString(bundle));
                if (authorities.FirstOrDefault(authority => LeafSecret.IsSignedBy(leaf, authority)) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private async Task<V1Secret?> FindAsync(ClusterLayout layout, string name, CancellationToken cancellationToken)
    {
        var secret = await _secrets.FindAsync(layout.Namespace, name, cancellationToken);
        return secret is null || layout.Owns(secret.Metadata)
            ? secret
            : throw new InvalidSpecException($"spec.TLS.auto: secret {name} exists and does not belong to this cluster; delete or rename it");
    }

    private Task<string?> SaveAsync(ClusterLayout layout, CertificateSet set, AuthorityState state, CancellationToken cancellationToken)
    {
        var secret = set.AuthoritySecret ?? new V1Secret { Metadata = layout.Metadata(AuthorityName(layout)), Type = "Opaque" };
        AuthoritySecret.Write(state, secret);
        return PutAsync(secret, set.AuthoritySecret is null, cancellationToken);
    }

    // The resource version of what was read is the precondition: two operators never overwrite each other's keys.
    private async Task<string?> PutAsync(V1Secret secret, bool isNew, CancellationToken cancellationToken)
    {
        try
        {
            await (isNew ? _secrets.CreateAsync(secret, cancellationToken) : _secrets.UpdateAsync(secret, cancellationToken));
            return null;
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists || e.IsConflict)
        {
            return $"secret {secret.Metadata.Name} was changed meanwhile";
        }
    }
}
