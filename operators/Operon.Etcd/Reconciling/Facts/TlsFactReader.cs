using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Models;
using Operon.Etcd.Certificates;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Reads the certificates of a cluster from their secrets.</summary>
internal sealed class TlsFactReader(IKubernetesClient client, AutoCertificates certificates, TimeProvider time) : IFactReader
{
    public async Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var secrets = context.Layout.Secrets;
        var facts = secrets.Source switch
        {
            null => new TlsFacts(),
            TlsSecrets.Auto => await AutomaticAsync(context, cancellationToken),
            _ => await GivenAsync(context.Layout, cancellationToken),
        };
        return observed with { Tls = facts with { WantsPeer = secrets.Peer is not null, WantsClient = secrets.Server is not null } };
    }

    private async Task<TlsFacts> AutomaticAsync(FactContext context, CancellationToken cancellationToken)
    {
        var layout = context.Layout;
        var set = await certificates.ReadAsync(layout, cancellationToken);
        var lifetimes = AutoCertificates.LifetimesOf(layout);
        var facts = set.Leaves
            .Select(leaf => (leaf.Spec.SecretName, Certificate: LeafSecret.Certificate(leaf.Secret?.Data, leaf.Spec.CertificateKey)))
            .Where(leaf => leaf.Certificate is not null)
            .Select(leaf => new CertificateFacts(leaf.SecretName, End(leaf.Certificate!), lifetimes.LeafRenewal(leaf.Certificate!)));
        if (set.Authority is { } authority)
        {
            facts = facts.Append(new CertificateFacts(
                set.AuthoritySecret!.Metadata.Name, End(authority.Signing.Certificate), Lifetimes.AuthorityRenewal(authority.Signing.Certificate)));
        }

        var due = certificates.WhyDue(layout, set);
        var refusal = due is null ? null : context.Memory.Support.RefusalOf(IssueCertificatesExecutor.Title, IssueCertificatesExecutor.Title, time.GetUtcNow());
        return new TlsFacts
        {
            Missing = refusal,
            MissingReason = refusal is null ? null : "CertificatesRefused",
            Trust = set.Authority is { } known ? AuthorityState.TrustOf(known.Bundle) : null,
            Due = refusal is null ? due : null,
            Authority = set.Authority?.Phase ?? AuthorityPhase.Steady,
            ShowingNew = set.Authority is { Phase: AuthorityPhase.Retiring } retiring
                ? await ShowingAsync(context, retiring.Signing.Certificate, cancellationToken)
                : new HashSet<string>(),
            Certificates = [.. facts],
        };
    }

    /// <summary>Certificates that users or cert-manager provide.</summary>
    private async Task<TlsFacts> GivenAsync(ClusterLayout layout, CancellationToken cancellationToken)
    {
        List<string> bundles = [];
        List<CertificateFacts> facts = [];
        foreach (var leaf in LeafSpecs.Of(layout))
        {
            var secret = await client.Resource(ResourceKinds.Secret).FindAsync(layout.Namespace, leaf.SecretName, cancellationToken);
            if (Problem(leaf, secret) is { } problem)
            {
                return new TlsFacts { Missing = problem, MissingReason = "CertificateMissing", Certificates = facts };
            }

            var certificate = LeafSecret.Certificate(secret!.Data, leaf.CertificateKey)!;
            if (leaf.Request.Usages.Contains(LeafRequest.ServerUse))
            {
                // What etcd reads at its start; whom the operator trusts is no reason to restart it.
                bundles.Add(Encoding.UTF8.GetString(secret.Data[leaf.AuthorityKey]));
            }

            facts.Add(new CertificateFacts(leaf.SecretName, End(certificate), null));
        }

        return new TlsFacts { Trust = AuthorityState.TrustOf([.. bundles]), Certificates = facts };
    }

    private static string? Problem(LeafSpec leaf, V1Secret? secret)
    {
        if (secret is null)
        {
            return $"secret {leaf.SecretName} does not exist";
        }

        string[] keys = [leaf.CertificateKey, leaf.PrivateKeyKey, leaf.AuthorityKey];
        if (keys.FirstOrDefault(key => secret.Data?.ContainsKey(key) != true) is { } missing)
        {
            return $"secret {leaf.SecretName} has no key {missing}";
        }

        return LeafSecret.Certificate(secret.Data, leaf.CertificateKey) is null ? $"secret {leaf.SecretName}: {leaf.CertificateKey} is no certificate in PEM" : null;
    }

    /// <summary>Pods whose ports show what this authority signed: the kubelet has brought the new secret there.</summary>
    private static async Task<IReadOnlySet<string>> ShowingAsync(FactContext context, X509Certificate2 authority, CancellationToken cancellationToken)
    {
        List<int> ports = [];
        if (context.Layout.HasPeerTls)
        {
            ports.Add(ClusterLayout.PeerPort);
        }

        if (context.Layout.HasClientTls)
        {
            ports.Add(ClusterLayout.ClientPort);
        }

        HashSet<string> showing = [];
        foreach (var (pod, connection) in context.Connections)
        {
            var shown = await Task.WhenAll(ports.Select(port => connection.ShownCertificateAsync(port, cancellationToken)));
            if (shown.All(certificate => certificate is not null && LeafSecret.IsSignedBy(certificate, authority)))
            {
                showing.Add(pod);
            }
        }

        return showing;
    }

    private static DateTimeOffset End(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());
}
