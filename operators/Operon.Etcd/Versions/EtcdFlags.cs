using Operon.Etcd.Planning;

namespace Operon.Etcd.Versions;

/// <summary>Names of etcd's flags in the versions 3.4 to 3.7. Flags that are not listed are the same in all of them. Source: etcd's own flag tables and changelogs.</summary>
internal static class EtcdFlags
{
    public const string FeatureGates = "feature-gates";

    /// <summary>The first version with feature gates and without the need to write <c>experimental-</c>.</summary>
    public static readonly EtcdVersion Graduation = new(3, 6, 0);

    public static IReadOnlyList<EtcdFlag> Known { get; } =
    [
        new("initial-corrupt-check", FlagForm.Gate, Gate: "InitialCorruptCheck"),
        new("compact-hash-check-enabled", FlagForm.Gate, Since: 5, Gate: "CompactHashCheck"),
        new("enable-lease-checkpoint", FlagForm.Gate, Since: 4, Gate: "LeaseCheckpoint"),
        new("enable-lease-checkpoint-persist", FlagForm.Gate, Since: 4, Gate: "LeaseCheckpointPersist"),
        new("stop-grpc-service-on-defrag", FlagForm.Gate, Since: 5, Gate: "StopGRPCServiceOnDefrag"),
        new("txn-mode-write-with-shared-buffer", FlagForm.Gate, Since: 5, Gate: "TxnModeWriteWithSharedBuffer"),
        new("set-member-localaddr", FlagForm.Gate, Since: 6, Gate: "SetMemberLocalAddr"),
        new("corrupt-check-time", FlagForm.Graduated),
        new("compact-hash-check-time", FlagForm.Graduated, Since: 5),
        new("compaction-batch-limit", FlagForm.Graduated, Since: 4),
        new("compaction-sleep-interval", FlagForm.Graduated, Since: 5),
        new("peer-skip-client-san-verification", FlagForm.Graduated, Since: 4),
        new("watch-progress-notify-interval", FlagForm.Graduated, Since: 4),
        new("downgrade-check-time", FlagForm.Graduated, Since: 5),
        new("memory-mlock", FlagForm.Graduated, Since: 5),
        new("max-learners", FlagForm.Graduated, Since: 6),
        new("snapshot-catchup-entries", FlagForm.Graduated, Since: 5),
        new("warning-apply-duration", FlagForm.Graduated, Since: 4),
        new("warning-unary-request-duration", FlagForm.Graduated, Since: 6),
        new("bootstrap-defrag-threshold-megabytes", FlagForm.Graduated, Since: 5),
        new("enable-distributed-tracing", FlagForm.Graduated, Since: 5),
        new("distributed-tracing-address", FlagForm.Graduated, Since: 5),
        new("distributed-tracing-service-name", FlagForm.Graduated, Since: 5),
        new("distributed-tracing-instance-id", FlagForm.Graduated, Since: 5),
        new("distributed-tracing-sampling-rate", FlagForm.Graduated, Since: 5),
        new(FeatureGates, FlagForm.Plain, Since: 6),
        new("enable-v2", FlagForm.Plain, Until: 5),
        new("v2-deprecation", FlagForm.Plain, Since: 5, Until: 7),
        new("snapshot-count", FlagForm.Plain),
        new("debug", FlagForm.Plain, Until: 4),
        new("log-package-levels", FlagForm.Plain, Until: 4),
        new("logger", FlagForm.Plain, Since: 3),
        new("log-level", FlagForm.Plain, Since: 4),
        new("pre-vote", FlagForm.Plain, Since: 4),
        new("socket-reuse-port", FlagForm.Plain, Since: 5),
        new("socket-reuse-address", FlagForm.Plain, Since: 5),
        new("listen-client-http-urls", FlagForm.Plain, Since: 5),
        new("tls-min-version", FlagForm.Plain, Since: 5),
        new("tls-max-version", FlagForm.Plain, Since: 5),
        new("auth-token-ttl", FlagForm.Plain, Since: 4),
        new("enable-log-rotation", FlagForm.Plain, Since: 5),
        new("log-rotation-config-json", FlagForm.Plain, Since: 5),
        new("max-concurrent-streams", FlagForm.Plain, Since: 4),
        new("backend-bbolt-freelist-type", FlagForm.Plain, Since: 5),
    ];

    private static readonly Dictionary<string, EtcdFlag> _byName = Known.ToDictionary(flag => flag.Name);

    /// <summary>The flag of a name that may be written with dashes in front or with <c>experimental-</c>; an unlisted one is the same in all versions.</summary>
    public static EtcdFlag Find(string name)
    {
        var bare = name.TrimStart('-');
        var today = bare.StartsWith(EtcdFlag.Experimental, StringComparison.Ordinal) ? bare[EtcdFlag.Experimental.Length..] : bare;
        return _byName.TryGetValue(today, out var flag) && (flag.Form != FlagForm.Plain || today == bare) ? flag : new EtcdFlag(bare, FlagForm.Plain);
    }
}
