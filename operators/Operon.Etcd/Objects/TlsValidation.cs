using System.Net;
using Operon.Etcd.Api;
using Operon.Etcd.Certificates;

namespace Operon.Etcd.Objects;

/// <summary>What is wrong in <c>spec.TLS</c>; each entry names the field and the remedy.</summary>
internal static class TlsValidation
{
    public static IEnumerable<string> Problems(EtcdCluster cluster)
    {
        if (cluster.Spec.Tls is not { } tls)
        {
            return [];
        }

        var sources = new object?[] { tls.Static, tls.Auto, tls.CertManager }.Count(source => source is not null);
        return sources > 1
            ? ["spec.TLS: static, auto and certManager exclude each other; keep one of them"]
            : Given(tls.Static).Concat(Automatic(tls.Auto)).Concat(Issued(tls.CertManager)).Concat(Change(cluster));
    }

    private static IEnumerable<string> Given(StaticTls? tls)
    {
        var hasServer = !string.IsNullOrEmpty(tls?.Member?.ServerSecret);
        var hasOperator = !string.IsNullOrEmpty(tls?.OperatorSecret);
        if (hasOperator && !hasServer)
        {
            yield return "spec.TLS.static.member.serverSecret: is required when spec.TLS.static.operatorSecret is set";
        }

        if (hasServer && !hasOperator)
        {
            yield return "spec.TLS.static.operatorSecret: is required when spec.TLS.static.member.serverSecret is set";
        }
    }

    private static IEnumerable<string> Automatic(AutoTls? auto)
    {
        if (auto is null)
        {
            return [];
        }

        return Duration("auto.validity", auto.Validity)
            .Concat(Duration("auto.renewBefore", auto.RenewBefore))
            .Concat(Duration("auto.caValidity", auto.CaValidity))
            .Concat(Shorter("auto.renewBefore", auto.RenewBefore, "auto.validity", auto.Validity))
            .Concat(Shorter("auto.validity", auto.Validity, "auto.caValidity", auto.CaValidity))
            .Concat(Addresses("auto.extraIpAddresses", auto.ExtraIpAddresses));
    }

    private static IEnumerable<string> Issued(CertManagerTls? issued)
    {
        if (issued is null)
        {
            return [];
        }

        var problems = Duration("certManager.duration", issued.Duration)
            .Concat(Duration("certManager.renewBefore", issued.RenewBefore))
            .Concat(Addresses("certManager.extraIpAddresses", issued.ExtraIpAddresses));
        return issued is { PeerIssuer: null, ClientIssuer: null }
            ? problems.Append("spec.TLS.certManager: needs peerIssuerRef, clientIssuerRef or both")
            : problems;
    }

    // Members of two worlds would not trust each other while one after the other changes over.
    private static IEnumerable<string> Change(EtcdCluster cluster)
    {
        var wanted = TlsSecrets.Wanted(cluster).Source;
        if (wanted is not null && cluster.Status?.Tls?.Source is { } used && used != wanted)
        {
            yield return $"spec.TLS: the members use certificates of the source {used}; a change to {wanted} goes through plaintext: remove spec.TLS, wait until status.tls is gone, then set it anew";
        }
    }

    private static IEnumerable<string> Duration(string field, string? text)
    {
        if (text is not null && !Durations.TryParse(text, out _))
        {
            yield return $"spec.TLS.{field}: \"{text}\" is not a duration; write hours, minutes or seconds such as 2160h";
        }
    }

    private static IEnumerable<string> Shorter(string field, string? text, string longerField, string? longerText)
    {
        if (text is not null && longerText is not null && Durations.TryParse(text, out var shorter) && Durations.TryParse(longerText, out var longer) && shorter >= longer)
        {
            yield return $"spec.TLS.{field}: {text} must be shorter than spec.TLS.{longerField}, which is {longerText}";
        }
    }

    private static IEnumerable<string> Addresses(string field, IReadOnlyList<string>? addresses) =>
        (addresses ?? []).Where(address => !IPAddress.TryParse(address, out _))
            .Select(address => $"spec.TLS.{field}: \"{address}\" is not an IP address; names belong into extraDnsNames");
}
