namespace Operon.Etcd.Versions;

/// <summary>Flags that decide who is a member, where its data are, or whether they survive: the operator's own, whatever <c>spec.options</c> says.</summary>
internal static class ReservedFlags
{
    private static readonly string[] _prefixes = ["initial-", "listen-", "advertise-", "discovery", "proxy", "unsafe-"];

    private static readonly HashSet<string> _names =
    [
        "name", "data-dir", "wal-dir", "force-new-cluster", "config-file", "strict-reconfig-check", "version", "help", "h", "v2-deprecation", "enable-v2v3",
        "cert-file", "key-file", "client-cert-auth", "trusted-ca-file", "auto-tls",
        "peer-cert-file", "peer-key-file", "peer-client-cert-auth", "peer-trusted-ca-file", "peer-auto-tls",
    ];

    // A setting of etcd, however it begins.
    private static readonly HashSet<string> _free = ["initial-election-tick-advance", "initial-corrupt-check", "listen-client-http-urls"];

    /// <summary>Why the flag cannot be set; null when it can.</summary>
    public static string? Reason(string name)
    {
        var flag = EtcdFlags.Find(name).Name;
        if (_free.Contains(flag))
        {
            return null;
        }

        if (flag.StartsWith("unsafe-", StringComparison.Ordinal))
        {
            return "may cost acknowledged data";
        }

        return _names.Contains(flag) || _prefixes.Any(prefix => flag.StartsWith(prefix, StringComparison.Ordinal)) ? "is decided by the operator" : null;
    }
}
