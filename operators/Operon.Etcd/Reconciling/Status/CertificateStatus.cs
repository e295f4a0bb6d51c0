using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Certificates;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Where the certificates come from, how long they are good for, and whether somebody has to do something about them.</summary>
internal sealed class CertificateStatus : IStatusPart
{
    public const string Valid = "CertificatesValid";

    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        if (context.Snapshot.Observed.Tls is not { } tls)
        {
            return status;
        }

        Judge(tls, context.Snapshot, context.Conditions);
        return status with
        {
            Tls = Record(status.Tls, tls, context.Snapshot),
            Certificates = tls.Certificates.Count == 0
                ? null
                : [.. tls.Certificates.Select(one => new EtcdCertificateStatus { Name = one.Name, NotAfter = Text(one.NotAfter), Renewal = one.Renewal is { } renewal ? Text(renewal) : null })],
        };
    }

    private static void Judge(TlsFacts tls, ClusterSnapshot snapshot, ConditionSet conditions)
    {
        var now = snapshot.Observed.Now;
        if (snapshot.Layout.Secrets.Source is null)
        {
            conditions.Remove(Valid);
        }
        else if (RefusedCertificate(snapshot.Observed) is { } refusal)
        {
            conditions.Set(Valid, "False", "CertManagerNotUsable", $"{refusal}; is cert-manager installed, and may the operator create its Certificates?");
        }
        else if (tls.Missing is { } missing)
        {
            conditions.Set(Valid, "False", tls.MissingReason ?? "CertificateMissing", missing);
        }
        else if (tls.Certificates.FirstOrDefault(one => one.NotAfter <= now) is { } ended)
        {
            conditions.Set(Valid, "False", "CertificateExpired", $"the certificate in secret {ended.Name} ended at {Text(ended.NotAfter)}");
        }
        else if (tls.Certificates.FirstOrDefault(one => IsLate(one, now)) is { } late)
        {
            conditions.Set(Valid, "True", "CertificatesExpiring", $"the certificate in secret {late.Name} ends at {Text(late.NotAfter)}; renew it");
        }
        else if (tls.Authority != AuthorityPhase.Steady)
        {
            conditions.Set(Valid, "True", "AuthorityRotating", tls.Authority == AuthorityPhase.Distributing ? "members learn to trust the next authority" : "the authority before is being dropped");
        }
        else if (tls.Certificates.Count > 0)
        {
            conditions.Set(Valid, "True", "CertificatesValid", "");
        }
    }

    private static string? RefusedCertificate(EtcdObserved observed) => observed.Support?.Refused
        .Where(entry => entry.Key.StartsWith(IssuedCertificates.Type.Kind + " ", StringComparison.Ordinal)).Select(entry => entry.Value).FirstOrDefault();

    // Past its renewal by the operator, which is then hindered; or, where others renew it, within two weeks of its end.
    private static bool IsLate(CertificateFacts one, DateTimeOffset now) =>
        one.Renewal is { } renewal ? renewal + TimeSpan.FromHours(1) <= now && one.NotAfter - now < (one.NotAfter - renewal) / 2 : one.NotAfter - now < TimeSpan.FromDays(14);

    private static EtcdTlsStatus? Record(EtcdTlsStatus? before, TlsFacts tls, ClusterSnapshot snapshot)
    {
        var secrets = snapshot.Layout.Secrets;
        if (secrets.Source is not null)
        {
            return new EtcdTlsStatus
            {
                Source = secrets.Source,
                PeerSecret = secrets.Peer?.Name ?? before?.PeerSecret,
                ServerSecret = secrets.Server?.Name ?? before?.ServerSecret,
                OperatorSecret = secrets.Client?.Name ?? before?.OperatorSecret,
                Authority = secrets.Source == TlsSecrets.Auto ? tls.Authority.ToString() : null,
            };
        }

        var isUsed = snapshot.Observed.Pods.Any(pod => pod.Tls.HasPeerCertificates || pod.Tls.ServesClientsByTls)
            || snapshot.Observed.Membership is not { IsConfirmed: true } membership
            || membership.Members.Any(member => member.PeerUrls.Any(url => url.StartsWith("https:", StringComparison.Ordinal)));
        return isUsed ? before : null;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
